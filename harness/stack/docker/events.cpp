#include "stack/docker/events.hpp"

#include <fmt/format.h>

#include "stack/docker/container.hpp"

namespace misfire {
namespace {

using nlohmann::json;

}  // namespace

Result<ContainerEvents> ContainerEvents::follow(const DockerClient& client,
                                                const std::string& owner) {
  const json filters{{"label", {fmt::format("{}={}", kOwnerLabel, owner)}},
                     {"type", {"container"}},
                     {"event", {"die", "died"}}};  // Docker's and Podman's word
  auto stream = client.stream("GET", "/events?filters=" + url_encode(filters.dump()));
  if (!stream) return tl::unexpected(stream.error());
  if (stream->status() != 200) {
    return environment_error(
        fmt::format("the Docker daemon does not tell events (it answered {})", stream->status()));
  }
  return ContainerEvents(std::move(*stream));
}

Result<std::vector<ContainerEnded>> ContainerEvents::ended() {
  const auto more = stream_.read(Duration(0));
  if (!more) return tl::unexpected(more.error());
  if (stream_.ended()) return environment_error("the Docker daemon has ended");
  pending_ += *more;
  std::vector<ContainerEnded> ended;
  for (std::size_t end; (end = pending_.find('\n')) != std::string::npos;) {
    const json event = json::parse(pending_.substr(0, end), nullptr, false);
    pending_.erase(0, end + 1);
    if (!event.is_object() || event.value("Action", event.value("status", "")) != "die") continue;
    const json actor = event.value("Actor", json::object());
    const json attributes = actor.value("Attributes", json::object());
    ended.push_back({actor.value("ID", event.value("id", "")),
                     std::atoi(attributes.value("exitCode", "0").c_str())});
  }
  return ended;
}

}  // namespace misfire
