#include "stack/docker/images.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {

const std::vector<ImageKind>& image_kinds() {
  static const std::vector<ImageKind> kinds{
      {"authd", {"authd"}, {}},
      {"sink", {"misfire-sink"}, {}},
      {"haproxy", {"haproxy"}, {"haproxy", "-v"}},
      {"nginx", {"nginx"}, {"nginx", "-v"}},
      {"nginx-exporter", {"nginx_exporter"}, {"nginx_exporter", "-version"}},
      {"mtail", {"mtail"}, {"mtail", "-version"}},
      {"prometheus", {"prometheus", "promtool"}, {"prometheus", "--version"}},
      {"alertmanager", {"alertmanager", "amtool"}, {"alertmanager", "--version"}},
      {"blackbox", {"blackbox_exporter"}, {"blackbox_exporter", "--version"}},
      {"postgres",
       {"postgres", "initdb", "pg_ctl", "psql", "serve-store"},
       {"postgres", "--version"}},
      {"postgres-exporter", {"postgres_exporter"}, {"postgres_exporter", "--version"}},
      {"misfire", {"misfire", "misfire-guardian"}, {}},
  };
  return kinds;
}

const ImageKind* find_kind(const std::string& name) {
  for (const ImageKind& kind : image_kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::string image_tag(const std::string& name) {
  return fmt::format("misfire/{}:{}", name, MISFIRE_VERSION);
}

std::string image_for(const std::string& program) {
  for (const ImageKind& kind : image_kinds()) {
    const auto& programs = kind.programs;
    if (std::find(programs.begin(), programs.end(), program) != programs.end()) {
      return image_tag(kind.name);
    }
  }
  return "";
}

Result<std::optional<ImageFacts>> look_for_image(const DockerClient& docker,
                                                 const std::string& tag) {
  const auto answer = docker.call("GET", "/images/" + tag + "/json");
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status == 404) return std::optional<ImageFacts>();
  if (!answer->fine() || !answer->body.is_object()) {
    return environment_error(
        fmt::format("the daemon does not describe the image {}: {}", tag, answer->complaint()));
  }
  ImageFacts facts;
  facts.tag = tag;
  facts.id = answer->body.value("Id", "");
  facts.bytes = answer->body.value("Size", 0LL);
  const auto label = [&](const char* key) -> std::string {
    const auto config = answer->body.find("Config");
    if (config == answer->body.end() || !config->is_object()) return "";
    const auto labels = config->find("Labels");  // null when there are none
    if (labels == config->end() || !labels->is_object()) return "";
    return labels->value(key, "");
  };
  facts.recipe = label(kRecipeLabel);
  facts.program_version = label(kProgramVersionLabel);
  return std::optional<ImageFacts>(std::move(facts));
}

Result<ImageFacts> find_image(const DockerClient& docker, const std::string& tag) {
  auto facts = look_for_image(docker, tag);
  if (!facts) return tl::unexpected(facts.error());
  if (*facts) return std::move(**facts);
  return environment_error(fmt::format("there is no image {}", tag),
                           "build it: misfire images build");
}

}  // namespace misfire
