// Two suites side by side: what the second misses, delays or falsely pages that the first did not.
// Live runs and replays alike. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/rule_changes.hpp"
#include "report/report.hpp"
#include "run/run.hpp"

namespace misfire {

/// What weighs how much. Only the first makes a comparison red.
enum class Weight {
  regression,   ///< missed, or paged falsely, what was not before
  untold,       ///< known before, and not any longer
  change,       ///< earlier, later, to somebody else as well
  improvement,  ///< the reverse of a regression
};
const char* to_string(Weight);

struct Difference {
  Weight weight = Weight::change;
  std::string kind;   ///< "missed", "caught", "later", "earlier", "new page", "page gone", …
  std::string about;  ///< the alert, or the expectation's kind
  std::string text;   ///< one sentence
  /// Of an alert that is later or earlier, seconds of model time; by stage, before and now.
  std::optional<double> shift_s;
  struct Stage {
    std::string name;
    std::optional<double> before_s, now_s;  ///< after the fault
  };
  std::vector<Stage> stages;
};

struct ScenarioComparison {
  std::string scenario;
  Verdict before = Verdict::invalid, now = Verdict::invalid;
  std::vector<Difference> differences;  ///< what weighs most first
  Weight weight() const;                ///< the greatest; `change` without any
};

/// A scenario of which one of the two suites, or both, could not be read or replayed.
struct NotCompared {
  std::string scenario, why;
};

struct SuiteComparison {
  std::vector<ScenarioComparison> scenarios;
  std::vector<std::string> only_before, only_now;  ///< scenarios without a counterpart
  std::vector<NotCompared> not_compared;
  std::vector<RuleChange> rules;  ///< each once, of those that ran on the same system
  int count(Weight) const;        ///< scenarios
};

ScenarioComparison compare_runs(const RunResult& before, const RunResult& now);
/// Runs of the same recording belong together, however often it was replayed; else those of the
/// same scenario, in their order, the same system first and the invalid ones last.
SuiteComparison compare_suites(const std::vector<RunResult>& before,
                               const std::vector<RunResult>& now);

std::string suite_comparison_text(const SuiteComparison&, TerminalStyle);
/// For a pull request.
std::string suite_comparison_markdown(const SuiteComparison&);
/// One self-contained file of HTML.
std::string suite_comparison_page(const SuiteComparison&);
/// Schema misfire.compare/1.
std::string suite_comparison_json(const SuiteComparison&);

}  // namespace misfire
