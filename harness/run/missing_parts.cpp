#include "run/missing_parts.hpp"

#include <fmt/format.h>

#include "fault/stressor.hpp"
#include "run/exporters.hpp"
#include "run/store_kind.hpp"

namespace misfire {
namespace {

/// "" where the system has it.
std::string missing(const System& system, Monitor monitor) {
  switch (monitor) {
    case Monitor::exporter:
      return scrapes_exporter(system) ? "" : "no job of the balancer goes to an exporter";
    case Monitor::log_exporter:
      return system.monitoring.mtail.empty() ? "nobody counts the balancer's log" : "";
    case Monitor::probe:
      return system.monitoring.blackbox.empty() ? "there is no probe" : "";
    case Monitor::alertmanager:
      break;
  }
  return "";
}

}  // namespace

std::string missing_part(const System& system, const PlannedFault& fault) {
  const Stressor* kind = find_stressor(fault.name);
  if (kind == nullptr) return "";
  if (kind->hold == Hold::store && system.backends.own) {
    return "the store of a service of your own is not known here";
  }
  if (kind->hold == Hold::store && !has_server(system)) {
    return "in this system each backend has its accounts in a file; with store = \"postgres\" "
           "they share a server";
  }
  if (kind->monitors == nullptr) return "";
  for (const Monitor monitor : kind->monitors(fault.params)) {
    const std::string what = missing(system, monitor);
    if (!what.empty()) return fmt::format("in this system {}", what);
  }
  return "";
}

}  // namespace misfire
