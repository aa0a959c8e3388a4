#include "balancer/haproxy/adapter.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/environment.hpp"

namespace misfire {
namespace {

constexpr const char* kFile = "haproxy.cfg";

/// The ports of the stack's address that a text names beyond the known ones: spare listeners, and
/// the closed port, which is to be held so that it refuses.
std::map<std::string, int> spare_ports(const std::string& text, const Wiring& wiring) {
  std::map<std::string, int> ports;
  const std::string address = wiring.address + ":";
  for (std::size_t at = 0; (at = text.find(address, at)) != std::string::npos;) {
    at += address.size();
    const int port = std::atoi(text.c_str() + at);
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

Checked<std::unique_ptr<Config>> HaproxyAdapter::parse(std::string text, const std::string& file,
                                                       const std::string& pool) const {
  auto config = HaproxyConfig::parse(std::move(text), file, pool);
  if (!config) return tl::unexpected(config.error());
  return std::unique_ptr<Config>(std::move(*config));
}

Result<Wired> HaproxyAdapter::wire(const Config& config, const Wiring& wiring) const {
  const auto* haproxy = dynamic_cast<const HaproxyConfig*>(&config);
  if (haproxy == nullptr) return environment_error("this is not a configuration of HAProxy");
  WiringDraft draft(*haproxy, wiring);
  wire_process(draft);
  if (auto done = wire_outside(draft); !done) return tl::unexpected(done.error());
  if (auto done = wire_listeners(draft); !done) return tl::unexpected(done.error());
  if (auto done = wire_addresses(draft); !done) return tl::unexpected(done.error());
  wire_timers(draft);
  wire_timeouts(draft);
  return draft.finish();
}

PartSpec HaproxyAdapter::part(const std::string& text, const Wiring& wiring) const {
  PartSpec spec;
  spec.name = "balancer";
  spec.program = tool_.program();
  // -W: a master that reloads; -db keeps it in the foreground whatever the file says.
  spec.args = {"-W", "-db", "-S", fmt::format("ipv4@{}:{}", wiring.address, wiring.master_port),
               "-f", kFile};
  spec.args.insert(spec.args.end(), more_args_.begin(), more_args_.end());
  spec.files[kFile] = text;
  spec.ports = spare_ports(text, wiring);
  for (const auto& [name, port] : spec.ports) spec.inner_ports.insert(name);
  spec.inner_ports.insert("metrics");
  spec.ports["entry"] = wiring.entry_port;
  spec.ports["metrics"] = wiring.metrics_port;
  spec.ports["runtime"] = wiring.runtime_port;
  spec.ports["master"] = wiring.master_port;
  // A part inherits nothing: hand on the variables that the file itself asks for.
  if (const auto model = parse_haproxy(text, kFile)) {
    for (const std::string& name : model->variables) {
      const char* value = std::getenv(name.c_str());
      if (value != nullptr && !steers_loading(name)) spec.env[name] = value;
    }
  }
  return spec;
}

}  // namespace misfire
