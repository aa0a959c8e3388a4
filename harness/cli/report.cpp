// misfire report: makes the pages of a finished run or suite again, or an index over a folder of
// runs.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "replay/read_reviewed.hpp"
#include "report/paint.hpp"
#include "report/suite_page/suite_page.hpp"
#include "run/reports.hpp"
#include "run/reports_folder.hpp"
#include "run/suite_folder.hpp"

namespace misfire {
namespace {

ExitCode make_pages(const fs::path& run) {
  const auto result = judge_again(run, {});
  if (!result) return refuse(result.error());
  if (const auto written = write_reports(*result, run); !written) return refuse(written.error());
  say(printable((run / "report.html").string()));
  return ExitCode::passed;
}

ExitCode write_page(const fs::path& file, const std::string& page) {
  if (const auto written = write_file(file, page); !written) return refuse(written.error());
  say(printable(file.string()));
  return ExitCode::passed;
}

ExitCode make_suite_page(const fs::path& suite) {
  const auto runs = read_reviewed({suite});
  if (!runs) return refuse(runs.error());
  const auto text = read_file(suite / kSuiteFile);
  if (!text) return refuse(text.error());
  return write_page(suite / kSuitePage, suite_page(*text, review(*runs)));
}

ExitCode make_index(const fs::path& reports) {
  auto runs = night_runs(reports);
  if (!runs) return refuse(runs.error());
  return write_page(reports / "index.html", index_page(std::move(*runs)));
}

ExitCode act(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / "plan.json", ignored)) return make_pages(folder);
  return fs::exists(folder / kSuiteFile, ignored) ? make_suite_page(folder) : make_index(folder);
}

}  // namespace

Command add_report(CLI::App& app) {
  auto folder = std::make_shared<fs::path>("reports");
  CLI::App* sub = app.add_subcommand("report",
                                     "Make the pages of a finished run or suite again, or an index "
                                     "over many runs; starts nothing");
  sub->add_option("folder", *folder,
                  "A run's folder, a suite's, or a folder of them (default reports)")
      ->check(check_not_empty);
  sub->footer("Example: misfire report reports");
  return {sub, [folder] { return act(*folder); }};
}

}  // namespace misfire
