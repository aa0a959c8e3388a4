// The rules that a Prometheus file leads to.
#pragma once

#include <string>
#include <vector>

#include "init/survey.hpp"
#include "monitor/prometheus_rules.hpp"

namespace misfire {

/// Adds to `check` what a person should know: files that are not there or cannot be read.
std::vector<ReadRule> read_rules(const YamlTree& prometheus, const fs::path& file, const Survey&,
                                 const fs::path& root, std::vector<std::string>& check);

}  // namespace misfire
