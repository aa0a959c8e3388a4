#include "run/wiring.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/stressor.hpp"
#include "run/exporters.hpp"
#include "run/own_backend.hpp"
#include "run/ports.hpp"
#include "run/store_kind.hpp"

namespace misfire {
namespace {

/// Times its declared service time that a login takes at most under the scenario's faults. The
/// balancer's timeouts must leave it that at every speed, or a slow server would be another fault.
double slowest(const Scenario& scenario) {
  double factor = 1;
  for (const FaultSpec& fault : scenario.faults) {
    const Stressor* kind = find_stressor(fault.inject);
    if (kind == nullptr || kind->service_factor == nullptr) continue;
    Args args = fault.params;
    for (const ParamSpec& param : kind->doc.params) {
      if (param.fallback) args.emplace(param.name, *param.fallback);
    }
    factor = std::max(factor, kind->service_factor(args));
  }
  return factor;
}

}  // namespace

Wiring wiring_of(const Inputs& in, const AddressOf& address, double speed) {
  Wiring wiring;
  wiring.speed = speed;
  wiring.capacity = in.system.backends.capacity;
  ModelDuration& service = wiring.capacity.service_time;
  service = model_seconds(service.seconds() * slowest(in.scenario));
  wiring.address = address("balancer", ports::kEntry).host;
  wiring.entry_port = ports::kEntry;
  wiring.metrics_port = ports::kBalancerMetrics;
  wiring.runtime_port = ports::kRuntimeApi;
  wiring.master_port = ports::kMasterCli;
  wiring.spare_port = ports::kFirstSpare;
  wiring.pool = in.config->pool();
  wiring.original = in.config.get();
  wiring.other_service = address("prometheus", ports::kPrometheus);
  wiring.environment = in.system.balancer.environment;
  wiring.scripts = in.system.balancer.scripts;
  if (!in.system.backends.own) wiring.check_path = "/healthz";  // authd's
  for (std::size_t i = 0; i < in.config->pool().size(); ++i) {
    wiring.backends.push_back(
        address(in.config->pool()[i].name, backend_ports(in.system, i).logins));
  }
  wiring.login_host = in.system.login.host;
  wiring.login_path = in.system.login.path;
  if (in.system.login.backend.empty()) wiring.tell_backend = kToldHeader;
  return wiring;
}

MonitoringAddresses monitoring_addresses(const System& system, const Wiring& wiring,
                                         const AddressOf& address) {
  MonitoringAddresses at;
  at.balancer_metrics = scrapes_exporter(system) ? address("nginx-exporter", ports::kNginxExporter)
                                                 : address("balancer", ports::kBalancerMetrics);
  if (!system.monitoring.mtail.empty()) at.balancer_log = address("mtail", ports::kMtail);
  at.backends = wiring.backends;
  for (std::size_t i = 0; i < at.backends.size(); ++i) {
    at.backends[i].port = backend_ports(system, i).metrics;
  }
  if (scrapes_store(system)) at.store = address("postgres-exporter", ports::kStoreExporter);
  at.entry = address("balancer", ports::kEntry);
  at.blackbox = address("blackbox", ports::kBlackbox);
  at.prometheus = address("prometheus", ports::kPrometheus);
  at.alertmanager = address("alertmanager", ports::kAlertmanager);
  at.sink = address("sink", ports::kSink);
  at.sink_smtp = address("sink", ports::kSinkSmtp);
  for (const PoolServer& server : wiring.pool) {
    std::string name = fmt::format("{}:{}", server.address, server.port);
    // A socket has no port, and servers of a template share one name.
    const bool known = std::find(at.servers.begin(), at.servers.end(), name) != at.servers.end();
    if (server.port == 0 || known) name = server.name;
    at.servers.push_back(std::move(name));
  }
  return at;
}

}  // namespace misfire
