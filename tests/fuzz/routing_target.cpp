// alertmanager.yml as the model of Alertmanager reads it: an alert always ends somewhere, and the
// simulation comes to an end.
#include "monitor/mute_times.hpp"
#include "property.hpp"
#include "replay/alertmanager_model.hpp"
#include "replay/routing_tree.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void routing(std::string_view yaml) {
  using namespace std::chrono_literals;
  static const auto at = scenario_instant("Tue 14:00 UTC").value();
  const auto tree = parse_yaml(yaml, "alertmanager.yml");
  if (!tree) return require_place(tree.error(), "alertmanager.yml", yaml);
  const auto read = read_routing(*tree, at);
  if (!read) return require_places(read.error(), "alertmanager.yml", yaml);

  const auto again = parse_yaml(emit_yaml(*tree), "alertmanager.yml");
  require(again.has_value(), "what is written is YAML");
  require(read_routing(*again, at) == *read, "it reads the same when it is written anew");

  const Labels labels = {{"alertname", "A"}, {"severity", "page"}, {"team", "auth"}};
  require(!ends_of(read->root, labels).empty(), "the root takes what nobody else does");
  const Instant start = from_nanos(1'700'000'000'000'000'000);
  AlertmanagerOptions options;
  options.started = start;
  options.until = start + 1s;
  const auto told = simulate_alertmanager(*read,
                                          {{start + 1ms, {{labels, {}, start - 10min, {}}}},
                                           {start + 500ms, {{labels, {}, start, start + 400ms}}}},
                                          options);
  for (const Notification& one : told.notifications) {
    require(one.at >= start && one.at <= options.until + options.delivery, "it is told in time");
    require(!one.fact.alerts.empty(), "and of something");
  }
}

}  // namespace misfire::fuzz
