#include "init/kind.hpp"

#include <algorithm>

#include "balancer/haproxy/model.hpp"
#include "balancer/nginx/model.hpp"
#include "init/compose_file.hpp"
#include "init/manifests.hpp"
#include "init/template_mark.hpp"
#include "monitor/yaml_documents.hpp"

namespace misfire {
namespace {

bool is_haproxy(const std::string& text, const std::string& file) {
  const auto model = parse_haproxy(text, file);
  if (!model) return false;
  return std::any_of(model->sections.begin(), model->sections.end(), [](const auto& section) {
    return section.has_servers() &&
           std::any_of(section.lines.begin(), section.lines.end(), [](const HaproxyLine& line) {
             return line.keyword() == "server" || line.keyword() == "server-template";
           });
  });
}

/// The main file: what it includes is found by it.
bool is_nginx(const std::string& text, const std::string& file) {
  const auto model = parse_nginx(text, file);
  return model && model->last(nullptr, "http") != nullptr;
}

bool probes(const YamlTree& modules) {
  return modules.is_map() &&
         std::any_of(modules.entries.begin(), modules.entries.end(),
                     [](const auto& entry) { return entry.second.find("prober") != nullptr; });
}

bool has_rules(const YamlTree& groups) {
  return groups.is_sequence() &&
         std::any_of(groups.items.begin(), groups.items.end(),
                     [](const YamlTree& group) { return group.find("rules") != nullptr; });
}

std::optional<FoundKind> kind_of_document(const YamlTree& tree) {
  if (!tree.is_map()) return {};
  if (tree.find("scrape_configs") != nullptr) return FoundKind::prometheus;
  if (tree.find("route") != nullptr && tree.find("receivers") != nullptr) {
    return FoundKind::alertmanager;
  }
  if (const auto* modules = tree.find("modules"); modules != nullptr && probes(*modules)) {
    return FoundKind::blackbox;
  }
  if (const auto* groups = tree.find("groups"); groups != nullptr && has_rules(*groups)) {
    return FoundKind::rules;
  }
  if (is_compose(tree)) return FoundKind::compose;
  return {};
}

std::optional<FoundKind> kind_of_yaml(const std::string& text, const std::string& file) {
  const auto documents = parse_documents(text, file);
  if (!documents) return {};
  if (std::any_of(documents->begin(), documents->end(), is_manifest)) {
    const auto objects = objects_of(*documents);
    const bool only_rules = std::all_of(objects.begin(), objects.end(), [](const YamlTree& one) {
      return one.get("kind") == "PrometheusRule";
    });
    return only_rules && !objects.empty() ? FoundKind::rules : FoundKind::manifests;
  }
  return documents->size() == 1 ? kind_of_document(documents->front()) : std::nullopt;
}

/// Lines that only a configuration of a kind that is looked for begins with.
bool looks_like_ours(const std::string& text) {
  const std::string all = "\n" + text;
  for (const char* key :
       {"scrape_configs:", "receivers:", "rule_files:", "services:", "kind: ConfigMap"}) {
    if (all.find(std::string("\n") + key) != all.npos) return true;
  }
  return false;
}

}  // namespace

const char* to_string(FoundKind kind) {
  switch (kind) {
    case FoundKind::haproxy:
      return "HAProxy";
    case FoundKind::nginx:
      return "nginx";
    case FoundKind::prometheus:
      return "Prometheus";
    case FoundKind::rules:
      return "rules";
    case FoundKind::alertmanager:
      return "Alertmanager";
    case FoundKind::blackbox:
      return "blackbox exporter";
    case FoundKind::mtail:
      return "mtail";
    case FoundKind::compose:
      return "compose";
    case FoundKind::manifests:
      return "Kubernetes";
  }
  return "?";
}

std::optional<FoundKind> kind_of(const std::string& text, const fs::path& name) {
  const std::string file = name.string();
  if (name.extension() == ".mtail") return FoundKind::mtail;
  if (is_yaml(name)) return is_helm_template(text) ? std::nullopt : kind_of_yaml(text, file);
  if (template_mark(text) > 0) return {};
  if (is_haproxy(text, file)) return FoundKind::haproxy;
  if (is_nginx(text, file)) return FoundKind::nginx;
  return {};
}

bool is_yaml(const fs::path& name) {
  const std::string ending = name.extension().string();
  return ending == ".yml" || ending == ".yaml" || ending == ".rules";
}

PassedOver passed_over(const std::string& text, const fs::path& name, const std::string& shown) {
  PassedOver out;
  const int mark = template_mark(text);
  if (!is_yaml(name)) {
    if (mark > 0 && (is_haproxy(text, shown) || is_nginx(text, shown))) out.template_line = mark;
    return out;
  }
  if (is_helm_template(text)) {
    out.template_line = mark;
  } else if (mark > 0 || looks_like_ours(text)) {
    const auto documents = parse_documents(text, shown);
    if (!documents && mark > 0) out.template_line = mark;
    if (!documents && mark == 0) out.mistake = documents.error();
  }
  return out;
}

}  // namespace misfire
