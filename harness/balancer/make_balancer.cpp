#include <fmt/format.h>

#include <algorithm>

#include "balancer/balancer.hpp"
#include "balancer/haproxy/adapter.hpp"
#include "balancer/nginx/adapter.hpp"
#include "base/nearest.hpp"

namespace misfire {

Result<std::unique_ptr<Balancer>> make_balancer(const std::string& kind, const std::string& pool,
                                                Tool program,
                                                const std::vector<std::string>& more_args) {
  if (std::find(kBalancers.begin(), kBalancers.end(), kind) == kBalancers.end()) {
    return usage_error(fmt::format("there is no adapter for the balancer \"{}\"", kind),
                       suggestion(kind, kBalancers));
  }
  if (program.program().empty()) {
    const auto found = find_program(kind, kind);
    if (!found) return tl::unexpected(found.error());
    program = *found;
  }
  if (kind == "nginx") return std::make_unique<NginxAdapter>(std::move(program), more_args);
  return std::make_unique<HaproxyAdapter>(std::move(program), pool, more_args);
}

}  // namespace misfire
