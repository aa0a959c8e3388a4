#include "cli/suite_session.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/interrupt.hpp"
#include "cli/console.hpp"
#include "cli/narrate.hpp"
#include "cli/suite_told.hpp"
#include "run/run.hpp"
#include "run/side_by_side.hpp"

namespace misfire {
namespace {

std::vector<SuiteRun> names_of(const std::vector<WantedRun>& runs) {
  std::vector<SuiteRun> names;
  names.reserve(runs.size());
  for (const WantedRun& one : runs) names.push_back(one.names);
  return names;
}

}  // namespace

SuiteSession::SuiteSession(const SuiteOptions& options, const std::vector<WantedRun>& runs,
                           std::optional<EarlierSuite> earlier)
    : options_(options),
      runs_(runs),
      earlier_(std::move(earlier)),
      suite_(names_of(runs), options.junit),
      queue_(runs.size(), options.retry_invalid) {}

ExitCode SuiteSession::run() {
  if (const auto opened = open_live_page(); !opened) return refuse(opened.error());
  if (const auto written = suite_.write_junit(); !written) return refuse(written.error());
  run_all();
  if (live_) live_->linger();
  tell_suite(suite_, options_, earlier_ ? &*earlier_ : nullptr);
  return interrupted() != 0 ? stopped() : exit_code(suite_);
}

Result<void> SuiteSession::open_live_page() {
  const auto port = options_.live_port();
  if (!port) return {};
  auto page = LivePage::open(*port, fs::absolute(options_.run.reports));
  if (!page) return tl::unexpected(page.error());
  live_ = std::move(*page);
  say("watch it at " + live_->address());
  return {};
}

void SuiteSession::run_all() {
  const Admission admission = options_.admission(some_in_containers(runs_, options_.run.engine));
  if (runs_.size() == 1 || admission.most() == 1) return run_in_turn();
  std::size_t width = 0;
  for (const WantedRun& one : runs_) width = std::max(width, one.names.name().size());
  run_side_by_side(
      queue_, admission,
      [&](std::size_t i) { return RunProcess::start(options_of(i), place_of(i)); },
      {[&](std::size_t i, const std::string& line) {
         say(fmt::format("{:<{}} │ {}", runs_[i].names.name(), width, line));
       },
       [&](std::size_t i, const Checked<RunResult>& result) { return ended(i, result); }});
}

void SuiteSession::run_in_turn() {
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

Verdict SuiteSession::ended(std::size_t run, const Checked<RunResult>& result) {
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
  if (const auto written = suite_.write_junit(); !written) failed_to_tell(suite_, written.error());
  return verdict;
}

RunOptions SuiteSession::options_of(std::size_t run) const {
  RunOptions one = options_.run;
  one.scenario = runs_[run].scenario;
  one.system = runs_[run].system;
  one.phase += static_cast<int>(run) % options_.repeat;  // repeats of one stand together
  return one;
}

SuitePlace SuiteSession::place_of(std::size_t run) const {
  if (options_.is_part_of_a_suite()) return {options_.place[0], options_.place[1]};
  return {run + 1, runs_.size()};
}

}  // namespace misfire
