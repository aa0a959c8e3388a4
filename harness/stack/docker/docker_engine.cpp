// The docker engine: parts are containers on a bridge network of the run's own.
#include <fmt/format.h>

#include <csignal>
#include <future>
#include <mutex>

#include "base/crash_point.hpp"
#include "base/interrupt.hpp"
#include "stack/docker/container.hpp"
#include "stack/docker/events.hpp"
#include "stack/docker/network.hpp"
#include "stack/docker/owned.hpp"
#include "stack/engine.hpp"
#include "stack/guardian_link.hpp"
#include "stack/run_file.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kKilled = 10s;  // SIGKILL works at once, but the daemon may be busy
constexpr int kFirstAddress = 10;  // of a part; those below are the gateway's and the daemon's
constexpr int kLastWords = 12;     // lines of a part that ended
constexpr std::size_t kLongestWords = 600;

/// What engine and part both know of a container; the engine may be closed before the part is gone.
struct Box {
  PartSpec spec;
  std::string address;
  std::optional<Container> container;
  std::map<int, int> published;
  int process = 0;  ///< on the daemon's machine
  std::optional<Exit> exit;
  bool asked = false;  ///< its end was asked for
  bool told = false;   ///< its unasked end was reported
  bool gone = false;   ///< the engine has removed it
};

/// Docker takes letters, digits and _.- in names.
std::string as_docker_name(const std::string& part, int number) {
  std::string name = part;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '.') c = '-';
  }
  return name == part ? name : fmt::format("{}-{}", name, number);
}

std::vector<std::string> argv_of(const PartSpec& spec) {
  std::vector<std::string> argv;
  if (!spec.foreign) argv.push_back(spec.program);
  argv.insert(argv.end(), spec.args.begin(), spec.args.end());
  return argv;
}

std::string last_words(const Container& container) {
  auto said = container.log(kLastWords);
  if (!said || said->empty()) return "";
  while (said->ends_with('\n')) said->pop_back();
  if (said->size() > kLongestWords) said->erase(0, said->size() - kLongestWords);
  return "its last words: " + *said;
}

class DockerPart final : public Part {
 public:
  explicit DockerPart(std::shared_ptr<Box> box) : box_(std::move(box)) {}
  ~DockerPart() override {
    if (!box_->gone && !box_->exit) static_cast<void>(stop(0s));
  }

  const std::string& name() const override { return box_->spec.name; }
  Endpoint from_harness(const std::string& port) const override {
    const auto published = box_->published.find(box_->spec.ports.at(port));
    return {"127.0.0.1", published == box_->published.end() ? 0 : published->second};
  }
  Endpoint from_parts(const std::string& port) const override {
    return {box_->address, box_->spec.ports.at(port)};
  }

  Result<void> put(const std::string& path, std::string_view bytes) override {
    return box_->container->put({{path, std::string(bytes)}}, !box_->exit);
  }
  Result<void> signal(int number) override {
    auto sent = box_->container->signal(number);
    if (!sent) {
      sent.error().message =
          fmt::format("{} cannot be signalled: {}", name(), sent.error().message);
    }
    return sent;
  }
  Result<ToolRun> run(const std::vector<std::string>& argv, Duration limit) override {
    return box_->container->run(argv, limit);
  }
  Result<void> hand_over(const std::string& path, const fs::path& to) override {
    return box_->container->copy_out(path, to);
  }
  Result<Exit> stop(Duration limit) override {
    if (box_->exit) return *box_->exit;
    const auto before = box_->container->state();
    if (!before) return tl::unexpected(before.error());
    if (before->running) {  // an earlier end was nobody's wish and stays so
      box_->asked = true;
      if (auto stopped = box_->container->stop(limit); !stopped) {
        return tl::unexpected(stopped.error());
      }
    }
    const auto after = box_->container->state();
    if (!after) return tl::unexpected(after.error());
    if (after->running) return environment_error(fmt::format("{} did not end", name()));
    box_->exit = after->exit;
    return *box_->exit;
  }
  Result<Exit> kill() override {
    if (box_->exit) return *box_->exit;
    const auto before = box_->container->state();
    if (!before) return tl::unexpected(before.error());
    if (before->running) {
      box_->asked = true;
      if (auto sent = signal(SIGKILL); !sent) return tl::unexpected(sent.error());
      const auto code = box_->container->exit_code(kKilled);
      if (!code) return tl::unexpected(code.error());
    }
    const auto after = box_->container->state();
    if (!after) return tl::unexpected(after.error());
    if (after->running) return environment_error(fmt::format("{} did not end", name()));
    box_->exit = after->exit;
    return *box_->exit;
  }
  // All of a container's processes, while a signal would reach its first one only.
  Result<void> pause() override { return box_->container->pause(); }
  Result<void> resume() override { return box_->container->resume(); }
  std::string log_tail(std::size_t bytes) const override {
    constexpr int kLines = 100;
    auto said = box_->container->log(kLines);
    if (!said) return "";
    return said->size() > bytes ? said->substr(said->size() - bytes) : *said;
  }
  int process() const override {
    const auto cgroup = read_file(fmt::format("/proc/{}/cgroup", box_->process));
    return cgroup && is_in_container(*cgroup, box_->container->id()) ? box_->process : 0;
  }

