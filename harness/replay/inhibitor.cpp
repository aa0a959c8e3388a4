#include "replay/inhibitor.hpp"

#include <algorithm>

#include "replay/routing_tree.hpp"

namespace misfire {
namespace {

/// A label that is missing equals one that is missing.
bool equal_labels(const Labels& a, const Labels& b, const std::vector<std::string>& names) {
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    const auto left = a.find(name), right = b.find(name);
    return (left == a.end() ? std::string() : left->second) ==
           (right == b.end() ? std::string() : right->second);
  });
}

/// An alert on both sides of a rule is silenced by those on its source side alone: otherwise two
/// such alerts would silence each other, and each one itself.
bool connects_by(const InhibitRule& rule, const Labels& source, const Labels& target) {
  if (!matches_all(rule.target, target) || !matches_all(rule.source, source)) return false;
  if (!equal_labels(source, target, rule.equal)) return false;
  return !(matches_all(rule.source, target) && matches_all(rule.target, source));
}

}  // namespace

bool Inhibitor::see(const HeldAlert& alert) {
  const bool matters = std::any_of(rules_.begin(), rules_.end(), [&](const InhibitRule& rule) {
    return matches_all(rule.source, alert.labels);
  });
  if (!matters) return false;
  const Instant now = alert.updated;
  const auto known = sources_.find(alert.labels);
  const bool silenced = known != sources_.end() && !known->second.alert.resolved_at(now);
  const bool changed = silenced == alert.resolved_at(now);
  sources_[alert.labels] = {alert,
                            changed || known == sources_.end() ? now : known->second.changed};
  return changed;
}

bool Inhibitor::mutes(const Labels& target, Instant now) const {
  return std::any_of(sources_.begin(), sources_.end(), [&](const auto& source) {
    return !source.second.alert.resolved_at(now) && connects(source.first, target);
  });
}

bool Inhibitor::connects(const Labels& source, const Labels& target) const {
  return std::any_of(rules_.begin(), rules_.end(),
                     [&](const InhibitRule& rule) { return connects_by(rule, source, target); });
}

}  // namespace misfire
