#include "fault/haproxy/handshake.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/shared/evidence.hpp"
#include "fault/shared/logins.hpp"

namespace misfire {

Shown handshake_witness(const Observed& seen, const Result<std::vector<std::size_t>>& servers,
                        const std::vector<std::string>& results, const std::string& spoken) {
  if (!servers) return {};
  const auto failed = [&](const LiveState::Server& server) {
    return std::any_of(results.begin(), results.end(), [&](const std::string& result) {
      return server.check.starts_with(result) && !server.check.ends_with("OK");
    });
  };
  Shown shown;
  bool checked = false, all = true;
  for (const std::size_t i : *servers) {
    const LiveState::Server& before = seen.before.servers[i];
    const auto* now = find_server(seen.now, before.name);
    if (now == nullptr) {
      all = false;
      continue;
    }
    if (before.check.empty() && now->check.empty()) continue;
    checked = true;
    shown.evidence.push_back(
        fmt::format("{} is {}, and its last check ended with {} (before: {}, {})", now->name,
                    now->status, now->check, before.status, before.check));
    all = all && failed(*now) && !failed(before);
  }
  if (!checked) return configuration_witness(seen, spoken + " to servers that speak none");
  shown.evidence.push_back("logins since, by status: " + statuses_text(seen.logins.since));
  shown.shown = all;
  return shown;
}

}  // namespace misfire
