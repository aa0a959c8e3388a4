#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "plan/routes.hpp"
#include "scenario/matcher.hpp"

namespace misfire::monitoring_audit {
namespace {

/// Where a route is looked for: its matchers, else its receiver.
Place place_of_route(const AuditedRoute& route, std::string message) {
  for (const char* key : {"matchers", "match", "match_re", "receiver"}) {
    if (const YamlTree* part = route.tree->find(key))
      return place_of_key(*part, std::move(message));
  }
  return place_of_value(*route.tree, std::move(message));
}

/// Whether every alert that fits `later` fits this matcher, too.
bool is_implied(const Matcher& matcher, const Route& later) {
  return std::any_of(later.matchers.begin(), later.matchers.end(), [&](const Matcher& one) {
    if (one == matcher) return true;
    return one.label == matcher.label && one.op == Matcher::Op::equal && !one.value.empty() &&
           matcher.matches({{one.label, one.value}});
  });
}

bool takes_all_of(const Route& earlier, const Route& later) {
  return earlier.readable && !earlier.goes_on &&
         std::all_of(earlier.matchers.begin(), earlier.matchers.end(),
                     [&](const Matcher& matcher) { return is_implied(matcher, later); });
}

std::vector<Place> check_shadowed(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (std::size_t later = 1; later < subject.routes.size(); ++later) {
    for (std::size_t earlier = 1; earlier < later; ++earlier) {
      if (subject.routes[earlier].parent != subject.routes[later].parent) continue;
      if (!takes_all_of(subject.facts.routes[earlier], subject.facts.routes[later])) continue;
      const YamlTree& first = *subject.routes[earlier].tree;
      places.push_back(place_of_route(
          subject.routes[later],
          fmt::format(
              "the route in line {} takes all of these alerts before, and does not continue: "
              "{} never gets one from here",
              first.line, subject.facts.routes[later].receiver)));
      break;
    }
  }
  return places;
}

/// Routes that alerts of these rules may end at, or pass through.
std::set<std::size_t> reached_routes(const MonitoringSubject& subject) {
  std::set<std::size_t> reached;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts()) continue;
    for (const Route* route : routes_of(subject.facts, rule.read.rule)) {
      std::size_t at = static_cast<std::size_t>(route - subject.facts.routes.data());
      while (reached.insert(at).second) at = subject.routes[at].parent;
    }
  }
  return reached;
}

std::vector<Place> check_without_alert(const MonitoringSubject& subject) {
  std::vector<Place> places;
  // Of files that were given one by one others may be missing.
  if (!subject.all_rules_known() || subject.routes.empty()) return places;
  const auto reached = reached_routes(subject);
  for (std::size_t i = 1; i < subject.routes.size(); ++i) {
    const bool above = reached.contains(subject.routes[i].parent);
    if (reached.contains(i) || !above) continue;
    places.push_back(place_of_route(
        subject.routes[i], fmt::format("no alert of the rule files finds its way to {} here",
                                       subject.facts.routes[i].receiver)));
  }
  return places;
}

std::vector<Place> check_unused(const MonitoringSubject& subject) {
  std::vector<Place> places;
  if (subject.routes.empty()) return places;
  std::set<std::string> used;
  for (const Route& route : subject.facts.routes) used.insert(route.receiver);
  for (const std::string& name : subject.facts.receivers) {
    if (used.contains(name)) continue;
    places.push_back(
        place_at(*subject.receivers.at(name), "name", fmt::format("no route leads to {}", name)));
  }
  return places;
}

/// Names of receivers that are meant to be silent.
bool is_meant_to_be_silent(const std::string& name) {
  static const std::set<std::string> kNames = {"null",    "blackhole", "black-hole", "none",
                                               "devnull", "discard",   "ignore",     "drop",
                                               "silent",  "noop",      "/dev/null"};
  return kNames.contains(name);
}

std::vector<Place> check_nobody(const MonitoringSubject& subject) {
  std::vector<Place> places;
  const auto& empty = subject.facts.empty_receivers;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts()) continue;
    const auto routes = routes_of(subject.facts, rule.read.rule);
    const bool nobody =
        !routes.empty() && std::all_of(routes.begin(), routes.end(), [&](auto* route) {
          // Below the root a receiver of that name is a decision.
          if (route->depth > 0 && is_meant_to_be_silent(route->receiver)) return false;
          return std::find(empty.begin(), empty.end(), route->receiver) != empty.end();
        });
    if (!nobody) continue;
    places.push_back(place_of_rule(
        rule, fmt::format("its labels lead to {}, which has no integration: nobody is told",
                          routes[0]->receiver)));
  }
  return places;
}

}  // namespace

MonitoringRule route_shadowed() {
  return {
      {.id = "monitoring/route-shadowed",
       .severity = Severity::error,
       .title = "An earlier route takes all alerts of this one",
       .why = "Alertmanager goes down the list and stops at the first route that fits, unless it "
              "says `continue: true`. The team below is never called, and amtool check-config "
              "finds nothing wrong.",
       .incident = "",
       .fix = "The more special route first; or continue: true on the earlier one, if both are "
              "to hear of it.",
       .bad = "- matchers: [severity=\"page\"]\n  receiver: ops\n"
              "- matchers: [severity=\"page\", team=\"auth\"]\n  receiver: auth-oncall",
       .good = "- matchers: [severity=\"page\", team=\"auth\"]\n  receiver: auth-oncall\n"
               "- matchers: [severity=\"page\"]\n  receiver: ops",
       .topic = Topic::notifications},
      check_shadowed};
}

MonitoringRule route_without_alert() {
  return {
      {.id = "monitoring/route-without-alert",
       .severity = Severity::note,
       .title = "No alert can take this route",
       .why = "A label is spelt otherwise in the rules, or the alerts were deleted. Whoever reads "
              "the routing believes that this team is told.",
       .incident = "",
       .fix = "Compare the matchers with the rules' labels. Where another Prometheus sends these "
              "alerts, say so in a comment.",
       .bad = "- matchers: [team=\"netops\"]   # the rules say network",
       .good = "- matchers: [team=\"network\"]",
       .topic = Topic::notifications},
      check_without_alert};
}

MonitoringRule receiver_unused() {
  return {{.id = "monitoring/receiver-unused",
           .severity = Severity::warning,
           .title = "No route leads to a receiver",
           .why = "Its team is told nothing. Often the route was lost in a merge, or names another "
                  "receiver that looks alike.",
           .incident = "",
           .fix = "Add the route, or delete the receiver.",
           .bad = "receivers:\n  - name: database-oncall   # and no route with it",
           .good = "routes:\n  - matchers: [team=\"database\"]\n    receiver: database-oncall",
           .topic = Topic::notifications},
          check_unused};
}

MonitoringRule tells_nobody() {
  return {
      {.id = "monitoring/tells-nobody",
       .severity = Severity::error,
       .title = "An alert ends at a receiver without an integration",
       .why = "The alert fires, Alertmanager shows it, and nothing is sent to anybody. The usual "
              "way there is a label that no route asks for, and a root that leads to nobody.",
       .incident = "",
       .fix = "Give the root a receiver that somebody reads; discard by a route of its own to a "
              "receiver named null.",
       .bad = "route: { receiver: default }\nreceivers: [ { name: default } ]",
       .good = "receivers:\n  - name: default\n    email_configs: [ { to: platform@example.com } ]",
       .topic = Topic::notifications},
      check_nobody};
}

}  // namespace misfire::monitoring_audit
