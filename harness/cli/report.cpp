// misfire report: makes the pages of a finished run again, or an index over a folder of runs.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "run/reports.hpp"
#include "run/reports_folder.hpp"

namespace misfire {
namespace {

ExitCode refuse(const Errors& errors) {
  say(errors);
  return exit_code(errors);
}

ExitCode make_pages(const fs::path& run) {
  const auto result = judge_again(run, {});
  if (!result) return refuse(result.error());
  if (const auto written = write_reports(*result, run); !written) return refuse({written.error()});
  say((run / "report.html").string());
  return ExitCode::passed;
}

ExitCode make_index(const fs::path& reports) {
  auto runs = night_runs(reports);
  if (!runs) return refuse({runs.error()});
  const fs::path file = reports / "index.html";
  if (const auto written = write_file(file, index_page(std::move(*runs))); !written) {
    return refuse({written.error()});
  }
  say(file.string());
  return ExitCode::passed;
}

ExitCode act(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "plan.json", ignored) ? make_pages(folder) : make_index(folder);
}

}  // namespace

Command add_report(CLI::App& app) {
  auto folder = std::make_shared<fs::path>("reports");
  CLI::App* sub = app.add_subcommand(
      "report", "Make the pages of a finished run again, or an index over many; starts nothing");
  sub->add_option("folder", *folder, "A run's folder, or a folder of them (default reports)")
      ->check(check_not_empty);
  sub->footer("Example: misfire report reports");
  return {sub, [folder] { return act(*folder); }};
}

}  // namespace misfire
