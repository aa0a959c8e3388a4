#include "balancer/edit_draft.hpp"

#include <fmt/format.h>

#include <charconv>

namespace misfire {
namespace {

std::map<std::string, int> spare_ports(std::string_view text, const Wiring& wiring) {
  std::map<std::string, int> ports;
  const std::string address = wiring.address + ":";
  for (std::size_t at = 0; (at = text.find(address, at)) != std::string::npos;) {
    at += address.size();
    int port = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), port);
    if (port < wiring.spare_port || port > 65535 || port == wiring.entry_port) continue;
    if (port == wiring.metrics_port || port == wiring.runtime_port) continue;
    bool backend = port == wiring.master_port;
    for (const Endpoint& endpoint : wiring.backends) {
      backend = backend || (endpoint.host == wiring.address && endpoint.port == port);
    }
    if (!backend) ports[fmt::format("spare{}", port - wiring.spare_port)] = port;
  }
  return ports;
}

}  // namespace

void set_ports(PartSpec& spec, std::string_view text, const Wiring& wiring) {
  spec.ports = spare_ports(text, wiring);
  for (const auto& [name, port] : spec.ports) spec.inner_ports.insert(name);
  spec.inner_ports.insert("metrics");
  spec.ports["entry"] = wiring.entry_port;
  spec.ports["metrics"] = wiring.metrics_port;
  spec.ports["runtime"] = wiring.runtime_port;
  spec.ports["master"] = wiring.master_port;
}

}  // namespace misfire
