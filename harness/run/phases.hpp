// Where the wall time of a run went.
#pragma once

#include <map>
#include <string>

#include "base/files.hpp"
#include "history/history.hpp"

namespace misfire {

/// Seconds of wall time by phase, from the history.
std::map<std::string, double> wall_by_phase(const History&);
/// Seconds beyond the scenario's own phases (baseline, fault, recovery).
double overhead_of(const std::map<std::string, double>& wall_by_phase);
/// `versions` of a report.json; empty when there is none.
std::map<std::string, std::string> versions_in_report(const fs::path& report);

}  // namespace misfire
