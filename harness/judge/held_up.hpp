// Did the machine keep the pace for the parts, or did some of them stand still for want of a
// processor? Then failed logins and late alerts may be the machine's doing. Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/evidence.hpp"

namespace misfire {

/// One reason for each stretch of the run (before, while and after the fault lasted) in which parts
/// were held up.
std::vector<std::string> held_up(const Evidence&, const History&);

}  // namespace misfire
