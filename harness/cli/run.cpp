// misfire run: runs scenarios and judges them, one after the other or several at a time.
#include <fmt/format.h>
#include <CLI/App.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/suite_options.hpp"
#include "cli/suite_session.hpp"
#include "cli/wanted_runs.hpp"
#include "run/suite.hpp"

namespace misfire {
namespace {

/// A matrix of machines may have more of them than scenarios: others run them all, and red would
/// blame this one for nothing.
ExitCode nothing_in_shard(const SuiteOptions& options, std::size_t of_all_shards) {
  say(fmt::format("shard {} is empty: there {} {} for all shards", options.shard,
                  of_all_shards == 1 ? "is" : "are",
                  of_all_shards == 1 ? "1 scenario" : fmt::format("{} scenarios", of_all_shards)));
  if (const auto written = Suite({}, options.junit).write_junit(); !written) {
    return refuse(written.error());
  }
  if (options.json) print(suite_json({}, Verdict::pass));
  return ExitCode::passed;
}

Checked<std::optional<EarlierSuite>> earlier_of(const SuiteOptions& options,
                                                const std::vector<WantedRun>& runs) {
  if (options.baseline.empty()) return std::nullopt;
  auto earlier = read_earlier_suite(options.baseline);
  if (!earlier) return tl::unexpected(std::move(earlier.error()));
  // A shard may well hold new scenarios only; else it is the wrong file, and better told now.
  if (options.shard.empty()) {
    std::vector<std::string> names;
    names.reserve(runs.size());
    for (const WantedRun& run : runs) names.push_back(run.names.name());
    if (auto there = check_has_any(*earlier, names); !there) {
      return tl::unexpected(Errors{there.error()});
    }
  }
  return std::move(*earlier);
}

ExitCode act(const SuiteOptions& options) {
  const auto chosen = choose_scenarios(options);
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
  return SuiteSession(options, runs, std::move(*earlier)).run();
}

}  // namespace

Command add_run(CLI::App& app) {
  auto options = std::make_shared<SuiteOptions>();
  CLI::App* sub = app.add_subcommand("run", "Run scenarios and judge them");
  add_suite_options(*sub, *options);
  sub->footer("Example: misfire run scenarios --speed 30 --jobs auto --junit junit.xml");
  return {.app = sub, .act = [options] { return act(*options); }, .asks_programs = true};
}

}  // namespace misfire
