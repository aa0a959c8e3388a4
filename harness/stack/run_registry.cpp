#include "stack/run_registry.hpp"

#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/durable.hpp"
#include "base/state_folder.hpp"

namespace misfire {
namespace {

constexpr char kFolder[] = "runs";

Result<fs::path> registry() {
  const auto state = state_folder();
  if (!state) return tl::unexpected(state.error());
  const fs::path folder = *state / kFolder;
  if (auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  return folder;
}

}  // namespace

Result<RunEntry> RunEntry::make(const std::string& run_id, const fs::path& folder) {
  const auto where = registry();
  if (!where) return tl::unexpected(where.error());
  const fs::path path = *where / run_id;
  const std::string text = folder.string() + "\n";
  for (;;) {
    std::string beside = path.string() + kUnfinished + "XXXXXX";
    Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
    if (!file) {
      return environment_error(fmt::format("cannot write {}: {}", beside, std::strerror(errno)),
                               errno == ENOSPC ? "free some disk space and run again" : "");
    }
    // It appears under its name when it is locked and whole, and not before.
    const bool locked = ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
    const int error = errno;
    const bool whole =
        locked &&
        ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(file.get()) == 0 &&  // else a power cut may leave its name without its text
        ::rename(beside.c_str(), path.c_str()) == 0;
    if (!whole) ::unlink(beside.c_str());
    if (!locked && error == EWOULDBLOCK) continue;  // a sweep took it for a dead one's
    if (!locked) {
      return environment_error(fmt::format("cannot lock {}: {}", beside, std::strerror(error)),
                               "XDG_STATE_HOME must be on a file system that knows flock(2)");
    }
    if (!whole) return environment_error(fmt::format("cannot write {}", path.string()));
    RunEntry entry(path, std::move(file));
    if (auto flushed = flush_folder(*where); !flushed) return tl::unexpected(flushed.error());
    return entry;
  }
}

RunEntry::~RunEntry() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
}

Result<std::vector<RegisteredRun>> registered_runs() {
  const auto where = registry();
  if (!where) return tl::unexpected(where.error());
  std::vector<RegisteredRun> runs;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(*where, none)) {
    RegisteredRun run{entry.path().filename().string(), {}, entry.path()};
    if (const auto text = read_file(entry.path(), 64u << 10); text && text->ends_with('\n')) {
      run.folder = text->substr(0, text->size() - 1);
    }
    runs.push_back(std::move(run));
  }
  std::sort(runs.begin(), runs.end(),
            [](const RegisteredRun& a, const RegisteredRun& b) { return a.run_id < b.run_id; });
  return runs;
}

}  // namespace misfire
