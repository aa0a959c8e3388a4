#include "monitor/probes.hpp"

#include <algorithm>

#include "base/lower_case.hpp"

namespace misfire {
namespace {

void add(std::vector<std::string>& paths, std::string path) {
  const bool plain = path.find_first_of(" $") == path.npos;
  if (plain && std::find(paths.begin(), paths.end(), path) == paths.end()) {
    paths.push_back(std::move(path));
  }
}

/// A rule's "https://$1/health" gives every target this path; "https://$1" leaves it its own.
void add_replacement(std::vector<std::string>& paths, const YamlTree& rule) {
  const std::string text = rule.get("replacement", "$1");
  const std::string path = probe_target(text).path;
  if (path != "/" || text.find('$') == text.npos) add(paths, path);
}

const YamlTree* parameter(const YamlTree& job, std::string_view name) {
  const YamlTree* params = job.find("params");
  const YamlTree* values = params == nullptr ? nullptr : params->find(name);
  return values == nullptr || values->items.empty() ? nullptr : &values->items.front();
}

bool relabels(const YamlTree& job, std::string_view label) {
  const YamlTree* rules = job.find("relabel_configs");
  return rules != nullptr &&
         std::any_of(rules->items.begin(), rules->items.end(),
                     [&](const YamlTree& rule) { return rule.get("target_label") == label; });
}

}  // namespace

ProbeModules probe_modules(const YamlTree& blackbox) {
  ProbeModules out;
  const YamlTree* modules = blackbox.find("modules");
  if (modules == nullptr) return out;
  for (const auto& [name, tree] : modules->entries) {
    ProbeModule& module = out[name];
    module.prober = tree.get("prober");
    const YamlTree* http = tree.find("http");
    if (http == nullptr) continue;
    module.method = http->get("method", "GET");
    if (module.method.empty()) module.method = "GET";
    const YamlTree* headers = http->find("headers");
    if (headers == nullptr) continue;
    module.says_host = std::any_of(headers->entries.begin(), headers->entries.end(),
                                   [](const auto& h) { return lower_case(h.first) == "host"; });
  }
  return out;
}

std::string module_of(const YamlTree& job) {
  if (relabels(job, "__param_module")) return "";
  const YamlTree* name = parameter(job, "module");
  return name == nullptr ? "http_2xx" : name->text;  // the exporter's own default
}

ProbeTarget probe_target(std::string_view text) {
  if (const auto scheme = text.find("://"); scheme != text.npos) text.remove_prefix(scheme + 3);
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  std::string_view host = text.substr(0, end), path = text.substr(end);
  if (const auto user = host.rfind('@'); user != host.npos) host.remove_prefix(user + 1);
  if (const auto port = host.rfind(':'); port != host.npos && host.find(']', port) == host.npos) {
    host = host.substr(0, port);
  }
  path = path.substr(0, path.find_first_of("?#"));
  return {lower_case(std::string(host)), path.empty() ? "/" : std::string(path)};
}

std::vector<std::string> paths_of_probes(const YamlTree& job) {
  std::vector<std::string> paths;
  const auto list = [](const YamlTree* tree) {
    return tree == nullptr ? std::vector<YamlTree>{} : tree->items;
  };
  for (const YamlTree& group : list(job.find("static_configs"))) {
    for (const YamlTree& target : list(group.find("targets"))) {
      add(paths, probe_target(target.text).path);
    }
  }
  if (const YamlTree* target = parameter(job, "target"))
    add(paths, probe_target(target->text).path);
  for (const YamlTree& rule : list(job.find("relabel_configs"))) {
    if (rule.get("target_label") == "__param_target") add_replacement(paths, rule);
  }
  return paths;
}

std::vector<std::string> pages_probed(const std::string& prometheus_yml,
                                      const std::string& blackbox_yml) {
  std::vector<std::string> pages;
  const auto prometheus = parse_yaml(prometheus_yml, "prometheus.yml");
  const auto blackbox = parse_yaml(blackbox_yml, "blackbox.yml");
  const YamlTree* jobs = prometheus ? prometheus->find("scrape_configs") : nullptr;
  if (jobs == nullptr || !blackbox) return pages;
  const ProbeModules modules = probe_modules(*blackbox);
  for (const YamlTree& job : jobs->items) {
    if (job.get("metrics_path") != "/probe" && !relabels(job, "__param_target")) continue;
    const auto module = modules.find(module_of(job));
    if (module != modules.end() && !module->second.reads()) continue;
    for (std::string& path : paths_of_probes(job)) add(pages, std::move(path));
  }
  return pages;
}

}  // namespace misfire
