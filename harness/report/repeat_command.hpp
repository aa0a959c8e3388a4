// The command that runs a scenario as it was run, to be copied into a shell. Pure.
#pragma once

#include <string>

#include "report/report.hpp"

namespace misfire {

/// "misfire run scenarios/weights/feb-18.toml --system fixtures/system.toml --speed 20 --seed 1".
std::string repeat_command(const Plan&, const RunFacts&);

}  // namespace misfire
