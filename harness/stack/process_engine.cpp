// The process engine: parts are programs of this machine, spawned by the guardian.
#include <fmt/format.h>

#include <cstdlib>

#include "base/bare_environment.hpp"
#include "base/crash_point.hpp"
#include "stack/address.hpp"
#include "stack/engine.hpp"
#include "stack/guardian_link.hpp"
#include "stack/ports.hpp"
#include "stack/process_identity.hpp"
#include "stack/process_part.hpp"
#include "stack/run_file.hpp"
#include "stack/session_record.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

class ProcessEngine final : public Engine {
 public:
  ProcessEngine(EngineOptions options, Slot slot, std::unique_ptr<GuardianLink> guardian)
      : options_(std::move(options)), slot_(std::move(slot)), guardian_(std::move(guardian)) {}
  ~ProcessEngine() override { static_cast<void>(close()); }

  Endpoint address(const std::string&, int port) override {
    return {slot_address(slot_.number), port};
  }

  Result<PartPtr> start(const PartSpec& spec) override {
    for (const auto& [name, port] : spec.ports) {
      if (reserved_.count(port) != 0) continue;  // a restart
      auto held = reserve_port(slot_address(slot_.number), port);
      if (!held) {
        held.error().message = fmt::format("{} needs {}", spec.name, held.error().message);
        return tl::unexpected(held.error());
      }
      reserved_[port] = std::move(*held);
    }
    const fs::path folder = options_.folder / "parts" / spec.name;
    const fs::path log = options_.folder / "logs" / (spec.name + ".log");
    for (const fs::path& needed : {folder, log.parent_path()}) {
      if (auto made = make_folder(needed); !made) return tl::unexpected(made.error());
    }
    for (const auto& [path, bytes] : spec.files) {
      if (auto put = put_file(folder, path, bytes); !put) return tl::unexpected(put.error());
    }
    for (const std::string& shared : spec.shared) {
      if (auto made = make_folder(folder / shared); !made) return tl::unexpected(made.error());
    }
    shared_[spec.name] = spec.shared;
    if (auto found = find_shared(spec, folder); !found) return tl::unexpected(found.error());
    SpawnRequest request{spec.program, spec.args, spec.env, folder, log};
    request.env.merge(bare_environment(folder));
    auto spawned = guardian_->spawn(request);
    if (!spawned) return tl::unexpected(spawned.error());
    auto process = std::make_shared<SpawnedProcess>();
    process->name = spec.name;
    process->id = spawned->id;
    process->pidfd = std::move(spawned->pidfd);
    processes_.push_back(process);
    return std::make_unique<ProcessPart>(guardian_, process, slot_address(slot_.number), spec.ports,
                                         folder, log);
  }

  std::vector<UnaskedExit> exits() override {
    std::vector<UnaskedExit> gone;
    if (const auto killed = guardian_->killed()) {
      // The parts go with it; that they end says nothing more.
      end_orphans();
      if (!std::exchange(told_of_guardian_, true)) gone.push_back({"guardian", *killed});
      return gone;
    }
    for (const auto& process : processes_) {
      if (process->asked || process->told) continue;
      // Only what the guardian said: the init of a namespace that was killed is silent for a moment
      // before it has ended, and its parts are not the culprits.
      const auto exit = guardian_->exit_of(process->id, 0s);
      if (!exit) continue;
      process->exit = exit;
      process->told = true;
      gone.push_back({process->name, *exit});
    }
    return gone;
  }

  Result<void> close() override {
    for (const auto& process : processes_) process->asked = true;
    guardian_->close();
    end_orphans();  // it may have been killed, or have had to be
    for (const auto& process : processes_) end_of(*process, *guardian_, 0s);
    reserved_.clear();
    slot_.lock = Descriptor();
    return {};
  }

 private:
  /// Another part's folders, at their paths.
  Result<void> find_shared(const PartSpec& spec, const fs::path& folder) const {
    if (spec.reads.empty()) return {};
    const auto known = shared_.find(spec.reads);
    if (known == shared_.end()) {
      return environment_error(
          fmt::format("{} reads folders of {}, which was not started", spec.name, spec.reads));
    }
    for (const std::string& name : known->second) {
      const fs::path there = options_.folder / "parts" / spec.reads / name;
      std::error_code error;
      if (!fs::is_symlink(folder / name, error)) {  // a restart
        fs::create_directory_symlink(there, folder / name, error);
      }
      if (error) {
        return environment_error(fmt::format("{} cannot be shown to {}: {}", there.string(),
                                             spec.name, error.message()));
      }
    }
    return {};
  }

  /// What a killed guardian leaves where it is no init of a namespace. Before the parts' own
  /// processes are ended, which lead the sessions of the others.
  void end_orphans() const {
    if (!guardian_->namespaced()) end_recorded_sessions(options_.folder, boot_id());
  }

  EngineOptions options_;
  Slot slot_;
  std::shared_ptr<GuardianLink> guardian_;
  std::vector<std::shared_ptr<SpawnedProcess>> processes_;
  std::map<int, Descriptor> reserved_;
  std::map<std::string, std::set<std::string>> shared_;  ///< part → its folders for others
  bool told_of_guardian_ = false;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_process_engine(const EngineOptions& options) {
  EngineOptions absolute = options;  // parts work in folders of their own
#ifdef MISFIRE_CRASH_POINTS
  if (std::getenv("MISFIRE_SUBREAPER") != nullptr) absolute.namespaces = false;
#endif
  absolute.folder = fs::absolute(options.folder);
  if (auto made = make_folder(session_record(absolute.folder).parent_path()); !made) {
    return tl::unexpected(made.error());
  }
  auto slot = take_slot();
  if (!slot) return tl::unexpected(slot.error());
  crash_point("a slot was taken");
  auto guardian = GuardianLink::start({slot->lock.get(), options.run_lock, absolute.namespaces,
                                       absolute.folder, absolute.registration});
  if (!guardian) return tl::unexpected(guardian.error());
  crash_point("the guardian was started");
  RunFile file;
  file.run_id = options.run_id;
  file.engine = "process";
  file.guardian = {(*guardian)->pid(), start_time_of((*guardian)->pid()), boot_id()};
  file.namespaced = (*guardian)->namespaced();
  file.slot = slot->number;
  if (auto written = write_run_file(options.run_json, file); !written) {
    return tl::unexpected(written.error());
  }
  crash_point("run.json was written");
  return std::make_unique<ProcessEngine>(absolute, std::move(*slot), std::move(*guardian));
}

}  // namespace misfire
