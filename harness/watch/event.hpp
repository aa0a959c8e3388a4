// A change that a watch noticed: one line of its log. Pure.
#pragma once

#include <optional>
#include <string>

#include "watch/drifts.hpp"

namespace misfire::watch {

struct Event {
  Instant at = {};
  std::string name;  ///< "drift-began", "drift-ended", "away", "back", "approved", …
  std::string text;  ///< for people
  std::optional<Drift> drift = {};
};

/// "2026-11-26T20:40:01.250Z drift began: auth/auth1: weight is 50, 100 in the file"
std::string line_of(const Event&);
/// One JSON object on one line: at, event, text, and of a drift pool, server, kind, against,
/// running, file, approved, since.
std::string json_line_of(const Event&);

}  // namespace misfire::watch
