#include "init/write_files.hpp"

#include <fmt/format.h>

#include "init/deployed_files.hpp"
#include "init/first_files.hpp"

namespace misfire {
namespace {

Result<void> make_folders_for_all(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return environment_error(fmt::format("cannot make {}: {}", folder.string(), error.message()));
  }
  using fs::perms;
  constexpr perms kEnter =
      perms::group_read | perms::others_read | perms::group_exec | perms::others_exec;
  for (fs::path at = folder; at.has_relative_path(); at = at.parent_path()) {
    fs::permissions(at, kEnter, fs::perm_options::add, error);
    if (at.filename() == kOwnFolder) break;
  }
  return {};
}

/// What stands in a file that others may not read is not for them either: it may be a secret. What
/// is one is for nobody else, however its file is kept.
bool is_for_all(const fs::path& root, const Copy& copy) {
  std::error_code error;
  if (copy.secret) return false;
  if (copy.from.empty()) return true;
  const fs::perms perms = fs::status(root / copy.from, error).permissions();
  return !error && (perms & fs::perms::others_read) != fs::perms::none;
}

}  // namespace

Result<void> check_own_folder(const fs::path& root) {
  std::error_code error;
  const fs::path own = fs::weakly_canonical(root, error) / kOwnFolder;
  for (const fs::path& folder : {own, own / "scenarios", own / "schema"}) {
    const fs::path real = fs::weakly_canonical(folder, error);
    if (error || real == folder) continue;  // whoever writes there says what is wrong
    return usage_error(fmt::format("{} is a link to {}", folder.string(), real.string()),
                       "misfire init writes into a folder of its own: remove the link");
  }
  return {};
}

Result<void> write_for_all(const fs::path& file, const std::string& text) {
  if (auto made = make_folders_for_all(file.parent_path()); !made) return made;
  if (auto written = write_file(file, text); !written) return written;
  std::error_code ignored;
  constexpr fs::perms kRead = fs::perms::group_read | fs::perms::others_read;
  fs::permissions(file, kRead, fs::perm_options::add, ignored);
  return {};
}

std::vector<fs::path> own_folders(const fs::path& root) {
  std::vector<fs::path> there;
  std::error_code error;
  for (const char* folder : {kCopies, kMounted}) {
    const fs::path path = root / kOwnFolder / folder;
    if (fs::exists(fs::symlink_status(path, error))) there.push_back(path);
  }
  return there;
}

fs::path link_target(const Survey& survey, const std::string& path, const fs::path& root) {
  const fs::path folder = (root / kOwnFolder / path).parent_path();
  return survey.final_path(survey.links.at(path), root).lexically_relative(folder);
}

Result<void> write_own_folders(const Survey& survey, const fs::path& root) {
  std::error_code error;
  // An old link to a folder of the repository would take new files there.
  for (const fs::path& folder : own_folders(root)) {
    fs::remove_all(folder, error);
    if (error) {
      return environment_error(
          fmt::format("cannot remove {}: {}", folder.string(), error.message()));
    }
  }
  for (const auto& [path, to] : survey.links) {
    const fs::path link = root / kOwnFolder / path;
    if (auto made = make_folders_for_all(link.parent_path()); !made) return made;
    fs::create_symlink(link_target(survey, path, root), link, error);
    if (error) {
      return environment_error(
          fmt::format("cannot make the link {}: {}", link.string(), error.message()));
    }
  }
  for (const auto& [path, copy] : survey.deployments.copies) {
    const fs::path file = root / kOwnFolder / path;
    if (is_for_all(root, copy)) {
      if (auto done = write_for_all(file, copy.text); !done) return done;
    } else {
      if (auto made = make_folders_for_all(file.parent_path()); !made) return made;
      if (auto done = write_file(file, copy.text); !done) return done;
    }
  }
  return {};
}

}  // namespace misfire
