#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/monitoring/expression.hpp"
#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

/// Labels that templates of a text read: {{ $labels.instance }}.
std::set<std::string> labels_read(const std::string& text) {
  static constexpr std::string_view kMark = "$labels.";
  std::set<std::string> found;
  for (std::size_t at = text.find(kMark); at != text.npos; at = text.find(kMark, at)) {
    at += kMark.size();
    std::size_t end = at;
    while (end < text.size() && is_plain_label(std::string_view(text).substr(end, 1))) ++end;
    if (end > at) found.insert(text.substr(at, end - at));
  }
  return found;
}

std::vector<Place> check_template(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    const auto& tree = rule.expr;
    if (!tree || !rule.alerts()) continue;
    std::set<std::string> told;
    for (const char* part : {"labels", "annotations"}) {
      const YamlTree* map = rule.tree->find(part);
      const YamlTree none;
      for (const auto& [key, value] : (map ? *map : none).entries) {
        for (const std::string& label : labels_read(value.text)) {
          if (label == "alertname" || may_carry(*tree, label) || !told.insert(label).second)
            continue;
          places.push_back(place_of_value(
              value,
              fmt::format("the expression's result has no label {}: the {} says \"no value\", "
                          "or nothing at all",
                          label, key)));
        }
      }
    }
  }
  return places;
}

/// Labels by which routes choose, with one of the routes.
std::map<std::string, std::string> labels_of_routes(const MonitoringSubject& subject) {
  std::map<std::string, std::string> labels;
  for (const Route& route : subject.facts.routes) {
    for (const Matcher& matcher : route.matchers) {
      const bool positive = matcher.op == Matcher::Op::equal || matcher.op == Matcher::Op::match;
      if (positive && matcher.label != "alertname" && !matcher.value.empty()) {
        labels.emplace(matcher.label, route.receiver);
      }
    }
  }
  return labels;
}

bool is_told_by_name(const MonitoringSubject& subject, const AuditedRule& rule) {
  return std::any_of(
      subject.facts.routes.begin(), subject.facts.routes.end(), [&](const Route& route) {
        return std::any_of(route.matchers.begin(), route.matchers.end(),
                           [&](const Matcher& matcher) {
                             return matcher.label == "alertname" &&
                                    matcher.matches({{"alertname", rule.read.rule.name}});
                           });
      });
}

/// Labels that at least half of the alerts have. One that hardly any has comes from somewhere else:
/// external labels, a namespace.
std::set<std::string> usual_labels(const MonitoringSubject& subject) {
  std::map<std::string, std::size_t> count;
  std::size_t all = 0;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts()) continue;
    ++all;
    for (const auto& label : rule.read.rule.labels) ++count[label.first];
  }
  std::set<std::string> usual;
  for (const auto& [label, with] : count) {
    if (2 * with >= all) usual.insert(label);
  }
  return usual;
}

std::vector<Place> check_route(const MonitoringSubject& subject) {
  std::vector<Place> places;
  if (subject.facts.alerts_relabelled) return places;
  const auto routed = labels_of_routes(subject);
  const auto usual = usual_labels(subject);
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts() || is_told_by_name(subject, rule)) continue;
    const auto& tree = rule.expr;
    // A dead man's switch is no team's: it shows whoever gets it that alerts come through at all.
    if (tree && is_constant(*tree)) continue;
    for (const auto& [label, receiver] : routed) {
      const bool set =
          rule.read.rule.labels.count(label) > 0 || subject.external_labels.count(label) > 0;
      if (set || !tree || may_carry(*tree, label) || !usual.contains(label)) continue;
      places.push_back(place_of_rule(
          rule,
          fmt::format("it has no label {}, by which alerts find their way ({}): it goes to {}",
                      label, receiver, subject.facts.routes[0].receiver)));
      break;
    }
  }
  return places;
}

}  // namespace

MonitoringRule template_label_lost() {
  return {{.id = "monitoring/template-label-lost",
           .severity = Severity::warning,
           .title = "A page speaks of a label that the expression has aggregated away",
           .why = "sum(), or sum by (…), keeps only the labels that it names. The annotation then "
                  "reads \"server <no value> is down\", and who is woken must find out which.",
           .incident = "",
           .fix = "Name the label in `by`, or leave it out of the text.",
           .bad = "expr: sum by (job) (rate(errors_total[5m])) > 1\n"
                  "annotations: { summary: \"{{ $labels.instance }} fails\" }",
           .good = "expr: sum by (job, instance) (rate(errors_total[5m])) > 1",
           .topic = Topic::alert_rules},
          check_template};
}

MonitoringRule unroutable() {
  return {{.id = "monitoring/unroutable",
           .severity = Severity::warning,
           .title = "An alert lacks a label by which the routes choose",
           .why = "No team's route takes it: it ends at the root's receiver, which is nobody's "
                  "channel in particular, at three in the morning.",
           .incident = "",
           .fix = "Give the rule the label, or keep it in the expression's `by`.",
           .bad = "labels: { severity: page }            # routes: team=\"auth\"",
           .good = "labels: { severity: page, team: auth }",
           .topic = Topic::notifications},
          check_route};
}

}  // namespace misfire::monitoring_audit
