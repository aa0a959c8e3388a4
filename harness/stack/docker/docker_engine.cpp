// The docker engine: parts are containers on a bridge network of the run's own.
#include <fmt/format.h>

#include <future>
#include <mutex>

#include "base/crash_point.hpp"
#include "base/interrupt.hpp"
#include "stack/docker/container.hpp"
#include "stack/docker/docker_part.hpp"
#include "stack/docker/events.hpp"
#include "stack/docker/network.hpp"
#include "stack/docker/owned.hpp"
#include "stack/engine.hpp"
#include "stack/guardian_link.hpp"
#include "stack/run_file.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr int kFirstAddress = 10;  // of a part; those below are the gateway's and the daemon's
constexpr int kLastWords = 12;     // lines of a part that ended
constexpr std::size_t kLongestWords = 600;

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

  bool works_side_by_side() const override { return true; }

  Result<PartPtr> start(const PartSpec& spec) override {
    auto box = box_for(spec);
    if (!box) return tl::unexpected(box.error());
    ContainerBox& it = **box;
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
  Result<std::shared_ptr<ContainerBox>> box_for(const PartSpec& spec) {
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
    auto box = std::make_shared<ContainerBox>();
    box->spec = spec;
    box->address = wanted.address;
    box->container = std::move(*container);
    const std::lock_guard lock(mutex_);
    boxes_[spec.name] = box;
    return box;
  }

  std::shared_ptr<ContainerBox> box_with(const std::string& id) const {
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
  std::map<std::string, std::shared_ptr<ContainerBox>> boxes_;
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
