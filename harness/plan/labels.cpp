#include <algorithm>

#include "plan/label_template.hpp"
#include "plan/plan.hpp"

namespace misfire {
namespace {

/// "" where the label is missing or a template.
std::string label(const Labels& labels, const std::string& name) {
  const auto it = labels.find(name);
  return it == labels.end() || is_template(it->second) ? std::string() : it->second;
}

/// What is unknown is neither equal to anything nor different from it.
bool surely_matches(const Matcher& matcher, const Labels& labels) {
  const auto it = labels.find(matcher.label);
  return (it == labels.end() || !is_template(it->second)) && matcher.matches(labels);
}

}  // namespace

const char* to_string(Compressible c) {
  switch (c) {
    case Compressible::yes:
      return "compressible";
    case Compressible::with_care:
      return "with care";
    case Compressible::no:
      return "not at all";
  }
  return "?";
}

bool is_page(const MonitoringFacts& facts, const Labels& labels) {
  return std::any_of(facts.pages.begin(), facts.pages.end(), [&](const auto& rule) {
    const auto& [name, values] = rule;
    return std::find(values.begin(), values.end(), label(labels, name)) != values.end();
  });
}

bool is_ignored(const MonitoringFacts& facts, const Labels& labels) {
  return std::find(facts.ignore.begin(), facts.ignore.end(), label(labels, "alertname")) !=
         facts.ignore.end();
}

std::string component_of(const MonitoringFacts& facts, const Labels& labels) {
  for (const auto& [component, any_of] : facts.components) {
    for (const auto& all_of : any_of) {
      if (std::all_of(all_of.begin(), all_of.end(),
                      [&](const Matcher& m) { return surely_matches(m, labels); })) {
        return component;
      }
    }
  }
  return label(labels, "component");
}

std::string team_of(const MonitoringFacts& facts, const std::string& receiver) {
  for (const auto& [team, receivers] : facts.teams) {
    if (std::find(receivers.begin(), receivers.end(), receiver) != receivers.end()) return team;
  }
  return "";
}

}  // namespace misfire
