// [monitoring.tested] of a system file: which scenario shows that an alert of this system works.
// Scenarios ask for symptoms and causes, whatever an alert is called, so that they fit every
// system; where two alerts say the same, nobody would miss one of them without this. Part of
// parse_system.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"
#include "scenario/toml_reader.hpp"

namespace misfire {

struct TestedAlert {
  std::string alert;     ///< its name
  std::string by;        ///< a scenario's name, which need not be in the suite
  ModelDuration within;  ///< from the scenario's first fault until somebody is told
  std::optional<ModelDuration> not_before;  ///< nobody may be told so soon
  std::string quiet_in;  ///< a scenario in which nobody may be told, "": none is named
  Position where;
};

/// Neither is looked up: an alert that was deleted is what the scenario is to find out.
std::vector<TestedAlert> read_tested(TableReader& monitoring);

/// What the scenario is to show becomes an expectation like its own.
void expect_tested(const std::vector<TestedAlert>&, Scenario&);

}  // namespace misfire
