// The process engine: parts are programs of this machine, spawned by the guardian.
#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/crash_point.hpp"
#include "stack/address.hpp"
#include "stack/engine.hpp"
#include "stack/guardian_link.hpp"
#include "stack/ports.hpp"
#include "stack/run_file.hpp"
#include "stack/session_record.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLastWords = 2s;  // a part that is destroyed without having been stopped
constexpr Duration kKilled = 10s;    // SIGKILL works at once, but a busy machine takes its time

/// What engine and part both know of a process; the engine may be closed before the part is gone.
struct Process {
  std::string name;
  int id = 0;
  Descriptor pidfd;
  bool asked = false;  ///< its end was asked for
  bool told = false;   ///< its unasked end was reported
  std::optional<Exit> exit;
};

/// 0, or an errno.
int send_signal(const Process& process, int number) {
  return ::syscall(SYS_pidfd_send_signal, process.pidfd.get(), number, nullptr, 0u) == 0 ? 0
                                                                                         : errno;
}

/// Whether it has ended, even if the guardian's word about it is still on its way.
bool has_ended(const Process& process) {
  pollfd watched{process.pidfd.get(), POLLIN, 0};
  return ::poll(&watched, 1, 0) > 0;
}

/// How it ended, if it has; waits at most `limit`. Without its guardian it has: the kernel saw to
/// that, or, where there is no namespace, we do.
const std::optional<Exit>& end_of(Process& process, GuardianLink& guardian, Duration limit) {
  if (!process.exit) process.exit = guardian.exit_of(process.id, limit);
  if (!process.exit && guardian.gone()) {
    send_signal(process, SIGKILL);
    process.exit = Exit{-1, SIGKILL};
  }
  return process.exit;
}

/// Paths come from users' files too: nothing is ever written outside the part's folder.
Result<void> put_file(const fs::path& folder, const std::string& path, std::string_view bytes) {
  const fs::path inside = fs::path(path).lexically_normal();
  if (inside.is_absolute() || !inside.has_filename() || *inside.begin() == "..") {
    return usage_error(fmt::format("\"{}\" is not a file inside a part's folder", path));
  }
  if (auto made = make_folder((folder / inside).parent_path()); !made) return made;
  return write_file(folder / inside, bytes);
}

class ProcessPart final : public Part {
 public:
  ProcessPart(std::shared_ptr<GuardianLink> guardian, std::shared_ptr<Process> process,
              std::string address, std::map<std::string, int> ports, fs::path folder, fs::path log)
      : guardian_(std::move(guardian)),
        process_(std::move(process)),
        address_(std::move(address)),
        ports_(std::move(ports)),
        folder_(std::move(folder)),
        log_(std::move(log)) {}
  ~ProcessPart() override { static_cast<void>(stop(kLastWords)); }

  const std::string& name() const override { return process_->name; }
  Endpoint from_harness(const std::string& port) const override {
    return {address_, ports_.at(port)};
  }
  Endpoint from_parts(const std::string& port) const override { return from_harness(port); }

  Result<void> put(const std::string& path, std::string_view bytes) override {
    return put_file(folder_, path, bytes);
  }

  Result<void> signal(int number) override {
    const int error = end_of(*process_, *guardian_, 0s) ? ESRCH : send_signal(*process_, number);
    if (error == 0) return {};
    return environment_error(fmt::format("{} cannot be signalled: {}", process_->name,
                                         error == ESRCH ? "it has ended" : std::strerror(error)));
  }

  Result<ToolRun> run(const std::vector<std::string>& argv, Duration limit) override {
    return run_tool(argv, limit, folder_);
  }

  Result<void> hand_over(const std::string& path, const fs::path& to) override {
    std::error_code error;
    fs::rename(folder_ / path, to, error);
    if (error) {
      return environment_error(fmt::format("{} of {} cannot be moved to {}: {}", path, name(),
                                           to.string(), error.message()));
    }
    return {};
  }

  Result<Exit> stop(Duration limit) override {
    if (has_ended(*process_)) end_of(*process_, *guardian_, kKilled);
    if (!process_->exit) {  // an earlier end was nobody's wish and stays so
      process_->asked = true;
      send_signal(*process_, SIGTERM);
      send_signal(*process_, SIGCONT);  // a hung (stopped) one could not hear it
      if (!end_of(*process_, *guardian_, limit)) {
        send_signal(*process_, SIGKILL);
        end_of(*process_, *guardian_, kKilled);
      }
    }
    guardian_->end_session(process_->id);
    if (!process_->exit) return environment_error(fmt::format("{} did not end", process_->name));
    return *process_->exit;
  }

  Result<Exit> kill() override {
    if (has_ended(*process_)) end_of(*process_, *guardian_, kKilled);
    if (!process_->exit) {
      process_->asked = true;
      send_signal(*process_, SIGKILL);
      end_of(*process_, *guardian_, kKilled);
    }
    guardian_->end_session(process_->id);
    if (!process_->exit) return environment_error(fmt::format("{} did not end", process_->name));
    return *process_->exit;
  }

  Result<void> pause() override { return signal(SIGSTOP); }
  Result<void> resume() override { return signal(SIGCONT); }

  std::string log_tail(std::size_t bytes) const override {
    const auto text = read_file(log_, 1u << 30);
    if (!text) return "";
    return text->size() > bytes ? text->substr(text->size() - bytes) : *text;
  }

  int process() const override { return process_behind(process_->pidfd.get()); }

 private:
  std::shared_ptr<GuardianLink> guardian_;
  std::shared_ptr<Process> process_;
  std::string address_;
  std::map<std::string, int> ports_;
  fs::path folder_, log_;
};

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
    const char* path = std::getenv("PATH");
    request.env.emplace("PATH", path != nullptr ? path : "/usr/sbin:/usr/bin:/sbin:/bin");
    request.env.emplace("LC_ALL", "C");
    request.env.emplace("HOME", folder.string());
    auto spawned = guardian_->spawn(request);
    if (!spawned) return tl::unexpected(spawned.error());
    auto process = std::make_shared<Process>();
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
    if (guardian_->killed()) end_orphans();
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

  /// What a killed guardian leaves where it is no init of a namespace.
  void end_orphans() const {
    if (!guardian_->namespaced()) end_recorded_sessions(options_.folder, boot_id());
  }

  EngineOptions options_;
  Slot slot_;
  std::shared_ptr<GuardianLink> guardian_;
  std::vector<std::shared_ptr<Process>> processes_;
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
