// misfire run: runs scenarios and judges them, one after the other or several at a time.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>
#include <algorithm>
#include <charconv>
#include <set>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/github_step.hpp"
#include "cli/live_page.hpp"
#include "cli/narrate.hpp"
#include "cli/options.hpp"
#include "cli/own_project.hpp"
#include "cli/reviewed.hpp"
#include "report/openmetrics.hpp"
#include "run/checkup.hpp"
#include "run/interrupt.hpp"
#include "run/library.hpp"
#include "run/machine_meter.hpp"
#include "run/run.hpp"
#include "run/select.hpp"
#include "run/side_by_side.hpp"
#include "run/suite.hpp"
#include "run/suite_folder.hpp"

namespace misfire {
namespace {

constexpr int kMostJobs = 64;
constexpr int kMostRetries = 10;
constexpr int kMostRepeats = 1000;
constexpr int kLastPort = 65535;

struct Options {
  RunOptions run;
  std::vector<fs::path> scenarios, systems;
  Selection selection;
  std::string shard, jobs = "1";
  int retry_invalid = 0, repeat = 1;
  std::vector<std::size_t> place;  ///< of a run that a suite started: its number, and of how many
  fs::path junit, baseline, openmetrics;
  bool json = false, github = false;
  std::string live;  ///< the port of the page of the run that goes on; empty: none

