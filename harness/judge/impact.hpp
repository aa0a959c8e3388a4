// What the fault did to the logins, counted from logins.bin. Pure.
#pragma once

#include "judge/judgement.hpp"

namespace misfire {

/// Of the logins planned in [from, to). A login that no known server answered counts for "(none)".
Impact impact_of(const std::vector<Login>&, const std::vector<std::string>& servers, Instant from,
                 Instant to);

/// The same of those that are none of the plan's users'.
Impact::Flood flood_of(const std::vector<Login>&, Instant from, Instant to);

}  // namespace misfire
