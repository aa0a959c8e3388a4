#include <fmt/format.h>

#include "balancer/balancer.hpp"
#include "balancer/haproxy/adapter.hpp"
#include "base/nearest.hpp"

namespace misfire {

Result<std::unique_ptr<Balancer>> make_balancer(const std::string& kind, const std::string& pool,
                                                const fs::path& program,
                                                const std::vector<std::string>& more_args) {
  if (kind != "haproxy") {
    return usage_error(fmt::format("there is no adapter for the balancer \"{}\"", kind),
                       suggestion(kind, {"haproxy"}));
  }
  const auto found = find_program(program.empty() ? "haproxy" : program.string(), "haproxy");
  if (!found) return tl::unexpected(found.error());
  const auto version = haproxy_version(*found);
  if (!version) return tl::unexpected(version.error());
  return std::make_unique<HaproxyAdapter>(*found, pool, more_args, *version);
}

}  // namespace misfire
