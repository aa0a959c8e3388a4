#include "monitor/label_sources.hpp"

#include <algorithm>

#include "monitor/honor_labels.hpp"

namespace misfire {
namespace {

template <class Any>
bool any_item(const YamlTree& map, std::string_view key, const Any& any) {
  const YamlTree* list = map.find(key);
  return list != nullptr && std::any_of(list->items.begin(), list->items.end(), any);
}

/// Whether a target has a label with this in its name.
bool targets_hold(const YamlTree& job, const std::string& part) {
  return any_item(job, "static_configs", [&](const YamlTree& group) {
    const YamlTree* labels = group.find("labels");
    return labels != nullptr &&
           std::any_of(labels->entries.begin(), labels->entries.end(),
                       [&](const auto& entry) { return entry.first.find(part) != part.npos; });
  });
}

bool targets_have(const YamlTree& job, const std::string& label) {
  return any_item(job, "static_configs", [&](const YamlTree& group) {
    const YamlTree* labels = group.find("labels");
    return labels != nullptr && labels->find(label) != nullptr;
  });
}

/// Whether relabelling may make the label. A target's label of another name becomes it by
/// `labelmap`, which finds it by a part of that name: __meta_…_label_severity.
bool relabelling_makes(const YamlTree& job, const std::string& label) {
  const auto makes = [&](const YamlTree& rule) {
    if (rule.get("action") == "labelmap") return targets_hold(job, label);
    const std::string target = rule.get("target_label");
    return target == label || target.find('$') != target.npos;
  };
  return any_item(job, "relabel_configs", makes) || any_item(job, "metric_relabel_configs", makes);
}

bool gets(const YamlTree& job, const std::string& label) {
  return targets_have(job, label) || relabelling_makes(job, label);
}

}  // namespace

std::set<std::string> deciding_labels(
    const std::map<std::string, std::vector<std::string>>& pages) {
  std::set<std::string> names{"component"};
  for (const auto& [label, values] : pages) names.insert(label);
  return names;
}

LabelSources label_sources(const YamlTree& prometheus, std::set<std::string> names) {
  LabelSources sources;
  sources.names = std::move(names);
  if (const YamlTree* jobs = prometheus.find("scrape_configs")) {
    for (const YamlTree& job : jobs->items) {
      LabelSources::Job& out = sources.jobs[job.get("job_name")];
      out.renamed = honors_labels(job) || gets(job, "job");
      for (const std::string& name : sources.names) {
        if (gets(job, name)) out.labels.insert(name);
      }
    }
  }
  const YamlTree* global = prometheus.find("global");
  const YamlTree* external = global != nullptr ? global->find("external_labels") : nullptr;
  if (external != nullptr) {
    for (const auto& [name, value] : external->entries) sources.external[name] = value.text;
  }
  return sources;
}

}  // namespace misfire
