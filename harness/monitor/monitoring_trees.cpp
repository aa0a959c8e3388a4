#include "monitor/monitoring_trees.hpp"

#include <algorithm>
#include <set>

#include "base/glob.hpp"
#include "monitor/rule_objects.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

void read_rule_file(const fs::path& path, MonitoringTrees& out) {
  auto text = read_user_file(path, {});
  if (!text) return;
  auto read = parse_rules(*text, path.string());
  if (!read) return;
  out.rules.push_back({path, std::move(*text), std::move(read->tree), std::move(read->limits)});
}

}  // namespace

const MonitoringTrees::RuleFile* MonitoringTrees::rule_file(const fs::path& path) const {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const RuleFile& file) { return file.path == path; });
  return found == rules.end() ? nullptr : &*found;
}

MonitoringTrees read_monitoring_trees(const System& system) {
  MonitoringTrees out;
  out.components = system.components;
  out.folder = system.monitoring.prometheus.parent_path();
  if (auto tree = read_yaml(system.monitoring.alertmanager)) out.alertmanager = std::move(*tree);
  auto tree = read_yaml(system.monitoring.prometheus);
  if (!tree) return out;
  out.prometheus = std::move(*tree);
  const YamlTree* patterns = out.prometheus.find("rule_files");
  std::set<fs::path> seen;
  for (const YamlTree& pattern : (patterns != nullptr ? *patterns : YamlTree()).items) {
    for (const fs::path& one : files_meant(out.folder, pattern.text)) {
      if (seen.insert(one).second) read_rule_file(one, out);
    }
  }
  return out;
}

std::vector<AlertTree> alerts_of(MonitoringTrees& trees) {
  std::vector<AlertTree> found;
  for (MonitoringTrees::RuleFile& file : trees.rules) {
    YamlTree* groups = file.tree.find("groups");
    if (groups == nullptr) continue;
    for (YamlTree& group : groups->items) {
      YamlTree* rules = group.find("rules");
      if (rules == nullptr) continue;
      for (YamlTree& rule : rules->items) {
        const std::string name = rule.get("alert");
        if (!name.empty()) found.push_back({name, group.get("name"), &file, &rule});
      }
    }
  }
  return found;
}

}  // namespace misfire
