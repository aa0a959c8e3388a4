#include "stack/docker/unused_images.hpp"

#include "base/interrupt.hpp"

namespace misfire {
namespace {

using nlohmann::json;

/// False when it has to be tried again: something still uses it.
bool removed_or_tagged(const DockerClient& docker, const std::string& id) {
  const auto about = docker.call("GET", "/images/" + id + "/json");
  if (!about || !about->fine() || !about->body.is_object()) return true;
  const auto tags = about->body.find("RepoTags");
  if (tags != about->body.end() && tags->is_array() && !tags->empty()) return true;
  const auto removed = docker.call("DELETE", "/images/" + id);
  return !removed || removed->status != 409;
}

}  // namespace

void remove_image_if_unused(const DockerClient& docker, const std::string& id) {
  const CleaningUp despite_interrupts;
  static_cast<void>(removed_or_tagged(docker, id));
}

bool remove_untagged_images(const DockerClient& docker, const std::string& label) {
  const json filters{{"label", {label}}, {"dangling", {"true"}}};
  const auto list = docker.call("GET", "/images/json?filters=" + url_encode(filters.dump()));
  if (!list || !list->body.is_array()) return true;
  bool all = true;
  for (const json& image : list->body) {
    if (image.is_object()) all = removed_or_tagged(docker, image.value("Id", "")) && all;
  }
  return all;
}

}  // namespace misfire
