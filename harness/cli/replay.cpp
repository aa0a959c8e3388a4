// misfire replay: tries other rules or other routing on what runs recorded.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>
#include <algorithm>
#include <map>
#include <utility>

#include "cli/command.hpp"
#include "cli/compared.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "judge/words.hpp"
#include "replay/replay_session.hpp"
#include "report/paint.hpp"
#include "run/interrupt.hpp"

namespace misfire {
namespace {

struct Options {
  ReplayCommand command;
  ReplayHow how;
  ReplayFiles against;  ///< other files, to compare with
  ComparisonForm form;
  fs::path reports = "reports", junit;

  bool compares() const { return !against.rules.empty() || !against.alertmanager.empty(); }
};

/// Replayed and judged.
struct Done {
  PreparedReplay prepared;
  std::vector<ReplayResult> results;
  fs::path folder;
};

bool concerns(const CloseCall& call, const std::vector<std::string>& alerts) {
  return std::any_of(alerts.begin(), alerts.end(), [&](const std::string& alert) {
    return call.what.find(alert) != std::string::npos;
  });
}

void say_notes(const Done& done) {
  for (const NothingKept& one : done.prepared.left_out) {
    say(printable(fmt::format("note: left out: {} ({})", one.why.message, one.why.hint)));
  }
  for (const std::string& limit : done.prepared.limits) say("note: " + printable(limit));
  std::size_t moments = 0;
  const CloseCall* first = nullptr;
  for (const ReplayResult& result : done.results) {
    for (const CloseCall& call : result.close_calls) {
      if (!result.run || concerns(call, result.run->plan.monitoring.ignore)) continue;
      ++moments;
      if (first == nullptr) first = &call;
    }
  }
  if (first == nullptr) return;
  say(
      fmt::format("note: {} could have fallen out otherwise, as close in time as things were "
                  "(replay.json lists them); the first: {}",
                  counted(static_cast<std::int64_t>(moments), "moment", "moments"), first->what));
}

bool is_invalid(const ReplayResult& result) {
  return !result.run || result.run->judgement.verdict == Verdict::invalid;
}

/// How many phases cannot be told although the recording in its own phase can be.
std::int64_t phases_lost(const std::vector<ReplayResult>& results) {
  std::int64_t lost = 0;
  bool own_is_told = false;  // each recording's own phase comes first
  for (const ReplayResult& result : results) {
    if (result.phase == 0) own_is_told = !is_invalid(result);
    if (own_is_told && is_invalid(result)) ++lost;
  }
  return lost;
}

Checked<Done> replay_with(const Options& options, PreparedReplay prepared, const fs::path& folder) {
  auto results = run_replay(prepared, options.how, folder);
  if (!results) return tl::unexpected(Errors{results.error()});
  return Done{std::move(prepared), std::move(*results), folder};
}

ExitCode show_suite(const Options& options, const Done& done) {
  std::vector<SuiteRun> runs;
  for (const ReplayResult& result : done.results) runs.push_back({result.scenario});
  // A scenario of which there is another recording does not miss the one that was given up; one
  // that is unsupported misses none.
  Errors untried;
  for (const NothingKept& one : done.prepared.left_out) {
    if (one.unsupported || done.prepared.replays(one.scenario)) continue;
    runs.push_back({one.scenario});
    untried.push_back(one.why);
  }
  Suite suite(std::move(runs), options.junit);
  for (std::size_t i = 0; i < untried.size(); ++i) {
    suite.add(done.results.size() + i, tl::unexpected(Errors{untried[i]}));
  }
  if (options.how.phases > 1) suite.tell_times_of(TimesOf::all_runs);
  for (std::size_t i = 0; i < done.results.size(); ++i) {
    const auto& run = done.results[i].run;
    suite.add(i, run);
    if (run && done.results.size() == 1) {
      say(run_report_text(run->plan, run->history, run->judgement, run->facts, terminal_style()));
    } else if (!run) {
      say(run.error());
    }
  }
  if (done.results.size() > 1) {
    say(suite_text(suite.lines(), terminal_style()));
    if (const auto repeats = suite.repeats(); !repeats.empty()) {
      say(repeats_text(repeats, terminal_style()));
    }
    say(fmt::format("Replays in   {}", printable(done.folder.string())));
  }
  say_notes(done);
  if (const auto lost = phases_lost(done.results); lost > 0) {
    say(fmt::format(
        "note: {} cannot be told, though their recordings' own can: a run ends when all "
        "is decided in its own phase, which may be too soon for another (misfire run "
        "--whole records on)",
        counted(lost, "phase", "phases")));
  }
  if (const auto written = suite.write_junit(); !written) return refuse(written.error());
  if (options.form.json) print(suite.json());
  const Errors errors = suite.errors();
  const bool judged = suite.verdict() == Verdict::fail || errors.empty();
  return judged ? exit_code(suite.verdict()) : exit_code(errors);
}

ExitCode show_comparison(const Options& options, const Done& before, const Done& now) {
  Errors errors;
  std::map<std::string, NotCompared> failed;  // by recording: a counterpart is missing
  for (const Done* done : {&before, &now}) {
    for (const ReplayResult& result : done->results) {
      if (result.run) continue;
      const Errors& why = result.run.error();
      failed.try_emplace(result.recording, NotCompared{result.scenario, why.front().message});
      errors.insert(errors.end(), why.begin(), why.end());
    }
  }
  const auto compared = [&](const Done& done) {
    std::vector<RunResult> runs;
    for (const ReplayResult& result : done.results) {
      if (failed.count(result.recording) == 0) runs.push_back(*result.run);
    }
    return runs;
  };
  SuiteComparison comparison = compare_suites(compared(before), compared(now));
  for (const auto& [recording, why] : failed) comparison.not_compared.push_back(why);
  say(errors);
  say_notes(now);
  return show(comparison, options.form);  // what machines read comes last
}

/// Where the replays go. It goes again where nothing got there.
class ReplayFolder {
 public:
  static Result<ReplayFolder> make(const fs::path& reports) {
    std::error_code ignored;
    ReplayFolder folder(new_replay_folder(reports), reports, fs::exists(reports, ignored));
    if (auto made = make_folder(folder.path_); !made) return tl::unexpected(made.error());
    return folder;
  }
  ReplayFolder(ReplayFolder&& other) noexcept
      : path_(std::exchange(other.path_, {})),
        reports_(std::move(other.reports_)),
        was_there_(other.was_there_) {}
  ReplayFolder& operator=(ReplayFolder&&) = delete;
  ~ReplayFolder() {
    if (path_.empty()) return;
    std::error_code ignored;
    if (interrupted() != 0) fs::remove_all(path_, ignored);
    fs::remove(path_ / "against", ignored);  // empty ones only
    fs::remove(path_, ignored);
    if (!was_there_) fs::remove(reports_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  ReplayFolder(fs::path path, fs::path reports, bool was_there)
      : path_(std::move(path)), reports_(std::move(reports)), was_there_(was_there) {}
  fs::path path_, reports_;
  bool was_there_;
};

ExitCode act(const Options& options) {
  watch_interrupts();
  auto prepared = prepare_replay(options.command);
  if (interrupted() != 0) return stopped();
  if (!prepared) return refuse(prepared.error());
  std::optional<PreparedReplay> against;
  if (options.compares()) {
    ReplayCommand other{options.command.recordings, options.against};
    if (other.files.alertmanager.empty())
      other.files.alertmanager = options.command.files.alertmanager;
    if (other.files.rules.empty()) other.files.rules = options.command.files.rules;
    auto prepared_other = prepare_replay(other);
    if (interrupted() != 0) return stopped();
    if (!prepared_other) return refuse(prepared_other.error());
    against = std::move(*prepared_other);
  }
  const auto folder = ReplayFolder::make(options.reports);
  if (!folder) return refuse(folder.error());
  const auto done = replay_with(options, std::move(*prepared), folder->path());
  if (interrupted() != 0) return stopped();
  if (!done) return refuse(done.error());
  if (!against) return show_suite(options, *done);
  const auto before = replay_with(options, std::move(*against), folder->path() / "against");
  if (interrupted() != 0) return stopped();
  if (!before) return refuse(before.error());
  return show_comparison(options, *before, *done);
}

}  // namespace

Command add_replay(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("replay", "Try other rules or routing on what runs recorded");
  sub->add_option("run", options->command.recordings, "Folders of runs, or folders of such folders")
      ->required()
      ->check(check_not_empty);
  sub->add_option("--rules", options->command.files.rules,
                  "Rule files, or folders of them: all the rules that there are (default: those "
                  "that ran); may be given several times")
      ->check(check_not_empty)
      ->allow_extra_args(false);
  sub->add_option("--alertmanager", options->command.files.alertmanager,
                  "Alertmanager's configuration (default: the one that ran)")
      ->check(check_not_empty);
  sub->add_option("--against", options->against.rules,
                  "Rules to compare with: tells what the others miss, delay or falsely page")
      ->check(check_not_empty)
      ->allow_extra_args(false);
  sub->add_option("--against-alertmanager", options->against.alertmanager,
                  "Alertmanager's configuration to compare with")
      ->check(check_not_empty);
  sub->add_option(
         "--phases", options->how.phases,
         "Evaluate at so many moments of each interval, not only at the groups' own; tells "
         "how much it matters (default 1)")
      ->check(CLI::Range(1, 100));
  sub->add_option("--jobs", options->how.jobs, "How many recordings at a time (default 2)")
      ->check(CLI::Range(1, 64));
  sub->add_option("--reports", options->reports, "Where the replays go (default reports)")
      ->check(check_not_empty);
  sub->add_option("--junit", options->junit, "Write the suite as JUnit XML here")
      ->check(check_not_empty);
  auto* markdown = sub->add_flag("--markdown", options->form.markdown,
                                 "Print the comparison for a pull request on standard output");
  sub->add_flag("--json", options->form.json,
                "Print suite or comparison as JSON on standard output")
      ->excludes(markdown);
  sub->footer("Example: misfire replay reports --rules monitoring/rules");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
