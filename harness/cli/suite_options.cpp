#include "cli/suite_options.hpp"

#include <fmt/format.h>
#include <CLI/Option.hpp>
#include <charconv>

#include "cli/options.hpp"
#include "run/machine_meter.hpp"

namespace misfire {
namespace {

constexpr int kMostJobs = 64;
constexpr int kMostRetries = 10;
constexpr int kMostRepeats = 1000;
constexpr int kLastPort = 65535;

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

}  // namespace

Admission SuiteOptions::admission(bool in_containers) const {
  if (jobs != "auto") return Admission::at_most(*number_of(jobs));
  return in_containers ? Admission::automatic_in_containers(usable_cores())
                       : Admission::automatic(usable_cores());
}

std::optional<int> SuiteOptions::live_port() const {
  return live.empty() ? std::nullopt : number_of(live);
}

void add_suite_options(CLI::App& app, SuiteOptions& options) {
  app.add_option(
      "scenario", options.scenarios,
      "Scenario files or folders of them (default: misfire/scenarios, which misfire init writes)");
  app.add_option("--system", options.systems,
                 "System file (default: misfire/system.toml, or the fixtures' system); given "
                 "several times: each scenario on each, and what became of it side by side")
      ->check(check_not_empty)
      ->allow_extra_args(false);  // or it would take the scenarios for systems
  add_run_options(app, options.run);
  CLI::Option* const jobs =
      app.add_option("--jobs", options.jobs,
                     "How many runs at a time, or auto: as many as this machine bears (default 1)")
          ->check(check_jobs);
  app.add_option("--tag", options.selection.tags,
                 "Only scenarios with this tag; given several times: with any of them")
      ->check(check_not_empty)
      ->allow_extra_args(false);  // or it would take the scenarios for tags
  app.add_option("--skip-tag", options.selection.skip_tags,
                 "No scenario with this tag; may be given several times")
      ->check(check_not_empty)
      ->allow_extra_args(false);
  app.add_option("--shard", options.shard,
                 "Only this machine's share of the scenarios: 2/5 is the second of five")
      ->check(check_shard);
  app.add_option("--retry-invalid", options.retry_invalid,
                 "How often an invalid run is tried again (default 0); a failed one never is")
      ->check(check_between(0, kMostRetries));
  app.add_option(
         "--repeat", options.repeat,
         "How often each scenario is run, each time at another phase (default 1); tells how "
         "much the runs differ")
      ->check(check_between(1, kMostRepeats));
  app.add_flag("--whole", options.run.whole,
               "End no phase early, although everything is decided: slower rules can be tried on "
               "such a recording, too");
  app.add_option("--baseline", options.baseline,
                 "Compare with an earlier suite, as --json printed it: what changed beyond the "
                 "noise? Does not change the exit code")
      ->check(check_not_empty);
  app.add_option("--reports", options.run.reports, "Where the runs' folders go (default reports)")
      ->check(check_folder);
  app.add_option("--junit", options.junit,
                 "Write the suite as JUnit XML here (each run's folder has its own junit.xml)")
      ->check(check_not_empty);
  app.add_option("--openmetrics", options.openmetrics,
                 "Write the suite's figures here for the node exporter's textfile collector "
                 "(a name that ends with .prom)")
      ->check(check_not_empty);
  app.add_flag("--github", options.github,
               "Tell GitHub Actions: annotations, and a summary of the step");
  app.add_flag("--live{0}", options.live,
               "Serve the page of the run that goes on to browsers on this machine; --live=PORT "
               "chooses the port (default: any free one)")
      ->check(check_between(0, kLastPort))
      ->excludes(jobs);
  app.add_flag("--json", options.json, "Print the suite as JSON on standard output");
  app.add_option("--place", options.place)->expected(2)->group("");  // not for people
}

}  // namespace misfire
