// The user's monitoring files as trees, before anything is done to them: what alert-side faults
// edit. Whoever renders takes these in place of the files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "monitor/yaml_tree.hpp"
#include "scenario/system.hpp"

namespace misfire {

struct MonitoringTrees {
  struct RuleFile {
    fs::path path;
    std::string text;  ///< of the file: places in it are told by this
    YamlTree tree;     ///< with `groups`, whichever form the file has
    std::vector<std::string> limits = {};
  };
  YamlTree prometheus, alertmanager;
  std::vector<RuleFile> rules;  ///< in the order in which prometheus.yml names them
  std::map<std::string, std::vector<std::vector<Matcher>>> components;  ///< of the system file
  fs::path folder;                                                      ///< of prometheus.yml

  const RuleFile* rule_file(const fs::path&) const;
};

/// What cannot be read is left out: whoever renders the same files tells why.
MonitoringTrees read_monitoring_trees(const System&);

/// An alerting rule of them.
struct AlertTree {
  std::string name, group;
  MonitoringTrees::RuleFile* file = nullptr;
  YamlTree* rule = nullptr;
};
/// In file order. Good for as long as no rule is added or removed.
std::vector<AlertTree> alerts_of(MonitoringTrees&);

}  // namespace misfire