  bool is_part_of_a_suite() const { return !place.empty(); }
};

/// For CLI11: a folder, or what may become one.
std::string check_folder(const std::string& text) {
  std::error_code ignored;
  const bool taken = fs::exists(text, ignored) && !fs::is_directory(text, ignored);
  return taken ? fmt::format("{} is not a folder", text) : check_not_empty(text);
}

std::optional<int> number_of(const std::string& text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

std::string check_jobs(const std::string& text) {
  const auto number = number_of(text);
  if (text == "auto" || (number && *number >= 1 && *number <= kMostJobs)) return {};
  return fmt::format("\"{}\" is neither auto nor a number from 1 to {}", text, kMostJobs);
}

auto check_between(int min, int max) {
  return [min, max](const std::string& text) -> std::string {
    const auto number = number_of(text);
    if (number && *number >= min && *number <= max) return {};
    return fmt::format("\"{}\" is not a number from {} to {}", text, min, max);
  };
}

std::string check_shard(const std::string& text) {
  const auto shard = parse_shard(text);
  return shard ? "" : fmt::format("{}: {}", shard.error().message, shard.error().hint);
}

Admission admission_of(const Options& options) {
  return options.jobs == "auto" ? Admission::automatic(usable_cores())
                                : Admission::at_most(*number_of(options.jobs));
}

/// A run that is to be.
struct PlannedRun {
  fs::path scenario, system;
  SuiteRun names;
};

/// Each scenario on each system, one after the other as often as it is repeated.
std::vector<PlannedRun> wanted_runs(const std::vector<Listed>& scenarios, const Options& options) {
  auto systems = options.systems;
  if (systems.empty()) systems.push_back(system_or_own({}));
  std::vector<PlannedRun> runs;
  for (const Listed& scenario : scenarios) {
    for (const fs::path& system : systems) {
      runs.insert(runs.end(), options.repeat,
                  {scenario.file,
                   system,
                   {scenario.name, system.string(), systems.size() > 1, scenario.file.string()}});
    }
  }
  return runs;
}

Errors given_twice(std::vector<fs::path> systems) {
  Errors errors;
  std::sort(systems.begin(), systems.end());
  for (auto at = systems.begin(); (at = std::adjacent_find(at, systems.end())) != systems.end();
       ++at) {
    errors.push_back({ErrorCode::usage, fmt::format("--system {} is given twice", at->string()),
                      "--repeat runs each scenario several times"});
  }
  return errors;
}

/// What keeps any of the runs from being, each mistake once.
Errors mistakes_of(const std::vector<PlannedRun>& runs, RunOptions options) {
  Errors all;
  std::set<std::string> said;
  std::set<std::pair<fs::path, fs::path>> checked;  // repeats have no mistakes of their own
  for (const PlannedRun& run : runs) {
    if (!checked.emplace(run.scenario, run.system).second) continue;
    options.scenario = run.scenario;
    options.system = run.system;
    const auto checkup = check_up(options, Ask::programs);
    if (checkup) continue;
    for (const Error& error : checkup.error()) {
      if (said.insert(to_string(error)).second) all.push_back(error);
    }
  }
  return all;
}

/// Those to be run, and how many there are for all shards.
struct Chosen {
  std::vector<Listed> scenarios;
  std::size_t of_all_shards = 0;
};
Checked<Chosen> choose(const Options& options) {
  const auto given = scenarios_or_own(options.scenarios);
  if (!given) return tl::unexpected(Errors{given.error()});
  const auto files = scenario_files(*given);
  if (!files) return tl::unexpected(files.error());
  const bool selects = !options.selection.tags.empty() || !options.selection.skip_tags.empty() ||
                       !options.shard.empty();
  const auto all = list_scenarios(*files, selects);
  if (!all) return tl::unexpected(all.error());
  const auto tagged = with_tags(*all, options.selection);
  if (!tagged) return tl::unexpected(tagged.error());
  const Shard shard = options.shard.empty() ? Shard{} : *parse_shard(options.shard);
  return Chosen{in_shard(*tagged, shard), tagged->size()};
}

std::vector<SuiteRun> names_of(const std::vector<PlannedRun>& runs) {
  std::vector<SuiteRun> names;
  names.reserve(runs.size());
  for (const PlannedRun& one : runs) names.push_back(one.names);
  return names;
}

/// The runs of one command: what is asked for, and what came of it.
class Session {
 public:
  Session(const Options& options, const std::vector<PlannedRun>& runs,
          std::optional<EarlierSuite> earlier)
      : options_(options),
        runs_(runs),
        earlier_(std::move(earlier)),
        suite_(names_of(runs), options.junit),
        queue_(runs.size(), options.retry_invalid) {
    for (const PlannedRun& one : runs) width_ = std::max(width_, one.names.name().size());
  }

  ExitCode run() {
    if (!options_.live.empty()) {
      auto page = LivePage::open(*number_of(options_.live), fs::absolute(options_.run.reports));
      if (!page) return refuse(page.error());
      live_ = std::move(*page);
      say("watch it at " + live_->address());
    }
    if (const auto written = suite_.write_junit(); !written) return refuse(written.error());
    const Admission admission = admission_of(options_);
    if (runs_.size() > 1 && admission.most() > 1) {
      run_side_by_side(
          queue_, admission,
          [&](std::size_t i) { return RunProcess::start(options_of(i), place_of(i)); },
          {[&](std::size_t i, const std::string& line) {
             say(fmt::format("{:<{}} │ {}", runs_[i].names.name(), width_, line));
           },
           [&](std::size_t i, const Checked<RunResult>& result) { return ended(i, result); }});
    } else {
      run_in_turn();
    }
    if (live_) live_->linger();
    if (runs_.size() > 1) say(suite_text(suite_.lines(), terminal_style()));
    if (const auto systems = suite_.systems(); !systems.empty()) {
      say(by_system_text(systems, terminal_style()));
    }
    if (const auto repeats = suite_.repeats(); !repeats.empty()) {
      say(repeats_text(repeats, terminal_style()));
    }
    if (earlier_) say(comparison_text(suite_.compared_with(*earlier_), terminal_style()));
    if (suite_.has_several_scenarios()) tell_review();
    if (options_.json) print(suite_.json(earlier_ ? &*earlier_ : nullptr));
    tell_ci();
    if (interrupted() != 0) return stopped();
    const Errors errors = suite_.errors();
    const bool judged = suite_.verdict() == Verdict::fail || errors.empty();
    return judged ? exit_code(suite_.verdict()) : exit_code(errors);
  }

 private:
  void tell_review() {
    const Review review = suite_.review();
    const auto folder = write_suite_folder(options_.run.reports, suite_.json(), review);
    if (!folder) failed_to_tell(folder.error());
    show_end(review, folder.value_or(fs::path()));
  }

  /// A result that did not get to where it was asked for must not look like a success.
  void tell_ci() {
    if (options_.github) {
      if (const auto told = tell_github(suite_.reported()); !told) failed_to_tell(told.error());
    }
    if (options_.openmetrics.empty()) return;
    const std::string text = openmetrics(suite_.reported(), SystemClock().now());
    if (const auto written = write_file(options_.openmetrics, text); !written) {
      failed_to_tell(written.error());
    }
  }

  void failed_to_tell(const Error& error) {
    say(Errors{error});
    suite_.add(error);
  }

  RunOptions options_of(std::size_t run) const {
    RunOptions one = options_.run;
    one.scenario = runs_[run].scenario;
    one.system = runs_[run].system;
    one.phase += static_cast<int>(run) % options_.repeat;  // repeats of one stand together
    return one;
  }

  SuitePlace place_of(std::size_t run) const {
    if (options_.is_part_of_a_suite()) return {options_.place[0], options_.place[1]};
    return {run + 1, runs_.size()};
  }

  void run_in_turn() {
    while (const auto run = queue_.next()) {
      // The listener ends with the statement, and takes the live view away before the report comes.
      RunListener listener = narrate(place_of(*run));
      if (live_) listener = live_->with(std::move(listener));
      const auto result = run_scenario(options_of(*run), std::exchange(listener, {}));
      if (live_ && result) live_->ended(result->facts.folder);
      queue_.ended(*run, ended(*run, result));
      if (interrupted() != 0) return;
    }
  }

  Verdict ended(std::size_t run, const Checked<RunResult>& result) {
    // The suite that started this run tells what became of it.
    if (!options_.is_part_of_a_suite()) {
      if (result) {
        say(run_report_text(result->plan, result->history, result->judgement, result->facts,
                            terminal_style()));
      } else {
        say(result.error());
      }
    }
    const Verdict verdict = suite_.add(run, result);
    if (const auto written = suite_.write_junit(); !written) {
      say(Errors{written.error()});
      suite_.add(written.error());
    }
    return verdict;
  }

  const Options& options_;
  const std::vector<PlannedRun>& runs_;
  const std::optional<EarlierSuite> earlier_;
  Suite suite_;
  RunQueue queue_;
  std::size_t width_ = 0;
  std::unique_ptr<LivePage> live_;
};

/// A matrix of machines may have more of them than scenarios: others run them all, and red would
/// blame this one for nothing.
ExitCode nothing_in_shard(const Options& options, std::size_t of_all_shards) {
  say(fmt::format("shard {} is empty: there {} {} for all shards", options.shard,
                  of_all_shards == 1 ? "is" : "are",
                  of_all_shards == 1 ? "1 scenario" : fmt::format("{} scenarios", of_all_shards)));
  if (const auto written = Suite({}, options.junit).write_junit(); !written) {
    return refuse(written.error());
  }
  if (options.json) print(suite_json({}, Verdict::pass));
  return ExitCode::passed;
}

Checked<std::optional<EarlierSuite>> earlier_of(const Options& options,
                                                const std::vector<PlannedRun>& runs) {
  if (options.baseline.empty()) return std::nullopt;
  auto earlier = read_earlier_suite(options.baseline);
  if (!earlier) return tl::unexpected(std::move(earlier.error()));
  // A shard may well hold new scenarios only; else it is the wrong file, and better told now.
  if (options.shard.empty()) {
    std::vector<std::string> names;
    for (const PlannedRun& run : runs) names.push_back(run.names.name());
    if (auto there = check_has_any(*earlier, names); !there) {
      return tl::unexpected(Errors{there.error()});
    }
  }
  return std::move(*earlier);
}

ExitCode act(const Options& options) {
  if (const Errors twice = given_twice(options.systems); !twice.empty()) return refuse(twice);
  const auto chosen = choose(options);
  if (!chosen) return refuse(chosen.error());
  const auto& scenarios = chosen->scenarios;
  if (scenarios.empty()) return nothing_in_shard(options, chosen->of_all_shards);
  const auto runs = wanted_runs(scenarios, options);
  // A mistake in the last file must not come after an hour of runs. (A single run checks itself.)
  if (const Errors mistakes = runs.size() > 1 ? mistakes_of(runs, options.run) : Errors{};
      !mistakes.empty()) {
    return refuse(mistakes);
  }
  auto earlier = earlier_of(options, runs);
  if (!earlier) return refuse(earlier.error());
  watch_interrupts();
  return Session(options, runs, std::move(*earlier)).run();
}

}  // namespace

Command add_run(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("run", "Run scenarios and judge them");
  sub->add_option(
      "scenario", options->scenarios,
      "Scenario files or folders of them (default: misfire/scenarios, which misfire init writes)");
  sub->add_option("--system", options->systems,
                  "System file (default: misfire/system.toml, or the fixtures' system); given "
                  "several times: each scenario "
                  "on each, and what became of it side by side")
      ->check(check_not_empty)
      ->allow_extra_args(false);  // or it would take the scenarios for systems
  add_run_options(*sub, options->run);
  CLI::Option* const jobs =
      sub->add_option("--jobs", options->jobs,
                      "How many runs at a time, or auto: as many as this machine bears (default 1)")
          ->check(check_jobs);
  sub->add_option("--tag", options->selection.tags,
                  "Only scenarios with this tag; given several times: with any of them")
      ->check(check_not_empty)
      ->allow_extra_args(false);  // or it would take the scenarios for tags
  sub->add_option("--skip-tag", options->selection.skip_tags,
                  "No scenario with this tag; may be given several times")
      ->check(check_not_empty)
      ->allow_extra_args(false);
  sub->add_option("--shard", options->shard,
                  "Only this machine's share of the scenarios: 2/5 is the second of five")
      ->check(check_shard);
  sub->add_option("--retry-invalid", options->retry_invalid,
                  "How often an invalid run is tried again (default 0); a failed one never is")
      ->check(check_between(0, kMostRetries));
  sub->add_option(
         "--repeat", options->repeat,
         "How often each scenario is run, each time at another phase (default 1); tells how "
         "much the runs differ")
      ->check(check_between(1, kMostRepeats));
  sub->add_flag("--whole", options->run.whole,
                "End no phase early, although everything is decided: slower rules can be tried on "
                "such a recording, too");
  sub->add_option("--baseline", options->baseline,
                  "Compare with an earlier suite, as --json printed it: what changed beyond the "
                  "noise? Does not change the exit code")
      ->check(check_not_empty);
  sub->add_option("--reports", options->run.reports, "Where the runs' folders go (default reports)")
      ->check(check_folder);
  sub->add_option("--junit", options->junit,
                  "Write the suite as JUnit XML here (each run's folder has its own junit.xml)")
      ->check(check_not_empty);
  sub->add_option("--openmetrics", options->openmetrics,
                  "Write the suite's figures here for the node exporter's textfile collector "
                  "(a name that ends with .prom)")
      ->check(check_not_empty);
  sub->add_flag("--github", options->github,
                "Tell GitHub Actions: annotations, and a summary of the step");
  sub->add_flag("--live{0}", options->live,
                "Serve the page of the run that goes on to browsers on this machine; --live=PORT "
                "chooses the port (default: any free one)")
      ->check(check_between(0, kLastPort))
      ->excludes(jobs);
  sub->add_flag("--json", options->json, "Print the suite as JSON on standard output");
  sub->add_option("--place", options->place)->expected(2)->group("");  // not for people
  sub->footer("Example: misfire run scenarios --speed 30 --jobs auto --junit junit.xml");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
