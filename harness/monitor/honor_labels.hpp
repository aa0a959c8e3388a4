// honor_labels of a scrape configuration: a target's own labels win over the job's.
#pragma once

#include "base/lower_case.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

/// By any of the words that YAML has for true; what is no word for false counts as true.
inline bool honors_labels(const YamlTree& job) {
  const std::string word = lower_case(job.get("honor_labels", "false"));
  return word != "false" && word != "no" && word != "off";
}

}  // namespace misfire
