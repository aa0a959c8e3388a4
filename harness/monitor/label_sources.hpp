// What a Prometheus's configuration gives labels by which an alert may be a page, or name its
// component. Pure.
#pragma once

#include <map>
#include <set>
#include <string>

#include "monitor/yaml_tree.hpp"
#include "scenario/system.hpp"

namespace misfire {

struct LabelSources {
  struct Job {
    std::set<std::string> labels;  ///< of `names`: its series may get them from its targets
    bool renamed = false;          ///< its series may have another label `job` than its name
  };
  std::set<std::string> names;  ///< the labels that are asked about
  std::map<std::string, Job> jobs;
  std::map<std::string, std::string> external;  ///< all external labels
};

/// The labels that decide about pages, and `component`.
std::set<std::string> deciding_labels(const std::map<std::string, std::vector<std::string>>& pages);

/// Of targets' labels and of relabelling; what exporters say of themselves is not known here.
LabelSources label_sources(const YamlTree& prometheus, std::set<std::string> names);

}  // namespace misfire
