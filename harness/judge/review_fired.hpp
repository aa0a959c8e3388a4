// Which alerts fired in a run, whether or not anybody was told. Pure.
#pragma once

#include <set>
#include <string>

#include "judge/evidence.hpp"

namespace misfire {

/// Names of alerts that fired at any time since the baseline began; not those of rules that prove
/// nothing in this run.
std::set<std::string> fired_in(const Evidence&, const History&);

}  // namespace misfire
