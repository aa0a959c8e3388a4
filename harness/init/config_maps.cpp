#include "init/config_maps.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {
namespace {

bool names_a_file(const std::string& key) {
  return !key.empty() && key == as_file_name(key);
}

/// How many of the first folders of two paths are the same.
std::ptrdiff_t common(const std::string& a, const std::string& b) {
  const fs::path one = fs::path(a).parent_path(), other = fs::path(b).parent_path();
  if (a == b) return std::distance(one.begin(), one.end()) + 1;
  return std::distance(one.begin(),
                       std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first);
}

}  // namespace

ConfigMaps::ConfigMaps(const std::vector<YamlTree>& objects, Deployments& out) {
  for (const YamlTree& object : objects) {
    const std::string kind = object.get("kind");
    if (kind == "ConfigMap" || kind == "Secret") add(object, out);
  }
}

void ConfigMaps::add(const YamlTree& object, Deployments& out) {
  const YamlTree* metadata = object.find("metadata");
  ConfigMap made;
  made.kind = object.get("kind");
  made.name = metadata == nullptr ? "" : metadata->get("name");
  made.where = object.where();
  made.folder = (fs::path(kCopies) / object.file / as_file_name(made.name)).string();
  const int again = ++times_[made.folder];  // in another namespace
  if (again > 1) made.folder += fmt::format("-{}", again);
  // `data` of a Secret is base64 and of no use to whoever reads a repository.
  const YamlTree* data = object.find(made.kind == "Secret" ? "stringData" : "data");
  if (data == nullptr) return;
  for (const auto& [key, value] : data->entries) {
    if (!value.is_scalar()) continue;
    if (!names_a_file(key)) {
      out.note(value.key_where(), fmt::format("the key \"{}\" of a {} is no name of a file, and is "
                                              "passed over",
                                              key, made.kind));
      continue;
    }
    made.files[key] = value.text;
  }
  by_name_.emplace(std::pair(made.kind, made.name), all_.size());
  all_.push_back(std::move(made));
}

const ConfigMap* ConfigMaps::find(const std::string& kind, const std::string& name,
                                  const Position& asked_by) const {
  const ConfigMap* best = nullptr;
  const auto [first, last] = by_name_.equal_range(std::pair(kind, name));
  for (auto at = first; at != last; ++at) {
    const ConfigMap& one = all_[at->second];
    if (best == nullptr ||
        common(one.where.file, asked_by.file) > common(best->where.file, asked_by.file)) {
      best = &one;
    }
  }
  return best;
}

}  // namespace misfire
