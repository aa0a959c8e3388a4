// Independent records of the same thing must agree: ticks and logins.bin on the logins;
// Prometheus's samples, what it sent and what receivers got on the alerts; Alertmanager's own count
// on the notifications. And each must be there: what nobody read cannot show that nothing happened.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/evidence.hpp"

namespace misfire {

/// The true reasons; empty for a history whose records agree.
std::vector<std::string> disagreements(const Evidence&, const History&);

/// Receivers of which only the observer told: a pass cannot be built on their silence.
std::vector<std::string> lost_flushes(const Evidence&);

}  // namespace misfire
