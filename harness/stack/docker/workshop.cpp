#include "stack/docker/workshop.hpp"

#include <fmt/format.h>

#include <atomic>
#include <future>
#include <mutex>

#include "base/interrupt.hpp"
#include "base/temporary_folder.hpp"
#include "stack/docker/container.hpp"
#include "stack/guardian_link.hpp"

namespace misfire {
namespace {

class DockerWorkshop final : public Workshop {
 public:
  DockerWorkshop(DockerClient client, Images images, TemporaryFolder folder,
                 std::unique_ptr<GuardianLink> guardian)
      : client_(std::move(client)),
        images_(std::move(images)),
        folder_(std::move(folder)),
        guardian_(std::move(guardian)) {}
  ~DockerWorkshop() override {
    removals_.clear();  // waits for them
    if (left_behind_) folder_.leave_for_sweep();
  }

  Result<ToolRun> run(const ToolCall& call) const override {
    const auto image = images_.find(call.program);
    if (image == images_.end()) {
      return environment_error(fmt::format("no image holds the program {}", call.program));
    }
    ContainerSpec spec;
    spec.owner = folder_.path().filename().string();
    spec.name = fmt::format("misfire-{}-{}", spec.owner, ++calls_);
    spec.part = call.program;
    spec.image = image->second;
    spec.argv = {call.program};
    spec.argv.insert(spec.argv.end(), call.args.begin(), call.args.end());
    const auto container = Container::create(client_, spec);
    if (!container) return tl::unexpected(container.error());
    auto result = finish(*container, call);
    remove_meanwhile(*container);
    return result;
  }

 private:
  /// The answer is there; nobody need wait until the daemon has tidied up.
  void remove_meanwhile(const Container& container) const {
    const std::lock_guard lock(mutex_);
    removals_.push_back(std::async(std::launch::async, [this, container] {
      const CleaningUp going_on;
      if (!container.remove()) left_behind_ = true;
    }));
  }

  static Result<ToolRun> finish(const Container& container, const ToolCall& call) {
    if (auto put = container.put(call.files, false); !put) return tl::unexpected(put.error());
    if (auto started = container.start(); !started) return tl::unexpected(started.error());
    const auto code = container.exit_code(call.limit);
    if (!code) return tl::unexpected(code.error());
    if (!*code) {
      return environment_error(fmt::format("{} was not done after {:.0f} s and was ended",
                                           call.program, to_seconds(call.limit)));
    }
    auto said = container.log();
    if (!said) return tl::unexpected(said.error());
    const std::string folder = std::string(kPartFolder) + "/";
    for (std::size_t at; (at = said->find(folder)) != std::string::npos;) {
      said->erase(at, folder.size());
    }
    return ToolRun{**code, std::move(*said)};
  }

  DockerClient client_;
  Images images_;
  TemporaryFolder folder_;
  std::unique_ptr<GuardianLink> guardian_;  ///< removes the containers of a killed check
  mutable std::atomic<int> calls_{0};
  mutable std::atomic<bool> left_behind_{false};
  mutable std::mutex mutex_;
  mutable std::vector<std::future<void>> removals_;
};

}  // namespace

Result<std::shared_ptr<const Workshop>> docker_workshop(const DockerClient& client, Images images) {
  auto folder = TemporaryFolder::make("check");
  if (!folder) return tl::unexpected(folder.error());
  if (auto marked = write_file(folder->path() / kDockerMark, to_string(client.endpoint()));
      !marked) {
    return tl::unexpected(marked.error());
  }
  GuardianOptions watched;
  watched.run_lock = folder->held_lock();
  watched.namespaces = false;  // it has no processes to end
  watched.run_folder = watched.registration = folder->path();
  watched.docker = to_string(client.endpoint());
  watched.docker_api = client.api();
  watched.docker_owner = folder->path().filename().string();
  auto guardian = GuardianLink::start(watched);
  if (!guardian) return tl::unexpected(guardian.error());
  return std::make_shared<const DockerWorkshop>(client, std::move(images), std::move(*folder),
                                                std::move(*guardian));
}

}  // namespace misfire
