#include "run/check_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "fault/stressor.hpp"
#include "run/honest_speed.hpp"

namespace misfire {

Errors check_options(const RunOptions& options) {
  Errors errors;
  const auto mistake = [&](std::string message, std::string hint) {
    errors.push_back(Error{ErrorCode::usage, std::move(message), std::move(hint), {}});
  };
  if (!(options.speed >= 1 && options.speed <= kFastestSpeed)) {  // so that NaN is refused as well
    mistake(fmt::format("--speed {} is not between 1 and {}", options.speed, kFastestSpeed),
            "30 suits 15 s scrapes");
  }
  if (!options.engine.empty() &&
      std::find(kEngines.begin(), kEngines.end(), options.engine) == kEngines.end()) {
    mistake(fmt::format("--engine: there is no engine \"{}\"", options.engine),
            suggestion(options.engine, kEngines));
  }
  return errors;
}

Errors check_against_pool(const Inputs& in) {
  Errors errors;
  const std::size_t servers = in.config->pool().size();
  if (servers != static_cast<std::size_t>(in.system.backends.count)) {
    errors.push_back(Error{ErrorCode::usage,
                           fmt::format("the pool \"{}\" has {} servers, but [backends] count is {}",
                                       in.system.balancer.pool, servers, in.system.backends.count),
                           "set [backends] count to the number of servers in the pool",
                           in.system.balancer.pool_where});
  }
  for (const FaultSpec& fault : in.scenario.faults) {
    if (fault.runtime && find_stressor(fault.inject) != nullptr) {
      errors.push_back(Error{ErrorCode::usage,
                             fmt::format("the fault \"{}\" is not injected into the balancer: {} "
                                         "troubles the backends or the load",
                                         fault.id, fault.inject),
                             "leave out via", fault.via_where});
    }
    const auto* known = find_misconfiguration(in.system.balancer.kind, fault.inject);
    if (!fault.runtime || known == nullptr) continue;
    if (!why_unsupported(in.system.balancer.kind, fault.inject, fault.params).empty()) continue;
    if (in.balancer->runtime_api() != nullptr && known->runtime != nullptr) continue;
    errors.push_back(
        Error{ErrorCode::usage,
              fmt::format("the fault \"{}\" cannot be injected at run time: {} takes {} from its "
                          "configuration only",
                          fault.id, in.system.balancer.kind, fault.inject),
              "leave out via, or write via = \"reload\"", fault.via_where});
  }
  return errors;
}

}  // namespace misfire
