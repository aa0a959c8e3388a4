#include "history/facts.hpp"
#include "history/logins.hpp"

namespace misfire {

const char* to_string(Phase phase) {
  switch (phase) {
    case Phase::start:
      return "start";
    case Phase::fill:
      return "fill";
    case Phase::baseline:
      return "baseline";
    case Phase::fault:
      return "fault";
    case Phase::recovery:
      return "recovery";
    case Phase::collect:
      return "collect";
    case Phase::stop:
      return "stop";
  }
  return "?";
}

const char* to_string(AlertPhase phase) {
  switch (phase) {
    case AlertPhase::pending:
      return "pending";
    case AlertPhase::firing:
      return "firing";
    case AlertPhase::inactive:
      return "inactive";
  }
  return "?";
}

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
      return "ok";
    case Outcome::wrong_body:
      return "wrong body";
    case Outcome::denied:
      return "denied";
    case Outcome::client_error:
      return "client error";
    case Outcome::unavailable:
      return "unavailable";
    case Outcome::server_error:
      return "server error";
    case Outcome::refused:
      return "refused";
    case Outcome::broken:
      return "broken";
    case Outcome::timeout:
      return "timeout";
  }
  return "?";
}

}  // namespace misfire
