// The Docker Engine API, over its Unix socket (DOCKER_HOST or the default).
#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/http_client.hpp"
#include "run/doctor.hpp"

namespace misfire {
namespace {

constexpr Duration kAnswer = std::chrono::seconds(3);
constexpr char kUnix[] = "unix://";

}  // namespace

Finding examine_docker() {
  const char* host = std::getenv("DOCKER_HOST");
  const std::string where = host != nullptr && *host != '\0' ? host : "unix:///var/run/docker.sock";
  Finding finding{Finding::State::note, "docker", "", "the engine \"process\" does not need it"};
  if (!where.starts_with(kUnix)) {
    finding.what = fmt::format("DOCKER_HOST {} is not a Unix socket", where);
    return finding;
  }
  const std::string socket = where.substr(sizeof kUnix - 1);
  const auto answer = http({"", 0, socket}, {"GET", "/version"}, kAnswer);
  if (!answer) {
    finding.what = fmt::format("no daemon answers: {}", answer.error().message);
    return finding;
  }
  const auto version = nlohmann::json::parse(answer->body, nullptr, false);
  if (answer->status != 200 || !version.is_object()) {
    finding.what = fmt::format("what answers on {} is no Docker daemon", socket);
    return finding;
  }
  return {Finding::State::good, "docker",
          fmt::format("{}, API {} ({})", version.value("Version", "?"),
                      version.value("ApiVersion", "?"), socket),
          ""};
}

}  // namespace misfire
