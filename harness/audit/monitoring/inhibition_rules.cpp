#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "audit/monitoring/expression.hpp"
#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/route_matchers.hpp"

namespace misfire::monitoring_audit {
namespace {

/// One side of an inhibition, in the newer form or the older.
RouteMatchers side(const YamlTree& rule, const std::string& name) {
  YamlTree as_route = YamlTree::map();
  for (const auto& [suffix, key] :
       {std::pair("_matchers", "matchers"), {"_match", "match"}, {"_match_re", "match_re"}}) {
    if (const YamlTree* part = rule.find(name + suffix)) as_route.set(key, *part);
  }
  return matchers_of_route(as_route);
}

Place place_of_side(const YamlTree& rule, const std::string& name, std::string message) {
  for (const char* suffix : {"_matchers", "_match", "_match_re"}) {
    if (const YamlTree* part = rule.find(name + suffix))
      return place_of_key(*part, std::move(message));
  }
  return place_of_value(rule, std::move(message));
}

/// Of a label that neither the rule nor its expression can bring; nothing where it is not known.
std::optional<std::string> external_label(const MonitoringSubject& subject,
                                          const std::string& name) {
  const auto found = subject.external_labels.find(name);
  if (found == subject.external_labels.end()) return "";
  // Prometheus may expand environment variables in it.
  if (found->second.find('$') != std::string::npos) return {};
  return found->second;
}

/// What is known of an alert's labels: those that nothing can bring are not there.
bool may_fit(const MonitoringSubject& subject, const AuditedRule& rule, const RouteMatchers& side) {
  std::map<std::string, std::string> known = {{"alertname", rule.read.rule.name}};
  const auto& tree = rule.expr;
  for (const Matcher& matcher : side.matchers) {
    const auto label = rule.read.rule.labels.find(matcher.label);
    if (label != rule.read.rule.labels.end()) {
      if (label->second.find("{{") == std::string::npos) known[matcher.label] = label->second;
    } else if (tree && matcher.label != "alertname" && !may_carry(*tree, matcher.label)) {
      if (auto value = external_label(subject, matcher.label)) known[matcher.label] = *value;
    }
  }
  return may_match(side.matchers, known);
}

template <class See>
void each_inhibition(const MonitoringSubject& subject, const See& see) {
  const YamlTree* rules =
      subject.alertmanager ? subject.alertmanager->find("inhibit_rules") : nullptr;
  if (rules == nullptr) return;
  for (const YamlTree& rule : rules->items) {
    if (rule.is_map()) see(rule);
  }
}

std::vector<Place> check_ever(const MonitoringSubject& subject) {
  std::vector<Place> places;
  each_inhibition(subject, [&](const YamlTree& inhibition) {
    const RouteMatchers source = side(inhibition, "source");
    if (!source.readable || source.matchers.empty()) return;
    for (const AuditedRule& rule : subject.rules) {
      const auto& tree = rule.expr;
      if (!rule.alerts() || !tree || !is_constant(*tree)) continue;
      if (!may_fit(subject, rule, source)) continue;
      places.push_back(place_of_side(
          inhibition, "source",
          fmt::format("{} always fires: its targets are never told of", rule.read.rule.name)));
      return;
    }
  });
  return places;
}

std::vector<Place> check_all(const MonitoringSubject& subject) {
  std::vector<Place> places;
  each_inhibition(subject, [&](const YamlTree& inhibition) {
    const YamlTree* equal = inhibition.find("equal");
    if (equal != nullptr && !equal->items.empty()) return;
    const auto names = [](const RouteMatchers& matchers) {
      return !matchers.readable ||
             std::any_of(matchers.matchers.begin(), matchers.matchers.end(),
                         [](const Matcher& one) {
                           return one.label == "alertname" && one.op == Matcher::Op::equal;
                         });
    };
    if (names(side(inhibition, "source")) || names(side(inhibition, "target"))) return;
    places.push_back(
        place_of_side(inhibition, "target",
                      "without `equal` any such source, wherever it is, silences all of "
                      "these"));
  });
  return places;
}

std::vector<Place> check_never(const MonitoringSubject& subject) {
  std::vector<Place> places;
  if (!subject.all_rules_known() || subject.facts.alerts_relabelled) return places;
  each_inhibition(subject, [&](const YamlTree& inhibition) {
    for (const char* name : {"source", "target"}) {
      const RouteMatchers matchers = side(inhibition, name);
      const bool some =
          !matchers.readable ||
          std::any_of(subject.rules.begin(), subject.rules.end(), [&](const AuditedRule& rule) {
            return rule.alerts() && may_fit(subject, rule, matchers);
          });
      if (some) continue;
      places.push_back(place_of_side(
          inhibition, name, fmt::format("no alert of the rule files can be its {}", name)));
      break;
    }
  });
  return places;
}

std::vector<Place> check_resolved(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const auto& [name, receiver] : subject.receivers) {
    for (const char* kind : {"pagerduty_configs", "opsgenie_configs", "victorops_configs"}) {
      const YamlTree* list = receiver->find(kind);
      const YamlTree none;
      for (const YamlTree& one : (list ? *list : none).items) {
        if (one.get("send_resolved") != "false") continue;
        places.push_back(
            place_at(one, "send_resolved",
                     fmt::format("incidents of {} stay open when all is well again", name)));
      }
    }
  }
  return places;
}

}  // namespace

