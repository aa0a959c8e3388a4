// misfire report: makes the pages of a finished run again.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "run/reports.hpp"

namespace misfire {
namespace {

ExitCode act(const fs::path& folder) {
  const auto result = judge_again(folder, {});
  if (!result) {
    say(result.error());
    return exit_code(result.error());
  }
  if (const auto written = write_reports(*result, folder); !written) {
    say(Errors{written.error()});
    return exit_code(Errors{written.error()});
  }
  say((folder / "report.html").string());
  return ExitCode::passed;
}

}  // namespace

Command add_report(CLI::App& app) {
  auto folder = std::make_shared<fs::path>();
  CLI::App* sub =
      app.add_subcommand("report", "Make the pages of a finished run again; starts nothing");
  sub->add_option("run", *folder, "The run's folder")->required()->check(check_not_empty);
  sub->footer("Example: misfire report reports/20260218T100000Z-feb-18-weight-skew-1a2b3c4d");
  return {sub, [folder] { return act(*folder); }};
}

}  // namespace misfire
