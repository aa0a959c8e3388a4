#include "base/temporary_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/crash_point.hpp"
#include "base/lock.hpp"
#include "base/state_folder.hpp"

namespace misfire {
namespace {

constexpr char kFolder[] = "tmp";

}  // namespace

Result<TemporaryFolder> TemporaryFolder::make(const std::string& purpose) {
  const auto state = state_folder();
  if (!state) return tl::unexpected(state.error());
  const fs::path parent = *state / kFolder;
  if (auto made = make_folder(parent); !made) return tl::unexpected(made.error());
  for (;;) {
    std::string name = (parent / fmt::format("{}-XXXXXX", purpose)).string();
    if (::mkdtemp(name.data()) == nullptr) {
      return environment_error(
          fmt::format("cannot make a temporary folder {}: {}", name, std::strerror(errno)),
          errno == ENOSPC ? "free some disk space and run again" : "");
    }
    auto held = lock(name);
    if (held && *held) {
      TemporaryFolder made(name, std::move(**held));
      crash_point("a temporary folder was made");
      return made;
    }
    // Another command came between the two calls and takes it for ownerless.
    std::error_code gone;
    if (!held && fs::exists(name, gone)) return tl::unexpected(held.error());
  }
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

int remove_ownerless_temporary_folders(const std::function<bool(const fs::path&)>& first) {
  const auto state = state_folder();
  if (!state) return 0;
  int removed = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(*state / kFolder, error)) {
    const auto free = lock(entry.path());
    if (!free || !*free) continue;
    crash_point("a temporary folder is ownerless");
    if (first && !first(entry.path())) continue;
    std::error_code failed;
    fs::remove_all(entry.path(), failed);
    if (!failed) ++removed;
  }
  return removed;
}

}  // namespace misfire
