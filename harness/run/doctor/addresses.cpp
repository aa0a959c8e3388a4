// Loopback addresses and ports: a free slot, and whether somebody listens on a stack's ports there.
#include <fmt/format.h>

#include "run/doctor.hpp"
#include "run/exporters.hpp"
#include "run/ports.hpp"
#include "run/store_kind.hpp"
#include "stack/address.hpp"
#include "stack/ports.hpp"

namespace misfire {

Examination examine_addresses(const System& system) {
  const auto slot = take_slot();
  if (!slot) return {{Examined::State::bad, "addresses", slot.error().message, slot.error().hint}};
  const std::string address = slot_address(slot->number);
  std::vector<int> wanted{ports::kSinkSmtp,     ports::kEntry,     ports::kBalancerMetrics,
                          ports::kRuntimeApi,   ports::kMasterCli, ports::kPrometheus,
                          ports::kAlertmanager, ports::kSink,      ports::kBlackbox};
  if (scrapes_exporter(system)) wanted.push_back(ports::kNginxExporter);
  if (!system.monitoring.mtail.empty()) wanted.push_back(ports::kMtail);
  if (has_server(system)) {
    wanted.push_back(ports::kStore);
    wanted.push_back(ports::kStoreExporter);
  }
  for (int i = 0; i < system.backends.count; ++i) wanted.push_back(ports::kFirstBackend + i);
  Examination findings;
  for (const int port : wanted) {
    if (const auto held = reserve_port(address, port); !held) {
      findings.push_back({Examined::State::bad, "ports", held.error().message, held.error().hint});
    }
  }
  if (findings.empty()) {
    findings.push_back(
        {Examined::State::good, "ports",
         fmt::format("the next run gets {}, all {} ports are free there", address, wanted.size()),
         ""});
  }
  return findings;
}

}  // namespace misfire
