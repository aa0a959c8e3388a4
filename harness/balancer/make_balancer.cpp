#include <fmt/format.h>

#include "balancer/balancer.hpp"
#include "balancer/haproxy/adapter.hpp"
#include "base/nearest.hpp"

namespace misfire {

Result<std::unique_ptr<Balancer>> make_balancer(const std::string& kind, const std::string& pool,
                                                Tool program,
                                                const std::vector<std::string>& more_args) {
  if (kind != "haproxy") {
    return usage_error(fmt::format("there is no adapter for the balancer \"{}\"", kind),
                       suggestion(kind, {"haproxy"}));
  }
  if (program.program().empty()) {
    const auto found = find_program("haproxy", "haproxy");
    if (!found) return tl::unexpected(found.error());
    program = *found;
  }
  return std::make_unique<HaproxyAdapter>(std::move(program), pool, more_args);
}

}  // namespace misfire
