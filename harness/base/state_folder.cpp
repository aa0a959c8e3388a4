#include "base/state_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace misfire {
namespace {

/// Somebody else's folder, or a link to one, must not decide what we remove.
bool is_ours(const fs::path& folder) {
  struct stat info = {};
  return ::lstat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) &&
         info.st_uid == ::geteuid() && (info.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool usable(const fs::path& folder) {
  return make_folder(folder) && is_ours(folder) && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

const char* variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value == '/' ? value : nullptr;
}

/// Where the XDG Base Directory Specification wants it; empty when the environment does not tell.
fs::path standard_folder(const char* chosen, const char* below_home) {
  if (const char* folder = variable(chosen)) return fs::path(folder) / "misfire";
  if (const char* home = variable("HOME")) return fs::path(home) / below_home / "misfire";
  return {};
}

}  // namespace

std::optional<fs::path> cache_folder() {
  const fs::path wanted = standard_folder("XDG_CACHE_HOME", ".cache");
  return !wanted.empty() && usable(wanted) ? std::optional(wanted) : std::nullopt;
}

Result<fs::path> state_folder() {
  const fs::path wanted = standard_folder("XDG_STATE_HOME", ".local/state");
  if (!wanted.empty() && usable(wanted)) return wanted;
  std::error_code error;
  fs::path parent = fs::temp_directory_path(error);
  if (error) parent = "/tmp";  // TMPDIR names no folder
  const fs::path temporary = parent / fmt::format("misfire-{}", ::geteuid());
  if (usable(temporary)) return temporary;
  return environment_error(
      fmt::format("neither {} nor {} can be used to note which runs are under way",
                  wanted.empty() ? "$HOME" : wanted.string(), temporary.string()),
      "XDG_STATE_HOME chooses another place; it must be a folder of yours");
}

}  // namespace misfire
