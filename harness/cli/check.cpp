// misfire check: scenario and system files, and the files that the system names, without starting
// anything.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "run/library.hpp"
#include "run/prepare.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

struct Options {
  RunOptions run;
  std::vector<fs::path> scenarios;
};

Errors errors_of(const RunOptions& options) {
  const auto in = read_inputs(options);
  if (!in) return in.error();
  const auto prepared =
      prepare(*in, [](const std::string&, int port) { return nominal_address(port); });
  if (!prepared) return prepared.error();
  const auto fine = check_with_programs(*in, *prepared);
  return fine ? Errors{} : fine.error();
}

ExitCode act(const Options& options) {
  const auto files = scenario_files(options.scenarios);
  if (!files) {
    say(Errors{files.error()});
    return exit_code(Errors{files.error()});
  }
  Errors all;
  for (const fs::path& file : *files) {
    RunOptions one = options.run;
    one.scenario = file;
    const Errors errors = errors_of(one);
    if (errors.empty()) {
      say(fmt::format("{}: ok", file.string()));
    } else {
      say(errors);
      all.insert(all.end(), errors.begin(), errors.end());
    }
  }
  return all.empty() ? ExitCode::passed : exit_code(all);
}

}  // namespace

Command add_check(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub =
      app.add_subcommand("check", "Check scenarios, the system and its files; starts nothing");
  sub->add_option("scenario", options->scenarios, "Scenario files or folders of them")->required();
  add_run_options(*sub, options->run);
  sub->footer("Example: misfire check scenarios/ --system my/system.toml");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
