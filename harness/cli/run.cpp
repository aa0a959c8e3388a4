// misfire run: runs scenarios one after the other and reports.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>
#include <csignal>
#include <set>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/narrate.hpp"
#include "cli/options.hpp"
#include "report/headline.hpp"
#include "run/checkup.hpp"
#include "run/interrupt.hpp"
#include "run/library.hpp"
#include "run/run.hpp"

namespace misfire {
namespace {

struct Options {
  RunOptions run;
  std::vector<fs::path> scenarios;
  fs::path junit;
  bool json = false;
};

/// What a suite has to show so far.
class Suite {
 public:
  Suite(const std::vector<fs::path>& files, fs::path junit_file)
      : files_(files), junit_file_(std::move(junit_file)) {
    // What never ran must not be missing: whoever counts only what is there would see green.
    for (const fs::path& file : files) {
      junit_.push_back(junit_not_run(file.stem().string(), {}, SystemClock().now()));
    }
  }

  /// Written before the first run and after each, so that a suite that is killed leaves the truth.
  Result<void> write_junit() const {
    if (junit_file_.empty()) return {};
    if (junit_file_.has_parent_path()) {
      if (auto made = make_folder(junit_file_.parent_path()); !made) return made;
    }
    return write_file(junit_file_, junit_xml(junit_));
  }

  void add(std::size_t index, const RunResult& result) {
    const Plan& plan = result.plan;
    junit_[index] = result.junit;
    reports_.push_back(result.report);
    lines_.push_back(
        {plan.scenario.name, result.judgement.verdict, headline(plan, result.judgement)});
  }

  void add(std::size_t index, const Errors& errors) {
    const std::string name = files_[index].stem().string();
    junit_[index] = junit_not_run(name, errors, SystemClock().now());
    reports_.push_back(not_run_json(name, errors));
    lines_.push_back({name, Verdict::invalid, "it did not run: " + errors.front().message});
    errors_.insert(errors_.end(), errors.begin(), errors.end());
  }

  /// The runs are what they are, but their results did not get to where they were asked for.
  void add(const Error& error) { errors_.push_back(error); }

  std::string json() const { return suite_json(reports_); }
  const std::vector<SuiteLine>& lines() const { return lines_; }

  ExitCode exit() const {
    std::vector<Verdict> verdicts;
    for (const SuiteLine& line : lines_) verdicts.push_back(line.verdict);
    const Verdict verdict = suite_verdict(verdicts);
    if (verdict == Verdict::fail || errors_.empty()) return exit_code(verdict);
    return exit_code(errors_);
  }

 private:
  const std::vector<fs::path>& files_;
  fs::path junit_file_;
  std::vector<JUnitSuite> junit_;
  std::vector<std::string> reports_;
  std::vector<SuiteLine> lines_;
  Errors errors_;
};

/// For CLI11: a folder, or what may become one.
std::string check_folder(const std::string& text) {
  std::error_code ignored;
  const bool taken = fs::exists(text, ignored) && !fs::is_directory(text, ignored);
  return taken ? fmt::format("{} is not a folder", text) : check_not_empty(text);
}

/// What keeps any of the scenarios from being run, each mistake once.
Errors mistakes_of(const std::vector<fs::path>& files, RunOptions options) {
  Errors all;
  std::set<std::string> said;
  for (const fs::path& file : files) {
    options.scenario = file;
    const auto checkup = check_up(options, Ask::programs);
    if (checkup) continue;
    for (const Error& error : checkup.error()) {
      if (said.insert(to_string(error)).second) all.push_back(error);
    }
  }
  return all;
}

ExitCode act(const Options& options) {
  const auto files = scenario_files(options.scenarios);
  if (!files) {
    say(files.error());
    return exit_code(files.error());
  }
  // A mistake in the last file must not come after an hour of runs. (One file checks itself.)
  if (const Errors mistakes = files->size() > 1 ? mistakes_of(*files, options.run) : Errors{};
      !mistakes.empty()) {
    say(mistakes);
    return exit_code(mistakes);
  }
  watch_interrupts();
  Suite suite(*files, options.junit);
  if (const auto written = suite.write_junit(); !written) {
    say(Errors{written.error()});
    return exit_code(Errors{written.error()});
  }
  for (std::size_t i = 0; i < files->size(); ++i) {
    RunOptions one = options.run;
    one.scenario = (*files)[i];
    // The listener ends with the statement, and takes the live view away before the report comes.
    const auto result = run_scenario(one, narrate({i + 1, files->size()}));
    if (!result) {
      say(result.error());
      suite.add(i, result.error());
    } else {
      say(run_report_text(result->plan, result->history, result->judgement, result->facts,
                          terminal_style()));
      suite.add(i, *result);
    }
    if (const auto written = suite.write_junit(); !written) {
      say(Errors{written.error()});
      suite.add(written.error());
    }
    if (interrupted() != 0) break;
  }
  if (files->size() > 1) say(suite_text(suite.lines(), terminal_style()));
  if (options.json) print(suite.json());
  if (interrupted() != 0) {
    say("interrupted; everything was taken down");
    return interrupted() == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
  }
  return suite.exit();
}

}  // namespace

Command add_run(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("run", "Run scenarios and judge them");
  sub->add_option("scenario", options->scenarios, "Scenario files or folders of them")->required();
  add_run_options(*sub, options->run);
  sub->add_option("--reports", options->run.reports, "Where the runs' folders go (default reports)")
      ->check(check_folder);
  sub->add_option("--junit", options->junit,
                  "Write the suite as JUnit XML here (each run's folder has its own junit.xml)")
      ->check(check_not_empty);
  sub->add_flag("--json", options->json, "Print the suite as JSON on standard output");
  sub->footer("Example: misfire run scenarios/weights/feb-18.toml --speed 30 --json");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
