#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "base/duration.hpp"

namespace misfire::monitoring_audit {
namespace {

bool is_emptied(const YamlTree* group_by) {
  return group_by != nullptr && group_by->is_sequence() && group_by->items.empty();
}

bool some_are_grouped(const MonitoringSubject& subject) {
  return std::any_of(subject.facts.routes.begin(), subject.facts.routes.end(),
                     [](const Route& route) { return !route.group_by.empty(); });
}

/// The root, or below it an empty list.
std::vector<Place> check_one_group(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < subject.routes.size(); ++i) {
    const YamlTree& tree = *subject.routes[i].tree;
    const YamlTree* own = tree.find("group_by");
    const bool emptied = is_emptied(own);
    if (!emptied && (i > 0 || own != nullptr || some_are_grouped(subject))) continue;
    const Route& route = subject.facts.routes[i];
    // Below the root it says nothing that is not said of the root.
    if (i > 0 && route.group_by.empty() && !some_are_grouped(subject)) continue;
    const std::string message =
        route.group_by.empty()
            ? fmt::format(
                  "all alerts here are one group: one that fires while another does waits "
                  "up to {}, and its page has both",
                  format_duration(route.group_interval))
            : fmt::format(
                  "an empty list: what stands above holds ({}) until Alertmanager 0.30; "
                  "from 0.31 on all alerts here are one group",
                  fmt::join(route.group_by, ", "));
    places.push_back(own == nullptr ? place_at(tree, "receiver", message)
                                    : place_of_key(*own, message));
  }
  return places;
}

std::vector<Place> check_each_alone(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRoute& route : subject.routes) {
    const YamlTree* own = route.tree->find("group_by");
    if (own == nullptr || own->items.empty() || own->items[0].text != "...") continue;
    places.push_back(place_of_key(
        *own, "every series is a notification of its own: one rack that fails is a hundred pages"));
  }
  return places;
}

std::vector<Place> check_repeat(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < subject.routes.size(); ++i) {
    const AuditedRoute& route = subject.routes[i];
    const ModelDuration group = subject.facts.routes[i].group_interval;
    const bool own = route.tree->find("repeat_interval") || route.tree->find("group_interval");
    if (!own || route.repeat_interval >= group) continue;
    const char* key = route.tree->find("repeat_interval") ? "repeat_interval" : "group_interval";
    places.push_back(
        place_at(*route.tree, key,
                 fmt::format("repeats are sent when the group's turn comes, every {}: not every {}",
                             format_duration(group), format_duration(route.repeat_interval))));
  }
  return places;
}

/// A page that waits so long for company, waits for too long.
constexpr ModelDuration kLongWait{std::chrono::minutes(2)};

std::vector<Place> check_wait(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < subject.routes.size(); ++i) {
    const YamlTree* own = subject.routes[i].tree->find("group_wait");
    const ModelDuration wait = subject.facts.routes[i].group_wait;
    if (own == nullptr || wait <= kLongWait) continue;
    places.push_back(place_of_value(
        *own, fmt::format("the first notification of every group waits {} for others to join it",
                          format_duration(wait))));
  }
  return places;
}

}  // namespace

MonitoringRule one_group_for_all() {
  return {{.id = "monitoring/one-group-for-all",
           .severity = Severity::warning,
           .title = "All alerts share one group",
           .why = "Without group_by everything is one group. Its first alert goes out after "
                  "group_wait, and each further one only at its next turn: a ticket that fires for "
                  "days delays the real page by group_interval.",
           .incident = "",
           .fix = "group_by: [alertname, team] at the root.",
           .bad = "route: { receiver: ops }",
           .good = "route: { receiver: ops, group_by: [alertname, team] }",
           .topic = Topic::notifications},
          check_one_group};
}

MonitoringRule each_alert_alone() {
  return {{.id = "monitoring/each-alert-alone",
           .severity = Severity::note,
           .title = "group_by: ['...'] sends every alert by itself",
           .why = "One cause fires for each of its instances, paths and codes. Who is woken sees a "
                  "flood, and the one alert that names the cause is somewhere in it.",
           .incident = "",
           .fix = "Group by what one person would act on: [alertname, cluster].",
           .bad = "group_by: ['...']",
           .good = "group_by: [alertname, cluster]",
           .topic = Topic::notifications},
          check_each_alone};
}

MonitoringRule repeats_too_soon() {
  return {{.id = "monitoring/repeats-too-soon",
           .severity = Severity::note,
           .title = "repeat_interval is shorter than group_interval",
           .why = "A group is looked at every group_interval, and only then is a repetition sent. "
                  "The shorter interval that is written here has never been kept.",
           .incident = "",
           .fix = "A multiple of group_interval.",
           .bad = "group_interval: 5m\nrepeat_interval: 1m",
           .good = "group_interval: 1m\nrepeat_interval: 5m",
           .topic = Topic::notifications},
          check_repeat};
}

MonitoringRule waits_for_company() {
  return {
      {.id = "monitoring/waits-for-company",
       .severity = Severity::warning,
       .title = "A long group_wait delays every first page",
       .why = "group_wait is added to every alert that begins a group: to all pages that matter. "
              "With 5 m nobody can know within five minutes, whatever the rules say.",
       .incident = "",
       .fix = "30 s or less for pages; longer on the routes of tickets, and group_interval for "
              "what comes later.",
       .bad = "group_wait: 5m",
       .good = "group_wait: 30s",
       .topic = Topic::notifications},
      check_wait};
}

}  // namespace misfire::monitoring_audit
