// alertmanager.yml: every endpoint of what is rendered is the sink's.
#include "monitoring.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

/// Keys whose value Alertmanager connects to.
bool is_endpoint(const std::string& key) {
  return key == "api_url" || key == "url" || key == "webhook_url" || key == "smarthost";
}

/// The integrations of the receivers, and not what they write in their messages.
void check_receiver(const YamlTree& receiver) {
  for (const auto& [kind, integrations] : receiver.entries) {
    if (!kind.ends_with("_configs")) continue;
    for (const YamlTree& integration : integrations.items) {
      for (const auto& [key, value] : integration.entries) {
        // Of PagerDuty and Pushover, `url` is a link in the message: api_url is the endpoint.
        if (key == "url" && kind != "webhook_configs") continue;
        // Another integration's key: Alertmanager refuses it.
        if (kind == "email_configs" && key != "smarthost") continue;
        if (!is_endpoint(key) || value.is_null()) continue;
        require(value.text.find(kStack + ":") != std::string::npos,
                kind + "." + key + " leads to the sink, not to " + value.text);
      }
      require(
          integration.find("url_file") == nullptr && integration.find("api_url_file") == nullptr,
          "no endpoint comes from a file");
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
