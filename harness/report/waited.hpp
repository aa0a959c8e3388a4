// An alert that was pending when the fault came: the fault did not begin it, so that it has no time
// to pending, and none from there. Pure.
#pragma once

#include <string>

#include "judge/judgement.hpp"

namespace misfire {

/// "it was pending before the fault"; "" of any other alert.
std::string waited_text(const AlertOutcome&);

}  // namespace misfire