 private:
  std::shared_ptr<Box> box_;
};

class DockerEngine final : public Engine {
 public:
  DockerEngine(EngineOptions options, std::map<std::string, std::string> images,
               DockerClient client, DockerNetwork network, ContainerEvents events,
               std::unique_ptr<GuardianLink> guardian)
      : options_(std::move(options)),
        images_(std::move(images)),
        client_(std::move(client)),
        network_(std::move(network)),
        events_(std::move(events)),
        guardian_(std::move(guardian)) {}
  ~DockerEngine() override { static_cast<void>(close()); }

  /// Addresses are given in the order in which they are asked for, which is the same in every run.
  Endpoint address(const std::string& part, int port) override {
    const std::lock_guard lock(mutex_);
    return {container_address(network_.slot, number_of(part)), port};
  }

  bool starts_side_by_side() const override { return true; }

  Result<PartPtr> start(const PartSpec& spec) override {
    auto box = box_for(spec);
    if (!box) return tl::unexpected(box.error());
    Box& it = **box;
    if (auto put = it.container->put(spec.files, false); !put) return tl::unexpected(put.error());
    if (auto started = it.container->start(); !started) return tl::unexpected(started.error());
    const auto state = it.container->state();
    if (!state) return tl::unexpected(state.error());
    it.published = state->published;
    it.process = state->process;
    return std::make_unique<DockerPart>(*box);
  }

  std::vector<UnaskedExit> exits() override {
    std::vector<UnaskedExit> gone;
    if (const auto killed = guardian_->killed();
        killed && !std::exchange(told_of_guardian_, true)) {
      gone.push_back({"guardian", *killed});
    }
    const auto ended = events_.ended();
    if (!ended) {
      if (interrupted() == 0 && !std::exchange(told_of_daemon_, true)) {
        gone.push_back({"docker daemon", Exit{-1, 0}, ended.error().message});
      }
      return gone;
    }
    for (const ContainerEnded& one : *ended) {
      const auto box = box_with(one.id);
      if (!box || box->asked || std::exchange(box->told, true)) continue;
      const auto state = box->container->state();
      if (state && state->running) {  // somebody has started it again
        box->told = false;
        continue;
      }
      const Exit exit = state ? state->exit : Exit{one.exit_code};
      box->exit = exit;
      gone.push_back({box->spec.name, exit, last_words(*box->container)});
    }
    return gone;
  }

  Result<void> close() override {
    const CleaningUp going_on;
    if (closed_) return {};
    save_logs();
    const auto removed = remove_owned(client_, options_.run_id);
    for (const auto& [name, box] : boxes_) box->gone = true;
    guardian_->close();
    closed_ = true;
    if (removed) return {};
    if (options_.left_behind) options_.left_behind();
    Error error = removed.error();
    error.message = "containers may be left behind: " + error.message;
    error.hint += (error.hint.empty() ? "" : "; ") +
                  std::string("when the daemon answers again, misfire sweep removes them");
    return tl::unexpected(std::move(error));
  }

 private:
  int number_of(const std::string& part) {
    return numbers_.emplace(part, kFirstAddress + static_cast<int>(numbers_.size())).first->second;
  }

