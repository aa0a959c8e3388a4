#include "run/suite.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/headline.hpp"

namespace misfire {

std::string SuiteRun::name() const {
  return on_several_systems ? on_system(scenario, system) : scenario;
}

Suite::Suite(std::vector<SuiteRun> runs, fs::path junit_file) : junit_file_(std::move(junit_file)) {
  for (SuiteRun& run : runs) {
    Entry entry;
    entry.line = {run.name(), Verdict::invalid, "it did not run"};
    entry.junit = junit_not_run(run.name(), {}, SystemClock().now());
    entry.report = not_run_json(run.scenario, run.system,
                                {{ErrorCode::environment, "it did not run: the suite was ended"}});
    entry.reviewed = not_reviewed(run.scenario, run.system, "it did not run: the suite was ended");
    entry.run = std::move(run);
    entries_.push_back(std::move(entry));
  }
}

Result<void> Suite::write_junit() const {
  if (junit_file_.empty()) return {};
  if (junit_file_.has_parent_path()) {
    if (auto made = make_folder(junit_file_.parent_path()); !made) return made;
  }
  std::vector<JUnitSuite> suites;
  std::map<std::string, int> times;  // readers merge suites of one name
  for (const Entry& entry : entries_) {
    suites.push_back(entry.junit);
    std::string& name = suites.back().name;
    if (const int n = ++times[name]; n > 1) name += fmt::format(" ({})", n);
  }
  return write_file(junit_file_, junit_xml(suites));
}

Verdict Suite::add(std::size_t run, const Checked<RunResult>& result) {
  Entry& entry = entries_.at(run);
  if (std::exchange(entry.tried, true)) entry.earlier.push_back(std::move(entry.report));
  entry.errors.clear();
  if (result) {
    entry.run.scenario = result->plan.scenario.name;
    entry.line = {entry.run.name(), result->judgement.verdict,
                  headline(result->plan, result->judgement)};
    entry.junit = result->junit;
    entry.junit.name = entry.run.name();
    entry.report = result->report;
    entry.reviewed =
        reviewed(result->plan, result->history, result->judgement, result->facts.system);
  } else {
    entry.errors = result.error();
    entry.line.verdict = Verdict::invalid;
    entry.line.headline = "it did not run: " + entry.errors.front().message;
    entry.junit = junit_not_run(entry.line.scenario, entry.errors, SystemClock().now());
    entry.report = not_run_json(entry.run.scenario, entry.run.system, entry.errors);
    entry.reviewed =
        not_reviewed(entry.run.scenario, entry.run.system, to_string(entry.errors.front()));
  }
  if (!entry.earlier.empty()) {
    const std::size_t tries = entry.earlier.size() + 1;
    entry.line.headline += fmt::format(" (try {}, after invalid ones)", tries);
    entry.junit.properties.emplace_back("tries", std::to_string(tries));
  }
  return entry.line.verdict;
}

std::string Suite::json(const EarlierSuite* earlier) const {
  if (earlier == nullptr) return suite_json(reports(), Verdict::invalid, nullptr, times_);
  const Comparison comparison = compared_with(*earlier);
  return suite_json(reports(), Verdict::invalid, &comparison, times_);
}

Comparison Suite::compared_with(const EarlierSuite& earlier) const {
  std::vector<RunFigures> runs = figures();
  tell_systems_apart(runs);
  return compare(earlier.file, earlier.runs, runs);
}

std::vector<BySystem> Suite::systems() const {
  return by_system(figures());
}

Review Suite::review() const {
  std::vector<ReviewedRun> runs;
  for (const Entry& entry : entries_) runs.push_back(entry.reviewed);
  return misfire::review(runs);
}

bool Suite::has_several_scenarios() const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    const SuiteRun& first = entries_.front().run;
    return entry.run.scenario != first.scenario || entry.run.system != first.system;
  });
}

std::vector<RunFigures> Suite::figures() const {
  std::vector<RunFigures> runs;
  for (const Entry& entry : entries_) {
    if (auto run = run_figures(entry.report)) runs.push_back(std::move(*run));
  }
  return runs;
}

std::vector<std::string> Suite::reports() const {
  std::vector<std::string> reports;
  for (const Entry& entry : entries_) reports.push_back(with_tries(entry.report, entry.earlier));
  return reports;
}

std::vector<Repeats> Suite::repeats() const {
  return repeats_of(reports(), times_);
}

std::vector<SuiteLine> Suite::lines() const {
  std::vector<SuiteLine> lines;
  for (const Entry& entry : entries_) lines.push_back(entry.line);
  return lines;
}

std::vector<ReportedRun> Suite::reported() const {
  std::vector<ReportedRun> runs;
  for (const Entry& entry : entries_) runs.push_back({entry.run.file, entry.line, entry.report});
  return runs;
}

Verdict Suite::verdict() const {
  std::vector<Verdict> verdicts;
  for (const Entry& entry : entries_) verdicts.push_back(entry.line.verdict);
  return suite_verdict(verdicts);
}

Errors Suite::errors() const {
  Errors errors;
  for (const Entry& entry : entries_) {
    errors.insert(errors.end(), entry.errors.begin(), entry.errors.end());
  }
  errors.insert(errors.end(), own_errors_.begin(), own_errors_.end());
  return errors;
}

}  // namespace misfire
