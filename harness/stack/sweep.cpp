#include "stack/sweep.hpp"

#include <fmt/format.h>

#include "base/crash_point.hpp"
#include "base/lock.hpp"
#include "base/temporary_folder.hpp"
#include "base/wait.hpp"
#include "stack/docker/owned.hpp"
#include "stack/docker/workshop.hpp"
#include "stack/processes_inside.hpp"
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
    swept_.temporary_folders = remove_ownerless_temporary_folders(
        [&](const fs::path& folder) { return end_check(folder); });
    return std::move(swept_);
  }

 private:
  void look_at(const RegisteredRun& run) {
    auto held = lock(run.entry);
    std::error_code gone;
    if (!held && !fs::exists(run.entry, gone)) return;  // it has just left
    if (!held) return unsettled(run, held.error().message, held.error().hint);
    const auto file = read_run_file(run.folder / "run.json");
    if (!*held) {
      // Without a run file it is just coming up. No lock outlives a boot.
      if (!file || runs(file->harness) || file->harness.boot != boot_id() ||
          numbers_otherwise(*file) || on_another_machine(*file)) {
        ++swept_.alive;
        return;
      }
      held = end_guardian(run, *file);
      if (!held || !*held) return;
    } else if (file && on_another_machine(*file)) {
      ++swept_.alive;
      return;
    }
    clean(run, file ? &*file : nullptr);
  }

  /// The harness is dead: its guardian needs a moment, or hangs and is killed; the kernel then ends
  /// everything inside its namespace.
  Result<std::optional<Descriptor>> end_guardian(const RegisteredRun& run, const RunFile& file) {
    Result<std::optional<Descriptor>> held;
    const auto free = [&]() -> Result<bool> {
      held = lock(run.entry);
      return !held || held->has_value();  // an entry that is gone was removed by the guardian
    };
    if (wait_for(clock_, "the guardian of a dead run", patience_, free)) return held;
    crash_point("sweep: a guardian hangs");
    if (!kill_exactly(file.guardian)) {
      unsettled(run,
                fmt::format("its entry {} is held by a process that cannot be seen from here",
                            run.entry.string()),
                "it may run in another container; fuser shows who holds the file");
      return std::optional<Descriptor>();
    }
    if (!wait_for(clock_, "a killed guardian to end", kKilled, free)) {
      unsettled(
          run,
          fmt::format("its guardian (process {}) was killed but does not end", file.guardian.pid),
          "it is stuck in the kernel; sweep again later");
      return std::optional<Descriptor>();
    }
    return held;
  }

  void clean(const RegisteredRun& run, const RunFile* file) {
    SweptRun swept{run.run_id, run.folder};
    crash_point("sweep: a run is dead");
    if (run.folder.empty()) return leave_registry(run);  // it died while it entered itself
    if (file != nullptr && !file->namespaced && !numbers_otherwise(*file)) {
      swept.processes = end_recorded_sessions(run.folder, file->guardian.boot);
    }
    crash_point("sweep: its processes are ended");
    if (file != nullptr && !file->docker.empty()) {
      const auto removed = remove_containers(file->docker, run.run_id);
      if (!removed) return unsettled(run, removed.error().message, removed.error().hint);
      swept.containers = removed->containers;
      crash_point("sweep: its containers are removed");
    }
    swept.scratch = remove_scratch(run.folder);
    crash_point("sweep: its scratch is removed");
    if (has_parts(run.folder)) {
      return unsettled(run, fmt::format("{} cannot be removed", (run.folder / "parts").string()),
                       "check who owns it");
    }
    leave_registry(run);
    swept_.runs.push_back(std::move(swept));
  }

  static Result<RemovedFromDocker> remove_containers(const std::string& docker,
                                                     const std::string& owner) {
    const auto client = DockerClient::connect(endpoint_of(docker));
    if (!client) return tl::unexpected(client.error());
    return remove_owned(*client, owner);
  }

  /// Whether the check's folder may go. Its tools work there; what these have started may have
  /// outlived them.
  bool end_check(const fs::path& folder) {
    swept_.temporary_processes += end_processes_inside(folder);
    return remove_containers_of_check(folder);
  }

  bool remove_containers_of_check(const fs::path& folder) {
    std::error_code error;
    if (!fs::exists(folder / kDockerMark, error)) return true;
    const auto docker = read_file(folder / kDockerMark);
    const auto removed = docker ? remove_containers(*docker, folder.filename().string())
                                : tl::unexpected(docker.error());
    if (removed) return true;
    swept_.unsettled.push_back(
        {ErrorCode::environment,
         fmt::format("a dead check cannot be swept: {}", removed.error().message),
         removed.error().hint,
         {}});
    return false;
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
