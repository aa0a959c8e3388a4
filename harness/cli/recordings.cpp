// misfire recordings: recordings as one file, and back.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "judge/words.hpp"
#include "replay/recording.hpp"
#include "replay/recording_archive.hpp"
#include "replay/run_folders.hpp"
#include "report/paint.hpp"
#include "run/interrupt.hpp"

namespace misfire {
namespace {

struct Options {
  std::vector<fs::path> runs;
  fs::path to, archive, reports = "reports";
};

ExitCode gave_up(const Error& error) {
  return interrupted() == 0 ? refuse(error) : stopped("nothing was kept");
}

/// Only what can be replayed: an archive of anything else is of no use.
ExitCode export_them(const Options& options) {
  const auto named = run_folders(options.runs);
  if (!named) return refuse(named.error());
  std::vector<fs::path> folders;
  Errors errors, left_out;
  for (const fs::path& folder : *named) {
    if (auto nothing = kept_nothing(folder)) {
      left_out.push_back(std::move(nothing->why));
      continue;
    }
    const auto recording = read_recording(folder);
    folders.push_back(folder);
    if (recording) continue;
    errors.insert(errors.end(), recording.error().begin(), recording.error().end());
  }
  if (!errors.empty()) return refuse(errors);
  if (folders.empty()) return refuse(left_out);
  for (const Error& why : left_out) say(printable("note: left out: " + why.message));
  if (const auto done = export_recordings(folders, options.to); !done) return gave_up(done.error());
  std::error_code ignored;
  say(fmt::format("{} in {} ({:.1f} MiB)",
                  counted(static_cast<std::int64_t>(folders.size()), "recording", "recordings"),
                  printable(options.to.string()),
                  static_cast<double>(fs::file_size(options.to, ignored)) / (1 << 20)));
  return ExitCode::passed;
}

/// What can be replayed, as it was exported; somebody else's archive may hold anything.
Checked<void> check_recording(const fs::path& folder) {
  const auto recording = read_recording(folder);
  if (!recording) return tl::unexpected(recording.error());
  const std::string& damage = recording->live.history.damage;
  if (damage.empty()) return {};
  return tl::unexpected(Errors{{ErrorCode::usage, "its history is damaged: " + damage, "", {}}});
}

ExitCode import_them(const Options& options) {
  const auto made = import_recordings(options.archive, options.reports, check_recording);
  if (!made) return gave_up(made.error());
  for (const fs::path& folder : *made) say(printable(folder.string()));
  return ExitCode::passed;
}

}  // namespace

Command add_recordings(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("recordings", "Recordings of runs as one file, and back");
  sub->require_subcommand(1);
  sub->footer("Example: misfire recordings export reports --to recordings.tar.zst");
  CLI::App* exporting =
      sub->add_subcommand("export", "Write runs that can be replayed as one file");
  exporting->add_option("run", options->runs, "Folders of runs, or folders of such folders")
      ->required()
      ->check(check_not_empty);
  exporting->add_option("--to", options->to, "The file, for example recordings.tar.zst")
      ->required()
      ->check(check_not_empty);
  exporting->footer("Example: misfire recordings export reports --to recordings.tar.zst");
  CLI::App* importing = sub->add_subcommand("import", "Unpack such a file, to be replayed");
  importing->add_option("file", options->archive, "What misfire recordings export wrote")
      ->required()
      ->check(check_not_empty);
  importing->add_option("--reports", options->reports, "Where the runs go (default reports)")
      ->check(check_not_empty);
  importing->footer("Example: misfire recordings import recordings.tar.zst --reports recorded");
  return {sub, [options, exporting] {
            watch_interrupts();
            return exporting->parsed() ? export_them(*options) : import_them(*options);
          }};
}

}  // namespace misfire
