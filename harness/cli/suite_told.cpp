#include "cli/suite_told.hpp"

#include "cli/console.hpp"
#include "cli/github_step.hpp"
#include "cli/reviewed.hpp"
#include "report/openmetrics.hpp"
#include "run/suite_folder.hpp"

namespace misfire {
namespace {

void tell_review(Suite& suite, const fs::path& reports) {
  const Review review = suite.review();
  const auto folder = write_suite_folder(reports, suite.json(), review);
  if (!folder) failed_to_tell(suite, folder.error());
  show_end(review, folder.value_or(fs::path()));
}

void tell_ci(Suite& suite, const SuiteOptions& options) {
  if (options.github) {
    if (const auto told = tell_github(suite.reported()); !told) failed_to_tell(suite, told.error());
  }
  if (options.openmetrics.empty()) return;
  const std::string text = openmetrics(suite.reported(), SystemClock().now());
  if (const auto written = write_file(options.openmetrics, text); !written) {
    failed_to_tell(suite, written.error());
  }
}

}  // namespace

void tell_suite(Suite& suite, const SuiteOptions& options, const EarlierSuite* earlier) {
  if (const auto lines = suite.lines(); lines.size() > 1) say(suite_text(lines, terminal_style()));
  if (const auto systems = suite.systems(); !systems.empty()) {
    say(by_system_text(systems, terminal_style()));
  }
  if (const auto repeats = suite.repeats(); !repeats.empty()) {
    say(repeats_text(repeats, terminal_style()));
  }
  if (earlier != nullptr) say(comparison_text(suite.compared_with(*earlier), terminal_style()));
  if (suite.has_several_scenarios()) tell_review(suite, options.run.reports);
  if (options.json) print(suite.json(earlier));
  tell_ci(suite, options);
}

void failed_to_tell(Suite& suite, const Error& error) {
  say(Errors{error});
  suite.add(error);
}

ExitCode exit_code(const Suite& suite) {
  const Errors errors = suite.errors();
  const bool judged = suite.verdict() == Verdict::fail || errors.empty();
  return judged ? exit_code(suite.verdict()) : exit_code(errors);
}

}  // namespace misfire
