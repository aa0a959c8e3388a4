#include "run/runbooks.hpp"

#include "monitor/rule_objects.hpp"

namespace misfire {
namespace {

void add_runbooks(const YamlTree& file, std::map<std::string, std::string>& all) {
  const YamlTree* groups = file.find("groups");
  if (groups == nullptr) return;
  for (const YamlTree& group : groups->items) {
    const YamlTree* rules = group.find("rules");
    if (rules == nullptr) continue;
    for (const YamlTree& rule : rules->items) {
      const YamlTree* annotations = rule.find("annotations");
      const std::string alert = rule.get("alert");
      if (annotations == nullptr || alert.empty()) continue;
      const std::string address = annotations->get("runbook_url");
      if (!address.empty()) all.emplace(alert, address);
    }
  }
}

}  // namespace

std::map<std::string, std::string> runbooks_of(const fs::path& run_folder) {
  std::map<std::string, std::string> all;
  std::error_code error;
  for (fs::recursive_directory_iterator at(run_folder / "config/prometheus", error), end;
       !error && at != end; at.increment(error)) {
    const fs::path& path = at->path();
    if (path.extension() != ".yml" && path.extension() != ".yaml") continue;
    const auto text = read_file(path);
    if (!text) continue;
    if (const auto rules = parse_rules(*text, path.string())) add_runbooks(rules->tree, all);
  }
  return all;
}

}  // namespace misfire
