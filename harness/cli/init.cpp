// misfire init: finds the configurations of a repository, and writes a system file and a first
// scenario for them.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "init/editor_schemas.hpp"
#include "init/first_files.hpp"
#include "init/told.hpp"

namespace misfire {
namespace {

struct Options {
  fs::path folder = ".";
  bool force = false, dry_run = false;
};

/// Somebody may have changed them since.
Errors already_there(const fs::path& root, const std::map<std::string, std::string>& files) {
  Errors errors;
  std::error_code ignored;
  for (const auto& [name, text] : files) {
    if (!fs::exists(root / name, ignored)) continue;
    errors.push_back({ErrorCode::usage,
                      fmt::format("{} is there already", (root / name).lexically_normal().string()),
                      {},
                      {}});
  }
  if (!errors.empty()) {
    errors.back().hint = "--force writes them anew, --dry-run shows what would be written";
  }
  return errors;
}

/// Unlike what misfire writes for itself, these are for the repository and its other users.
Result<void> write_for_all(const fs::path& file, const std::string& text) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) {
    return environment_error(
        fmt::format("cannot make {}: {}", file.parent_path().string(), error.message()));
  }
  if (auto written = write_file(file, text); !written) return written;
  using fs::perms;
  constexpr perms kRead = perms::group_read | perms::others_read;
  constexpr perms kEnter = perms::group_exec | perms::others_exec;
  fs::permissions(file, kRead, fs::perm_options::add, error);
  fs::path folder = file;
  do {
    folder = folder.parent_path();
    fs::permissions(folder, kRead | kEnter, fs::perm_options::add, error);
  } while (folder.filename() != kOwnFolder);
  return {};
}

void say_next_steps(const fs::path& folder) {
  const std::string enter = folder == "." ? "" : fmt::format("cd {} && ", folder.string());
  say(
      fmt::format("\nnext\n"
                  "  {0}misfire check                # do the files fit together?\n"
                  "  {0}misfire run --speed auto     # misfire/scenarios, against your files",
                  enter));
}

ExitCode act(const Options& options) {
  std::error_code error;
  fs::path root = fs::weakly_canonical(options.folder, error);
  if (error) root = fs::absolute(options.folder);
  const auto seen = survey(root);
  if (!seen) return refuse(seen.error());
  const auto made = guess(*seen, root);
  if (!made) return refuse(made.error());
  auto files = first_files(*made, root);
  if (options.dry_run) {
    say(guess_text(*made, *seen, root));
    for (const auto& [name, text] : files) print(fmt::format("# {}\n{}\n", name, text));
    return ExitCode::passed;
  }
  files.merge(editor_schemas());
  if (const Errors there = already_there(root, files); !there.empty() && !options.force) {
    return refuse(there);
  }
  for (const auto& [name, text] : files) {
    if (auto written = write_for_all(root / name, text); !written) return refuse(written.error());
  }
  say(guess_text(*made, *seen, root));
  say("written");
  for (const auto& [name, text] : files) say("  " + name);
  say_next_steps(options.folder);
  return ExitCode::passed;
}

}  // namespace

Command add_init(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand(
      "init", "Find a repository's configurations, and write a system file and a first scenario");
  sub->add_option("folder", options->folder, "The repository (default: this folder)")
      ->check(check_not_empty);
  sub->add_flag("--force", options->force, "Write files anew that are there already");
  sub->add_flag("--dry-run", options->dry_run,
                "Write nothing; what would be written goes to standard output");
  sub->footer("Example: misfire init && misfire run --speed auto");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
