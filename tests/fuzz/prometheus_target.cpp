// prometheus.yml: what is rendered scrapes the stack and nothing else.
#include "monitoring.hpp"
#include "paths.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

/// The user's targets stay, so that `instance` does; the last rule keeps only what leads to the
/// stack.
void check_job(const YamlTree& job) {
  const YamlTree* rules = job.find("relabel_configs");
  require(rules && !rules->items.empty(), "a job is relabelled");
  const YamlTree& last = rules->items.back();
  require(last.get("action") == "keep" && last.find("source_labels") &&
              last.find("source_labels")->items.size() == 1 &&
              last.find("source_labels")->items[0].text == "__address__",
          "a job's last rule keeps addresses");
  require(last.get("regex").starts_with("127\\.77\\.1\\.1:"), "kept are the stack's addresses");
}

void check_manager(const YamlTree& manager) {
  const YamlTree* groups = manager.find("static_configs");
  require(groups && groups->items.size() == 1 && groups->items[0].find("targets"),
          "an Alertmanager has one static target");
  for (const YamlTree& target : groups->items[0].find("targets")->items) {
    require(target.text.starts_with(kStack + ":"), "an Alertmanager is the stack's");
  }
}

/// No other way to find targets, and no detour to them.
void check_keys(const YamlTree& entry) {
  for (const auto& [key, value] : entry.entries) {
    require(!key.ends_with("_sd_configs"), "nothing is discovered: " + key);
    require(key != "proxy_url" && key != "proxy_from_environment" && key != "proxy_connect_header",
            "no proxy is asked: " + key);
  }
}

}  // namespace

void prometheus(std::string_view yaml) {
  if (leaves_folder(yaml, "rule_files")) return;
  static const MonitoringAddresses addresses = stack_addresses();
  static System system = monitored_system();
  static const fs::path rules =
      scratch_file("some_rules.yml",
                   read_file(fs::path(kSourceDir) / "fixtures/monitoring/rules/login.yml").value());
  system.monitoring.prometheus = scratch_file("prometheus.yml", yaml);
  const auto rendered = render_prometheus(system, addresses, 30, model_seconds(180));
  if (!rendered) {
    return require_places(rendered.error(), system.monitoring.prometheus.string(), yaml);
  }
  for (const auto& [name, bytes] : rendered->files) rendered_tree(rendered->files, name);
  const YamlTree tree = rendered_tree(rendered->files, "prometheus.yml");
  rendered_tree(rendered->files_without_rules, "prometheus.yml");
  for (const YamlTree& job : tree.find("scrape_configs")->items) {
    check_keys(job);
    check_job(job);
  }
  const YamlTree* alerting = tree.find("alerting");
  require(alerting && alerting->find("alertmanagers"), "alerts are sent to the sink");
  for (const YamlTree& manager : alerting->find("alertmanagers")->items) {
    check_keys(manager);
    check_manager(manager);
  }
  for (const char* key : {"remote_write", "remote_read", "tracing"}) {
    require(tree.find(key) == nullptr, std::string("nothing is sent away: ") + key);
  }
}

}  // namespace misfire::fuzz
