// Starts the parts of a stack and waits until each is ready. Parts start side by side; readiness is
// probed, never slept for.
#pragma once

#include <memory>
#include <vector>

#include "run/prepare.hpp"
#include "run/watch.hpp"
#include "stack/engine.hpp"

namespace misfire {

/// The parts of a running stack. Destroying it stops them.
struct Stack {
  PartPtr sink, alertmanager, blackbox, balancer, prometheus;
  std::vector<PartPtr> exporters;       ///< of the balancer, where it has none of its own
  std::vector<PartPtr> backends;        ///< in pool order; null while one is down
  std::vector<PartSpec> backend_specs;  ///< how each is started again, with the files that it lacks
};

/// Asks a part by HTTP whether it is there.
Probe probe_of(const Part&, const std::string& target);

/// The backends and the balancer: logins are answered. Records PartReady.
Result<void> start_service(Stack&, Engine&, const Inputs&, const Prepared&, const fs::path& folder,
                           Watch&);

/// A backend that was killed, as it was started first. Until it answers; from then on it is looked
/// after as before. Records PartReady.
Result<void> start_backend_again(Stack&, std::size_t backend, Engine&, const System&, Watch&);
/// Has it looked after (again).
void watch_backend(const Stack&, std::size_t backend, const System&, Watch&);

/// What watches the service, but Prometheus: sink, Alertmanager, exporters. Records PartReady.
Result<void> start_monitoring(Stack&, Engine&, const Inputs&, const Prepared&, Watch&);

/// Prometheus without the rules, until it answers and, with `targets`, until every target was
/// scraped once. For seconds it has not scraped anything: what asks whether a metric is absent
/// would fire.
Result<void> start_prometheus(Stack&, Engine&, const Inputs&, const Prepared&, bool targets,
                              Watch&);

/// Has it evaluate the rules from now on.
Result<void> load_rules(Stack&, const Prepared&, Watch&);

}  // namespace misfire
