// Everything that reads a time: durations, instants, times of the week, the balancers' times.
#include <cmath>

#include "balancer/haproxy/timers.hpp"
#include "balancer/nginx/timers.hpp"
#include "balancer/scaling.hpp"
#include "base/duration.hpp"
#include "monitor/mute_times.hpp"
#include "monitor/promql_scale.hpp"
#include "monitor/rfc3339.hpp"
#include "property.hpp"
#include "scenario/week_time.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void times(std::string_view text) {
  if (const auto duration = parse_duration(text)) {
    require(duration->value.count() >= 0, "a duration is not negative");
    const auto again = parse_duration(format_duration(*duration));
    require(again && *again == *duration, "a duration is the same after formatting");
    require(!human_duration(*duration).empty(), "a duration has words");
    const auto scaled = parse_duration(scaled_duration(*duration, 30));
    require(scaled.has_value(), "a scaled duration is one");
    require((scaled->value.count() == 0) == (duration->value.count() == 0),
            "only zero is scaled to zero");
  }
  if (const auto time = parse_haproxy_time(text)) {
    require(time->count() >= 0, "a time of HAProxy's is not negative");
    const auto again = parse_haproxy_time(haproxy_time(*time));
    require(again && *again >= *time && *again - *time < std::chrono::milliseconds(1),
            "a time of HAProxy's is rounded up to milliseconds");
  }
  if (const auto time = parse_nginx_time(text)) {
    require(time->count() >= 0, "a time of nginx's is not negative");
    const auto again = parse_nginx_time(time_text(*time));
    require(again && *again == *time, "a time of nginx's is whole milliseconds");
  }
  static_cast<void>(parse_rfc3339(text));
  // What a scenario file may say is what the mute times understand, if the machine has the zone.
  const auto instant = scenario_instant(std::string(text));
  const bool valid = check_week_time(std::string(text)).has_value();
  if (instant) require(valid, "an instant is understood only where the scenario may say it");
}

}  // namespace misfire::fuzz
