// alertmanager.yml: every endpoint of what is rendered is the sink's.
#include "monitoring.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

/// The key whose value Alertmanager connects to; another integration's key it refuses.
std::string endpoint_of(const std::string& kind) {
  if (kind == "slack_configs") return "api_url";
  if (kind == "email_configs") return "smarthost";
  require(kind == "webhook_configs" || kind == "pagerduty_configs", kind + " is stood in for");
  return "url";
}

/// The integrations of the receivers, and not what they write in their messages.
void check_receiver(const YamlTree& receiver) {
  for (const auto& [kind, integrations] : receiver.entries) {
    if (!kind.ends_with("_configs")) continue;
    for (const YamlTree& integration : integrations.items) {
      const YamlTree* endpoint = integration.find(endpoint_of(kind));
      // What is no map Alertmanager refuses.
      require(!integration.is_map() || endpoint != nullptr, kind + " have an endpoint");
      require(endpoint == nullptr || endpoint->text.find(kStack + ":") != std::string::npos,
              kind + " lead to the sink");
      require(
          integration.find("url_file") == nullptr && integration.find("api_url_file") == nullptr,
          "no endpoint comes from a file");
      require(integration.find("service_key") == nullptr &&
                  integration.find("service_key_file") == nullptr,
              "with a service key Alertmanager posts to PagerDuty whatever the url");
    }
  }
}

}  // namespace

void alertmanager(std::string_view yaml) {
  if (leaves_folder(yaml, "templates")) return;
  static const MonitoringAddresses addresses = stack_addresses();
  static System system = monitored_system();
  system.monitoring.alertmanager = scratch_file("alertmanager.yml", yaml);
  const auto rendered = render_alertmanager(system, addresses, 30, "Tue 14:00 Europe/Berlin");
  if (!rendered) {
    return require_places(rendered.error(), system.monitoring.alertmanager.string(), yaml);
  }
  const YamlTree tree = rendered_tree(rendered->files, "alertmanager.yml");
  const YamlTree* receivers = tree.find("receivers");
  require(receivers != nullptr, "receivers stay");
  require(receivers->items.size() == rendered->receivers.size(), "every receiver is known by name");
  for (const YamlTree& receiver : receivers->items) check_receiver(receiver);
}

}  // namespace misfire::fuzz
