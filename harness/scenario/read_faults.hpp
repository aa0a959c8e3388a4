// [[fault]] of a scenario file. Part of parse_scenario.
#pragma once

#include <vector>

#include "scenario/catalogue.hpp"
#include "scenario/scenario.hpp"
#include "scenario/toml_reader.hpp"

namespace misfire {

/// Those of the balancer, the backends and the load, and apart from them those of the monitoring's
/// files.
void read_faults(TableReader& root, const Catalogue&, Scenario&);

}  // namespace misfire
