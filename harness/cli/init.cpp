// misfire init: finds the configurations of a repository, and writes a system file and a first
// scenario for them.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "init/editor_schemas.hpp"
#include "init/first_files.hpp"
#include "init/told.hpp"
#include "init/write_files.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

struct Options {
  fs::path folder = ".";
  bool force = false, dry_run = false, copies = false;
};

/// Somebody may have changed them since.
Errors already_there(const fs::path& root, const std::map<std::string, std::string>& files) {
  Errors errors;
  std::error_code ignored;
  std::vector<fs::path> there = own_folders(root);
  for (const auto& [name, text] : files) {
    if (fs::exists(root / name, ignored)) there.push_back(root / name);
  }
  for (const fs::path& path : there) {
    errors.push_back({ErrorCode::usage,
                      fmt::format("{} is there already", path.lexically_normal().string()),
                      {},
                      {}});
  }
  if (!errors.empty()) {
    errors.back().hint = "--force writes them anew, --dry-run shows what would be written";
  }
  return errors;
}

/// A terminal would obey the control characters of a repository's names.
void say_guess(const std::string& text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    say(printable(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
}

/// What was written beside the files that a person edits.
void say_own_folders(const Survey& seen, const fs::path& root) {
  for (const auto& [path, copy] : seen.deployments.copies) {
    say(printable(fmt::format("  {}/{}  (as in {})", kOwnFolder, path, copy.of)));
  }
  for (const auto& [path, to] : seen.links) {
    const std::string target = link_target(seen, path, root).string();
    say(printable(fmt::format("  {}/{} → {}", kOwnFolder, path, target)));
  }
  if (!seen.deployments.copies.empty()) {
    say("  (misfire init --copies makes the copies anew when what they are of has changed)");
  }
}

void say_next_steps(const fs::path& folder) {
  const std::string enter = folder == "." ? "" : fmt::format("cd {} && ", folder.string());
  say(
      fmt::format("\nnext\n"
                  "  {0}misfire check                # do the files fit together?\n"
                  "  {0}misfire run --speed auto     # misfire/scenarios, against your files",
                  enter));
}

/// On standard output, which may be a log that others read.
void print_copies(const Survey& seen) {
  for (const auto& [path, copy] : seen.deployments.copies) {
    print(fmt::format("# {}/{}\n{}\n", kOwnFolder, path,
                      copy.secret ? fmt::format("# withheld: it is of {}\n", copy.of) : copy.text));
  }
}

/// The system file stays as it is.
ExitCode copy_anew(const Survey& seen, const fs::path& root, bool dry_run) {
  if (seen.deployments.copies.empty() && seen.links.empty()) {
    return refuse(Error{
        ErrorCode::usage,
        fmt::format("no compose file or manifest below {} holds a file of its own", root.string()),
        "misfire init writes a first system file"});
  }
  if (dry_run) {
    print_copies(seen);
    return ExitCode::passed;
  }
  if (auto own = check_own_folder(root); !own) return refuse(own.error());
  if (auto written = write_own_folders(seen, root); !written) return refuse(written.error());
  for (const std::string& note : seen.deployments.notes) say(printable("  - " + note));
  say("written anew");
  say_own_folders(seen, root);
  return ExitCode::passed;
}

ExitCode act(const Options& options) {
  std::error_code error;
  fs::path root = fs::weakly_canonical(options.folder, error);
  if (error) root = fs::absolute(options.folder);
  const auto seen = survey(root);
  if (!seen) return refuse(seen.error());
  if (options.copies) return copy_anew(*seen, root, options.dry_run);
  const auto made = guess(*seen, root);
  if (!made) return refuse(made.error());
  auto files = first_files(*made, root);
  if (options.dry_run) {
    say_guess(guess_text(*made, *seen, root) + "\n");
    for (const auto& [name, text] : files) print(fmt::format("# {}\n{}\n", name, text));
    print_copies(*seen);
    return ExitCode::passed;
  }
  if (auto own = check_own_folder(root); !own) return refuse(own.error());
  files.merge(editor_schemas());
  if (const Errors there = already_there(root, files); !there.empty() && !options.force) {
    return refuse(there);
  }
  for (const auto& [name, text] : files) {
    if (auto written = write_for_all(root / name, text); !written) return refuse(written.error());
  }
  if (auto written = write_own_folders(*seen, root); !written) return refuse(written.error());
  say_guess(guess_text(*made, *seen, root) + "\n");
  say("written");
  for (const auto& [name, text] : files) say("  " + name);
  say_own_folders(*seen, root);
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
  sub->add_flag("--copies", options->copies,
                "Only copy anew what compose files and manifests hold; the system file stays");
  sub->footer("Example: misfire init && misfire run --speed auto");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