  /// A new container, or the one of a part of that name that was stopped.
  Result<std::shared_ptr<Box>> box_for(const PartSpec& spec) {
    int number = 0;
    {
      const std::lock_guard lock(mutex_);
      number = number_of(spec.name);
      const auto known = boxes_.find(spec.name);
      if (known != boxes_.end()) {
        const auto& box = known->second;
        if (argv_of(box->spec) != argv_of(spec)) {
          return environment_error(
              fmt::format("{} cannot be started again with another command line", spec.name));
        }
        box->spec = spec;
        box->exit.reset();
        box->asked = box->told = false;
        return box;
      }
    }
    const auto image = images_.find(spec.program);
    if (image == images_.end()) {
      return environment_error(fmt::format("no image holds the program {}", spec.program));
    }
    ContainerSpec wanted;
    const std::string name = as_docker_name(spec.name, number);
    wanted.name = fmt::format("misfire-{}-{}", options_.run_id, name);
    wanted.owner = options_.run_id;
    wanted.part = name;
    wanted.image = image->second;
    wanted.argv = argv_of(spec);
    wanted.env = spec.env;
    wanted.foreign = spec.foreign;
    if (!spec.foreign) wanted.env.emplace("LC_ALL", "C");
    wanted.network = network_.name;
    wanted.address = container_address(network_.slot, number);
    wanted.limits = spec.limits;
    wanted.shared = spec.shared;
    if (!spec.reads.empty()) {
      const std::lock_guard lock(mutex_);
      const auto other = boxes_.find(spec.reads);
      if (other == boxes_.end()) {
        return environment_error(
            fmt::format("{} reads folders of {}, which was not started", spec.name, spec.reads));
      }
      wanted.reads = other->second->container->id();
    }
    for (const auto& [port_name, port] : spec.ports) {
      if (spec.inner_ports.count(port_name) == 0) wanted.published.push_back(port);
    }
    auto container = Container::create(client_, wanted);
    if (!container) return tl::unexpected(container.error());
    auto box = std::make_shared<Box>();
    box->spec = spec;
    box->address = wanted.address;
    box->container = std::move(*container);
    const std::lock_guard lock(mutex_);
    boxes_[spec.name] = box;
    return box;
  }

  std::shared_ptr<Box> box_with(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, box] : boxes_) {
      if (box->container->id() == id) return box;
    }
    return nullptr;
  }

  void save_logs() const {
    const fs::path folder = options_.folder / "logs";
    if (boxes_.empty() || !make_folder(folder)) return;
    std::vector<std::future<void>> saving;
    for (const auto& [name, box] : boxes_) {
      saving.push_back(std::async(std::launch::async, [&folder, &name = name, &box = *box] {
        const CleaningUp going_on;
        if (const auto said = box.container->log()) {
          static_cast<void>(write_file(folder / (name + ".log"), *said));
        }
      }));
    }
  }

  EngineOptions options_;
  std::map<std::string, std::string> images_;
  DockerClient client_;
  DockerNetwork network_;
  ContainerEvents events_;
  std::unique_ptr<GuardianLink> guardian_;
  mutable std::mutex mutex_;
  std::map<std::string, int> numbers_;
  std::map<std::string, std::shared_ptr<Box>> boxes_;
  bool told_of_guardian_ = false, told_of_daemon_ = false, closed_ = false;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_docker_engine(
    const EngineOptions& options, const std::map<std::string, std::string>& images) {
  auto client = DockerClient::connect();
  if (!client) return tl::unexpected(client.error());
  EngineOptions absolute = options;
  absolute.folder = fs::absolute(options.folder);
  GuardianOptions watched;
  watched.run_lock = options.run_lock;
  watched.namespaces = false;  // it has no processes to end
  watched.run_folder = absolute.folder;
  watched.registration = options.registration;
  watched.docker = to_string(client->endpoint());
  watched.docker_api = client->api();
  watched.docker_owner = options.run_id;
  auto guardian = GuardianLink::start(watched);
  if (!guardian) return tl::unexpected(guardian.error());
  crash_point("the guardian was started");
  RunFile file;
  file.run_id = options.run_id;
  file.engine = "docker";
  file.guardian = {(*guardian)->pid(), start_time_of((*guardian)->pid()), boot_id()};
  file.docker = watched.docker;
  if (auto written = write_run_file(options.run_json, file); !written) {
    return tl::unexpected(written.error());
  }
  crash_point("run.json was written");
  auto network = make_network(*client, options.run_id);
  crash_point("the network was made");
  const auto undone = [&](const Error& why) {
    if (!remove_owned(*client, options.run_id) && options.left_behind) options.left_behind();
    return tl::unexpected(why);
  };
  if (!network) return undone(network.error());
  auto events = ContainerEvents::follow(*client, options.run_id);
  if (!events) return undone(events.error());
  return std::make_unique<DockerEngine>(std::move(absolute), images, std::move(*client),
                                        std::move(*network), std::move(*events),
                                        std::move(*guardian));
}

}  // namespace misfire
