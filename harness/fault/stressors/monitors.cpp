// Programs that watch the service are gone: what the stressors of the monitoring share.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {

const char* part_of(Monitor monitor) {
  switch (monitor) {
    case Monitor::exporter:
      return "nginx-exporter";
    case Monitor::log_exporter:
      return "mtail";
    case Monitor::alertmanager:
      return "alertmanager";
    case Monitor::probe:
      break;
  }
  return "blackbox";
}

Shown monitors_gone(const Sight& sight) {
  Shown shown{!sight.monitors.empty(), {}};
  for (const MonitorSeen& one : sight.monitors) {
    const bool gone = !one.ended.empty() && !one.runs && one.health == Health::refuses;
    shown.evidence.push_back(
        gone ? fmt::format("{} ended {}, and its port refuses connections", one.name, one.ended)
             : fmt::format("{} is still there", one.name));
    const bool scraped = one.scrape && one.scrape->empty();
    if (one.scrape) {
      shown.evidence.push_back(
          scraped ? fmt::format("Prometheus still scrapes what it exports")
                  : fmt::format("Prometheus cannot scrape what it exports: {}", *one.scrape));
    }
    shown.shown = shown.shown && gone && !scraped;
  }
  if (sight.monitors.empty()) shown.evidence.emplace_back("there is no such part");
  return shown;
}

}  // namespace misfire
