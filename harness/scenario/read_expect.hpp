// [expect] of a scenario file: impact, alert, blame, quiet, recovery. Part of parse_scenario.
#pragma once

#include "scenario/scenario.hpp"
#include "scenario/toml_reader.hpp"

namespace misfire {

/// Fills the scenario's expectations; its faults are read already (`within.from` names them).
void read_expect(TableReader& root, Scenario&);

}  // namespace misfire
