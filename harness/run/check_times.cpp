#include "run/check_times.hpp"

#include "balancer/checks_servers.hpp"

namespace misfire {

CheckTimes check_times(const Inputs& in, const Prepared& prepared) {
  const auto running = in.balancer->parse(prepared.original, in.system.balancer.config.string(),
                                          in.system.balancer.pool);
  if (!running) return {};  // whatever runs was parsed when it was wired
  const auto* checks = dynamic_cast<const ChecksServers*>(running->get());
  if (checks == nullptr) return {};
  return {checks->first_checks(), checks->back_up()};
}

}  // namespace misfire
