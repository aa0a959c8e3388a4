#include "stack/docker/docker_part.hpp"

#include <fmt/format.h>

#include <csignal>

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kKilled = 10s;  // SIGKILL works at once, but the daemon may be busy

}  // namespace

DockerPart::~DockerPart() {
  if (!box_->gone && !box_->exit) static_cast<void>(stop(0s));
}

Result<void> DockerPart::put(const std::string& path, std::string_view bytes) {
  return box_->container->put({{path, std::string(bytes)}}, !box_->exit);
}

Result<void> DockerPart::signal(int number) {
  auto sent = box_->container->signal(number);
  if (!sent) {
    sent.error().message = fmt::format("{} cannot be signalled: {}", name(), sent.error().message);
  }
  return sent;
}

Result<ToolRun> DockerPart::run(const std::vector<std::string>& argv, Duration limit) {
  return box_->container->run(argv, limit);
}

Result<void> DockerPart::hand_over(const std::string& path, const fs::path& to) {
  return box_->container->copy_out(path, to);
}

Result<Exit> DockerPart::stop(Duration limit) {
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

Result<Exit> DockerPart::kill() {
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

Result<void> DockerPart::pause() {
  return box_->container->pause();
}

Result<void> DockerPart::resume() {
  return box_->container->resume();
}

std::string DockerPart::log_tail(std::size_t bytes) const {
  constexpr int kLines = 100;
  auto said = box_->container->log(kLines);
  if (!said) return "";
  return said->size() > bytes ? said->substr(said->size() - bytes) : *said;
}

int DockerPart::process() const {
  const auto cgroup = read_file(fmt::format("/proc/{}/cgroup", box_->process));
  return cgroup && is_in_container(*cgroup, box_->container->id()) ? box_->process : 0;
}

}  // namespace misfire
