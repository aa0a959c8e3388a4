// [[fault]] of a scenario file. Part of parse_scenario.
#pragma once

#include <vector>

#include "scenario/catalogue.hpp"
#include "scenario/scenario.hpp"
#include "scenario/toml_reader.hpp"

namespace misfire {

std::vector<FaultSpec> read_faults(TableReader& root, const Catalogue&);

}  // namespace misfire
