// Notifications that no expectation explains: those that make a run fail, those that prove nothing,
// and those that are only told ("also notified").
#pragma once

#include "judge/evidence.hpp"

namespace misfire {

struct Unexplained {
  std::vector<ExpectationOutcome> failures;  ///< kind "unexplained", one an alert and receiver
  std::vector<std::string> untellable;       ///< failures of rules that prove nothing in this run
  std::vector<std::string> unproved;         ///< failures unless the own team was yet told as well
  std::vector<std::string> also_notified;
};
Unexplained unexplained(const Evidence&);

}  // namespace misfire
