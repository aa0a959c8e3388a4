// Starts the parts of a stack and waits until each is ready. Parts start side by side; readiness is
// probed, never slept for.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "run/own_backend.hpp"
#include "run/prepare.hpp"
#include "run/store.hpp"
#include "run/watch.hpp"
#include "stack/engine.hpp"

namespace misfire {

/// A part that watches the service, and how it is started again.
struct WatchingPart {
  PartPtr* place = nullptr;  ///< null in there while it is down
  PartSpec spec;             ///< without the files, which it has
  ReadyQuestion ready;
  Endpoint at, at_for_parts;  ///< where it answers the harness, and the other parts
};

/// The parts of a running stack. Destroying it stops them.
struct Stack {
  PartPtr sink, alertmanager, blackbox, balancer, prometheus;
  PartPtr store;                                 ///< where it is a server; null: a file
  StoreAccess database;                          ///< to it
  std::map<std::string, PartPtr> exporters;      ///< of the balancer, where it has none of its own
  std::map<std::string, WatchingPart> watching;  ///< by name; what start_monitoring started
  /// When Alertmanager was started again: what it had counted until then is gone.
  std::optional<Instant> alertmanager_since;
  std::vector<PartPtr> backends;        ///< in pool order; null while one is down
  std::vector<PartSpec> backend_specs;  ///< how each is started again, with the files that it lacks
};

/// Asks a part by HTTP whether it is there.
Probe probe_of(const Part&, const std::string& target);

/// The backends and the balancer: logins are answered. Records PartReady.
Result<void> start_service(Stack&, Engine&, const Inputs&, const Prepared&, const fs::path& folder,
                           Watch&);

/// Backends that were killed, as they were started first. Until they answer; from then on they are
/// looked after as before. Records PartReady.
Result<void> start_backends_again(Stack&, const std::vector<std::size_t>& backends, Engine&,
                                  const System&, Watch&);
/// Has it looked after (again).
void watch_backend(const Stack&, std::size_t backend, const System&, Watch&);

/// What watches the service, but Prometheus: sink, Alertmanager, exporters. Records PartReady.
Result<void> start_monitoring(Stack&, Engine&, const Inputs&, const Prepared&, Watch&);

/// One of these that was killed. Until it answers; from then on it is looked after as before.
/// Records PartReady.
Result<void> start_watching_again(Stack&, const std::string& part, Engine&, Watch&);

/// Prometheus without the rules, until it answers and, with `targets`, until every target was
/// scraped once. For seconds it has not scraped anything: what asks whether a metric is absent
/// would fire.
Result<void> start_prometheus(Stack&, Engine&, const Inputs&, const Prepared&, bool targets,
                              Watch&);

/// Has it evaluate the rules from now on.
Result<void> load_rules(Stack&, const Prepared&, Watch&);

}  // namespace misfire
