#include <fmt/format.h>

#include <charconv>
#include <numeric>

#include "base/nearest.hpp"
#include "fault/misconfiguration.hpp"

namespace misfire {

Result<std::vector<std::size_t>> servers_of_role(const std::string& role, std::size_t pool_size) {
  if (pool_size == 0) return usage_error("the pool has no servers, so that no role names one");
  if (role == "first") return std::vector<std::size_t>{0};
  if (role == "last") return std::vector<std::size_t>{pool_size - 1};
  if (role == "all" || role == "others") {
    std::vector<std::size_t> servers(role == "all" ? pool_size : pool_size - 1);
    std::iota(servers.begin(), servers.end(), role == "all" ? 0 : 1);
    if (servers.empty()) {
      return usage_error("\"others\" names no server: the pool has only one",
                         "use \"first\" or \"all\"");
    }
    return servers;
  }
  std::size_t index = 0;
  const char* end = role.data() + role.size();
  const auto [rest, error] = std::from_chars(role.data(), end, index);
  if (role.empty() || error == std::errc::invalid_argument || rest != end) {
    return usage_error(
        fmt::format("\"{}\" is no role of a server", role),
        suggestion(role, {"first", "last", "others", "all"}) + ", or a server's index from 0");
  }
  if (error != std::errc{} || index >= pool_size) {
    return usage_error(fmt::format("there is no server {}: the pool has {}", role, pool_size),
                       fmt::format("indexes go from 0 to {}", pool_size - 1));
  }
  return std::vector<std::size_t>{index};
}

}  // namespace misfire
