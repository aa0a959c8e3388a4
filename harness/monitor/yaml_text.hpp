// YAML's text and yaml-cpp's parser, before anything becomes a tree: what is refused beforehand
// because yaml-cpp 0.7 does not end on it or Prometheus does not take it. Internal to yaml_tree.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace misfire {

/// The one document of a text; a null node when there is none. Errors have a place.
Result<YAML::Node> load_yaml(std::string_view text, const std::string& file);

}  // namespace misfire
