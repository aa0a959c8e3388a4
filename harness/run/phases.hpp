// Where the wall time of a run went.
#pragma once

#include <map>
#include <string>

#include "base/files.hpp"
#include "history/history.hpp"
#include "report/report.hpp"

namespace misfire {

/// Seconds of wall time by phase, from the history.
std::map<std::string, double> wall_by_phase(const History&);
/// Seconds beyond the scenario's own phases (baseline, fault, recovery), and of a baseline that
/// lasted longer than it had to, in seconds.
double overhead_of(const std::map<std::string, double>& wall_by_phase, double baseline);
/// Of them, seconds from a ready Prometheus to the baseline, in which it finds and scrapes every
/// target, and at the end of the baseline, until it finds Alertmanager after its reload: discovery
/// is throttled to 5 s (discovery/manager.go, updatert), which no option changes.
double unavoidable_wait(const History&, double baseline);
/// What an earlier report.json tells beyond plan and history; nothing when there is none.
void recall(RunFacts&, const fs::path& report);

}  // namespace misfire
