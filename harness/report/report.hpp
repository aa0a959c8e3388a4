// What a run shows: report.json and the terminal summary.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "judge/judgement.hpp"

namespace misfire {

/// Facts about the run that neither plan nor history hold.
struct RunFacts {
  fs::path folder;
  std::map<std::string, std::string> versions;  ///< program → version
  std::map<std::string, double> wall_s;         ///< where the wall time went, by phase
  double overhead_s = 0;                        ///< wall time beyond the scenario's own phases
};

/// report.json (schema misfire.run/1), as in DESIGN.md, "Files that users see".
std::string run_report_json(const Plan&, const History&, const Judgement&, const RunFacts&);

/// {"schema": "misfire.suite/1", "verdict": …, "runs": […]} from runs' report.json texts.
std::string suite_json(const std::vector<std::string>& run_reports);
/// fail beats invalid beats pass; unsupported counts as passed.
Verdict suite_verdict(const std::vector<Verdict>&);

struct TerminalStyle {
  bool colour = false;
  int width = 80;
};
std::string run_report_text(const Plan&, const History&, const Judgement&, const RunFacts&,
                            TerminalStyle);

}  // namespace misfire
