// What a run shows: report.json and the terminal summary.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"
#include "judge/judgement.hpp"

namespace misfire {

struct Comparison;

/// Which runs' times a distribution is made of.
enum class TimesOf {
  valid_runs,  ///< an invalid run proves nothing: it is counted, and its times are not
  all_runs,    ///< of replays: what came is certain, whatever else could not be told
};

/// Facts about the run that neither plan nor history hold.
struct RunFacts {
  fs::path folder;
  std::string system;                           ///< its file, as the command named it
  std::map<std::string, std::string> versions;  ///< program → version
  std::map<std::string, std::string> images;    ///< of containers: image → its digest
  int phase = 0;                                ///< `--phase`
  std::map<std::string, double> wall_s;         ///< where the wall time went, by phase
  std::map<std::string, std::string> runbooks;  ///< alert → its annotation `runbook_url`
  double overhead_s = 0;                        ///< wall time beyond the scenario's own phases
  double unavoidable_s = 0;  ///< of it: Prometheus finds what it is told no earlier than it does
};

/// report.json (schema misfire.run/1), as in DESIGN.md, "Files that users see".
std::string run_report_json(const Plan&, const History&, const Judgement&, const RunFacts&);

/// What stands for the report.json of a scenario that did not run: invalid, with the errors as its
/// reasons.
std::string not_run_json(const std::string& scenario, const std::string& system, const Errors&);

/// A report.json with `tries`, and in `earlier_tries` what became of those before (theirs).
std::string with_tries(const std::string& report, const std::vector<std::string>& earlier);

/// {"schema": "misfire.suite/1", "verdict": …, "runs": […]} from runs' report.json texts.
/// `of_none`: what no run at all proves. The comparison with an earlier suite may be null.
std::string suite_json(const std::vector<std::string>& run_reports,
                       Verdict of_none = Verdict::invalid, const Comparison* = nullptr,
                       TimesOf = TimesOf::valid_runs);
/// fail beats invalid beats pass; unsupported counts as passed.
Verdict suite_verdict(const std::vector<Verdict>&);

/// One run of a suite in a line: "fail  feb-18-weight-skew: …".
struct SuiteLine {
  std::string scenario;
  Verdict verdict = Verdict::invalid;
  std::string headline;
  bool operator==(const SuiteLine&) const = default;
};

struct TerminalStyle {
  bool colour = false;
  int width = 80;
};
/// A suite of several runs, after their reports; those that came to the same are told once.
std::string suite_text(const std::vector<SuiteLine>&, TerminalStyle);
std::string run_report_text(const Plan&, const History&, const Judgement&, const RunFacts&,
                            TerminalStyle);

}  // namespace misfire
