#include "audit/rule.hpp"

namespace misfire {

const char* to_string(Topic topic) {
  switch (topic) {
    case Topic::none:
      return "Other";
    case Topic::servers:
      return "The pool's servers";
    case Topic::weights:
      return "Weights";
    case Topic::stickiness:
      return "Hashing and stickiness";
    case Topic::health:
      return "Health checks";
    case Topic::timeouts:
      return "Timeouts";
    case Topic::limits:
      return "Limits";
    case Topic::retries:
      return "Retries";
    case Topic::routing:
      return "Routing";
    case Topic::masking:
      return "Masked failures";
    case Topic::tls:
      return "TLS";
    case Topic::exposure:
      return "What others can reach";
    case Topic::metrics:
      return "Metrics";
    case Topic::logs:
      return "Logs";
    case Topic::operation:
      return "Operation and upgrades";
    case Topic::alert_rules:
      return "Alert rules";
    case Topic::notifications:
      return "Notifications";
    case Topic::suppressions:
      return "Suppressions";
  }
  return "?";
}

}  // namespace misfire
