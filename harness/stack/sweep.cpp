#include "stack/sweep.hpp"

#include <fmt/format.h>

#include "base/crash_point.hpp"
#include "base/folder_lock.hpp"
#include "base/temporary_folder.hpp"
#include "base/wait.hpp"
#include "stack/run_file.hpp"
#include "stack/run_registry.hpp"
#include "stack/scratch.hpp"
#include "stack/session_record.hpp"

namespace misfire {
namespace {

constexpr Duration kKilled = std::chrono::seconds(10);  // a busy machine takes its time

class Sweep {
 public:
  Sweep(Clock& clock, Duration patience) : clock_(clock), patience_(patience) {}

  Swept run() {
    if (const auto registered = registered_runs()) {
      for (const RegisteredRun& one : *registered) look_at(one);
    } else {
      swept_.unsettled.push_back(registered.error());
    }
    swept_.temporary_folders = remove_ownerless_temporary_folders();
    return std::move(swept_);
  }

 private:
  void look_at(const RegisteredRun& run) {
    std::error_code error;
    if (run.folder.empty() || !fs::exists(run.folder, error)) {
      leave_registry(run);  // its folder was deleted, or its entry was never whole
      return;
    }
    auto lock = lock_folder(run.folder);
    if (!lock) return unsettled(run, lock.error().message, lock.error().hint);
    const auto file = read_run_file(run.folder / "run.json");
    if (!*lock) {
      if (!file || runs(file->harness)) {
        ++swept_.alive;  // without a run file it is just coming up
        return;
      }
      lock = end_guardian(run, *file);
      if (!lock || !*lock) return;
    }
    clean(run, file ? &*file : nullptr);
  }

  /// The harness is dead: its guardian needs a moment, or hangs and is killed; the kernel then ends
  /// everything inside its namespace.
  Result<std::optional<Descriptor>> end_guardian(const RegisteredRun& run, const RunFile& file) {
    Result<std::optional<Descriptor>> lock;
    const auto free = [&]() -> Result<bool> {
      lock = lock_folder(run.folder);
      if (!lock) return tl::unexpected(lock.error());
      return lock->has_value();
    };
    if (wait_for(clock_, "the guardian of a dead run", patience_, free)) return lock;
    crash_point("sweep: a guardian hangs");
    if (!kill_exactly(file.guardian)) {
      unsettled(run,
                fmt::format("its folder {} is held by a process that cannot be seen from here",
                            run.folder.string()),
                "it may run in another container; fuser shows who holds the folder");
      return std::optional<Descriptor>();
    }
    if (!wait_for(clock_, "a killed guardian to end", kKilled, free)) {
      unsettled(
          run,
          fmt::format("its guardian (process {}) was killed but does not end", file.guardian.pid),
          "it is stuck in the kernel; sweep again later");
      return std::optional<Descriptor>();
    }
    return lock;
  }

  void clean(const RegisteredRun& run, const RunFile* file) {
    SweptRun swept{run.run_id, run.folder};
    crash_point("sweep: a run is dead");
    if (file != nullptr && !file->namespaced) {
      swept.processes = end_recorded_sessions(run.folder, file->guardian.boot);
    }
    crash_point("sweep: its processes are ended");
    swept.scratch = remove_scratch(run.folder);
    crash_point("sweep: its scratch is removed");
    std::error_code error;
    if (fs::exists(run.folder / "parts", error)) {
      return unsettled(run, fmt::format("{} cannot be removed", (run.folder / "parts").string()),
                       "check who owns it");
    }
    fs::remove(run.folder, error);  // only when it is empty: it died before anything happened
    leave_registry(run);
    swept_.runs.push_back(std::move(swept));
  }

  void leave_registry(const RegisteredRun& run) {
    std::error_code error;
    fs::remove(run.entry, error);
    crash_point("sweep: its entry is removed");
    if (error) unsettled(run, fmt::format("{} cannot be removed", run.entry.string()), "");
  }

  void unsettled(const RegisteredRun& run, const std::string& what, const std::string& hint) {
    swept_.unsettled.push_back({ErrorCode::environment,
                                fmt::format("run {} cannot be swept: {}", run.run_id, what),
                                hint,
                                {}});
  }

  Clock& clock_;
  Duration patience_;
  Swept swept_;
};

}  // namespace

Swept sweep_dead_runs(Clock& clock, Duration patience) {
  return Sweep(clock, patience).run();
}

}  // namespace misfire
