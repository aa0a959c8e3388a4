// The Docker daemon, and the images that the engine "docker" needs.
#include <fmt/format.h>

#include "run/doctor.hpp"
#include "stack/docker/images.hpp"

namespace misfire {
namespace {

constexpr char kUnneeded[] = "the engine \"process\" does not need it";

/// Names of images that are missing, comma by comma.
std::string missing_images(const DockerClient& client) {
  std::string missing;
  for (const char* program :
       {"haproxy", "nginx", "nginx_exporter", "mtail", "prometheus", "alertmanager",
        "blackbox_exporter", "postgres", "postgres_exporter", "authd", "misfire-sink"}) {
    const auto found = look_for_image(client, image_for(program));
    if (found && !*found) missing += (missing.empty() ? "" : ", ") + image_for(program);
  }
  return missing;
}

}  // namespace

Examined examine_docker() {
  const auto client = DockerClient::connect();
  if (!client) {
    const Error& error = client.error();
    return {Examined::State::note, "docker", error.message, error.hint + "; " + kUnneeded};
  }
  const auto version = client->call("GET", "/version");
  std::string what = fmt::format("API {} ({})", client->api(), to_string(client->endpoint()));
  if (version && version->body.is_object()) {
    what = fmt::format("{}, {}", version->body.value("Version", "?"), what);
  }
  const std::string missing = missing_images(*client);
  if (missing.empty()) return {Examined::State::good, "docker", what, ""};
  return {Examined::State::note, "docker", what + "; not built: " + missing,
          fmt::format("misfire images build makes them; {}", kUnneeded)};
}

}  // namespace misfire
