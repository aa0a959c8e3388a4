// Rules of relabel_configs
// (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "monitor/yaml_tree.hpp"

namespace misfire {

/// A regular expression that matches this text alone.
std::string regex_escape(std::string_view text);

/// What is empty is left out: Prometheus's default holds.
YamlTree relabel_rule(std::vector<std::string> sources, std::string regex, std::string target,
                      std::string replacement);

/// Targets whose label has another value than one of these are dropped.
YamlTree keep_only(std::string_view source, const std::vector<std::string>& values);

}  // namespace misfire