MonitoringRule inhibited_for_ever() {
  return {{.id = "monitoring/inhibited-for-ever",
           .severity = Severity::error,
           .title = "An alert that always fires inhibits others",
           .why = "What its targets say is never sent, on any day. They are red in Prometheus, and "
                  "nobody is told.",
           .incident = "",
           .fix = "Name the sources that are meant; leave Watchdog out of severity matchers.",
           .bad = "- source_matchers: [team=\"monitoring\"]   # Watchdog is of that team\n"
                  "  target_matchers: [component=\"monitoring\"]",
           .good = "- source_matchers: [alertname=\"PrometheusDown\"]\n"
                   "  target_matchers: [component=\"monitoring\"]",
           .topic = Topic::notifications},
          check_ever};
}

MonitoringRule inhibits_everything() {
  return {{.id = "monitoring/inhibits-everything",
           .severity = Severity::warning,
           .title = "An inhibition without `equal`",
           .why = "One critical alert of any team, cluster or service silences the warnings of all "
                  "others, for as long as it is open. The second outage of the day has no alert.",
           .incident = "",
           .fix = "equal: what source and target have in common when one explains the other.",
           .bad = "- source_matchers: [severity=\"critical\"]\n"
                  "  target_matchers: [severity=\"warning\"]",
           .good = "- source_matchers: [severity=\"critical\"]\n"
                   "  target_matchers: [severity=\"warning\"]\n"
                   "  equal: [alertname, cluster, service]",
           .topic = Topic::notifications},
          check_all};
}

MonitoringRule inhibition_without_alert() {
  return {
      {.id = "monitoring/inhibition-without-alert",
       .severity = Severity::note,
       .title = "An inhibition whose source or target no rule makes",
       .why = "The alert was renamed, and the inhibition was not: the storm that it held back is "
              "no longer held back.",
       .incident = "",
       .fix = "The alert's present name, or delete the inhibition.",
       .bad = "- source_matchers: [alertname=\"BackendDwon\"]",
       .good = "- source_matchers: [alertname=\"BackendDown\"]",
       .topic = Topic::notifications},
      check_never};
}

MonitoringRule pager_never_resolves() {
  return {
      {.id = "monitoring/pager-never-resolves",
       .severity = Severity::warning,
       .title = "send_resolved: false on a pager",
       .why = "An incident stays open until a person closes it. While it is open, the same alert "
              "opens no other: the next outage does not page.",
       .incident = "",
       .fix = "Leave send_resolved at its default of true for pagers.",
       .bad = "pagerduty_configs:\n  - routing_key_file: …\n    send_resolved: false",
       .good = "pagerduty_configs:\n  - routing_key_file: …",
       .topic = Topic::notifications},
      check_resolved};
}

}  // namespace misfire::monitoring_audit
