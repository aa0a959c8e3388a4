#include "stack/docker/client.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>

namespace misfire {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr char kDefault[] = "unix:///var/run/docker.sock";
constexpr Duration kHello = 10s;  // one that takes longer to say who it is would spoil the run
// Docker 19.03 (2019) and Podman's compatible API. Newer than kNewest, the daemon speaks ours.
constexpr int kOldest = 40, kNewest = 47;

/// The minor number of "1.41"; -1 when it is no such version.
int minor_of(std::string_view version) {
  int minor = -1;
  if (version.starts_with("1.")) {
    std::from_chars(version.data() + 2, version.data() + version.size(), minor);
  }
  return minor;
}

}  // namespace

std::string DockerAnswer::complaint() const {
  for (const char* key : {"message", "cause"}) {  // Podman says both
    if (body.is_object() && body.contains(key) && body[key].is_string()) return body[key];
  }
  return raw.empty() ? fmt::format("it answered {}", status) : raw.substr(0, 300);
}

Result<Endpoint> docker_endpoint() {
  const char* host = std::getenv("DOCKER_HOST");
  const std::string where = host != nullptr && *host != '\0' ? host : kDefault;
  if (where.starts_with("unix://")) return Endpoint{"", 0, where.substr(7)};
  if (where.starts_with("tcp://127.")) {
    const std::size_t colon = where.rfind(':');
    int port = 0;
    std::from_chars(where.data() + colon + 1, where.data() + where.size(), port);
    if (port > 0 && colon > 6) return Endpoint{where.substr(6, colon - 6), port};
  }
  return environment_error(
      fmt::format("DOCKER_HOST is {}, which is neither a Unix socket nor a loopback address",
                  where),
      "misfire talks to a daemon of this machine: unix:///path/to/docker.sock or "
      "tcp://127.0.0.1:PORT");
}

Endpoint endpoint_of(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (text.starts_with('/') || colon == std::string::npos) return {"", 0, text};
  return {text.substr(0, colon), std::atoi(text.c_str() + colon + 1)};
}

Result<DockerClient> DockerClient::connect() {
  const auto at = docker_endpoint();
  if (!at) return tl::unexpected(at.error());
  return connect(*at);
}

Result<DockerClient> DockerClient::connect(const Endpoint& at) {
  const DockerClient nobody(at, "");
  const auto hello = http(at, {"GET", "/_ping"}, kHello);
  if (!hello) return tl::unexpected(nobody.explained(hello.error()));
  const auto said = hello->headers.find("api-version");
  if (hello->status != 200 || said == hello->headers.end()) {
    return environment_error(fmt::format("what answers on {} is no Docker daemon (it answered {})",
                                         to_string(at), hello->status),
                             "set DOCKER_HOST to the daemon's socket");
  }
  const int minor = minor_of(said->second);
  if (minor < kOldest) {
    return environment_error(
        fmt::format("the Docker daemon on {} speaks version {} of the API; misfire needs 1.{}",
                    to_string(at), said->second, kOldest),
        "update Docker to 19.03 or later");
  }
  return DockerClient(at, fmt::format("1.{}", std::min(minor, kNewest)));
}

Error DockerClient::explained(Error error) const {
  if (error.message == "interrupted") return error;
  const std::string& path = at_.path;
  error.message = fmt::format("the Docker daemon cannot be asked: {}", error.message);
  if (path.empty()) {
    error.hint = "check DOCKER_HOST";
  } else if (::access(path.c_str(), F_OK) != 0) {
    error.message = fmt::format("there is no Docker daemon: {} does not exist", path);
    error.hint = "start it (systemctl start docker, or dockerd as root), or set DOCKER_HOST";
  } else if (::access(path.c_str(), W_OK) != 0 && errno == EACCES) {
    error.message = fmt::format("no permission to use {}", path);
    error.hint = "join the group docker and log in again, or run misfire as root";
  } else if (error.message.find("no answer") != std::string::npos) {
    error.hint = "the daemon hangs, or the machine is too busy; its own log says more";
  } else {
    error.hint = "the daemon has ended, or is just starting";
  }
  return error;
}

Result<DockerAnswer> DockerClient::ask(const HttpRequest& request, Duration limit) const {
  auto response = http(at_, request, limit);
  if (!response) return tl::unexpected(explained(response.error()));
  json parsed = json::parse(response->body, nullptr, false);
  if (parsed.is_discarded()) parsed = nullptr;
  return DockerAnswer{response->status, std::move(parsed), std::move(response->body)};
}

Result<DockerAnswer> DockerClient::call(const std::string& method, const std::string& path,
                                        const json& body, Duration limit) const {
  HttpRequest request{method, target(path)};
  if (!body.is_null()) {
    request.body = body.dump();
    request.headers["Content-Type"] = "application/json";
  }
  return ask(request, limit);
}

Result<DockerAnswer> DockerClient::send_tar(const std::string& method, const std::string& path,
                                            std::string tar, Duration limit) const {
  return ask({method, target(path), std::move(tar), {{"Content-Type", "application/x-tar"}}},
             limit);
}

Result<HttpStream> DockerClient::stream(const std::string& method, const std::string& path,
                                        std::string tar, Duration limit,
                                        const std::map<std::string, std::string>& headers) const {
  HttpRequest request{method, target(path), std::move(tar), headers};
  if (!request.body.empty()) request.headers["Content-Type"] = "application/x-tar";
  auto stream = HttpStream::open(at_, request, limit);
  if (!stream) return tl::unexpected(explained(stream.error()));
  return stream;
}

std::string label_filter(const std::string& label) {
  return "filters=" + url_encode(json{{"label", {label}}}.dump());
}

}  // namespace misfire
