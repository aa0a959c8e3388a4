#include "stack/docker/owned.hpp"

#include <fmt/format.h>

#include <future>
#include <set>

#include "base/clock.hpp"
#include "base/interrupt.hpp"
#include "stack/docker/container.hpp"

namespace misfire {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr Duration kLimit = 60s;  // a busy daemon takes its time, but not for ever
constexpr Duration kPause = 50ms;

Result<std::set<std::string>> list(const DockerClient& client, const std::string& what,
                                   const std::string& owner) {
  const auto answer =
      client.call("GET", what + label_filter(fmt::format("{}={}", kOwnerLabel, owner)));
  if (!answer) return tl::unexpected(answer.error());
  if (!answer->fine() || !answer->body.is_array()) {
    return environment_error(
        fmt::format("the Docker daemon does not list what is there: {}", answer->complaint()));
  }
  std::set<std::string> ids;
  for (const json& one : answer->body) ids.insert(one.at("Id").get<std::string>());
  return ids;
}

/// The first complaint; 404 is none: it is gone.
std::string remove_all(const DockerClient& client, const std::set<std::string>& ids,
                       const std::string& prefix, const std::string& suffix) {
  std::vector<std::future<Result<DockerAnswer>>> removals;
  for (const std::string& id : ids) {
    removals.push_back(std::async(std::launch::async, [&client, target = prefix + id + suffix] {
      const CleaningUp going_on;
      return client.call("DELETE", target);
    }));
  }
  std::string complaint;
  for (auto& removal : removals) {
    const auto answer = removal.get();
    if (!answer) complaint = answer.error().message;
    if (answer && !answer->fine() && answer->status != 404) complaint = answer->complaint();
  }
  return complaint;
}

}  // namespace

Result<RemovedFromDocker> remove_owned(const DockerClient& client, const std::string& owner) {
  const CleaningUp going_on;
  SystemClock clock;
  const Instant end = clock.now() + kLimit;
  std::set<std::string> containers, networks;
  for (;;) {
    const auto living = list(client, "/containers/json?all=1&", owner);
    if (!living) return tl::unexpected(living.error());
    std::string complaint = remove_all(client, *living, "/containers/", "?force=1&v=1");
    containers.insert(living->begin(), living->end());
    const auto wired = list(client, "/networks?", owner);
    if (!wired) return tl::unexpected(wired.error());
    if (living->empty() && wired->empty()) {
      return RemovedFromDocker{static_cast<int>(containers.size()),
                               static_cast<int>(networks.size())};
    }
    if (const std::string other = remove_all(client, *wired, "/networks/", ""); complaint.empty()) {
      complaint = other;
    }
    networks.insert(wired->begin(), wired->end());
    if (clock.now() > end) {
      return environment_error(
          fmt::format("the Docker daemon cannot remove what this run started: {}", complaint),
          fmt::format("docker ps -a --filter label={}={} lists it; misfire sweep tries again",
                      kOwnerLabel, owner));
    }
    if (!complaint.empty()) clock.sleep_until(clock.now() + kPause);
  }
}

}  // namespace misfire
