// Mute time intervals: the first line is the scenario's time, the rest an interval in YAML.
#include "monitor/mute_times.hpp"

#include "monitoring.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void mute_times(std::string_view input) {
  const std::string at = take_line(input);
  const auto instant = scenario_instant(at);
  if (!instant) require(!instant.error().message.empty(), "an error says what is wrong");
  const auto tree = parse_yaml(input, "intervals.yml");
  if (!tree) return require_place(tree.error(), "intervals.yml", input);
  const auto when = instant.value_or(std::chrono::sys_seconds(std::chrono::seconds(1704067200)));
  const auto ruling = rule_interval(*tree, when);
  if (!ruling) return require_places(ruling.error(), "intervals.yml", input);
  const auto again = parse_yaml(emit_yaml(*tree), "intervals.yml");
  require(again.has_value(), "what is written is YAML");
  const auto same = rule_interval(*again, when);
  require(same && same->holds == ruling->holds && same->needs_date == ruling->needs_date,
          "an interval holds as before when it is written anew");
}

}  // namespace misfire::fuzz
