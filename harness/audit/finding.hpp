// What an audit says about a file: one finding a place.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace misfire {

/// SARIF's levels. error: logins fail, or nobody would notice; warning: they will on a bad day;
/// note: good practice.
enum class Severity { error, warning, note };
const char* to_string(Severity);

/// What a rule's check finds: the place, and what is wrong there, with the figures.
struct Place {
  Position where;
  int end_column = 0;  ///< exclusive, on the same line; 0: to the end of the line
  std::string message;
  bool operator==(const Place&) const = default;
};

struct Finding {
  std::string rule;  ///< its id
  Severity severity = Severity::warning;
  Place place;
  std::string suppressed = {};  ///< the reason that a comment of the file gives; "": it counts
  bool operator==(const Finding&) const = default;
};

}  // namespace misfire
