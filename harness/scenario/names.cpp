// The words of files and reports for enums.
#include "scenario/scenario.hpp"
#include "scenario/system.hpp"

namespace misfire {

const char* to_string(ScenarioKind kind) {
  switch (kind) {
    case ScenarioKind::fault:
      return "fault";
    case ScenarioKind::twin:
      return "twin";
    case ScenarioKind::decoy:
      return "decoy";
  }
  return "?";
}

const char* to_string(JobRole role) {
  switch (role) {
    case JobRole::balancer:
      return "balancer";
    case JobRole::balancer_log:
      return "balancer-log";
    case JobRole::backends:
      return "backends";
    case JobRole::store:
      return "store";
    case JobRole::probe:
      return "probe";
    case JobRole::prometheus:
      return "prometheus";
    case JobRole::alertmanager:
      return "alertmanager";
  }
  return "?";
}

}  // namespace misfire
