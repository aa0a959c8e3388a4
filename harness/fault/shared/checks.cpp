#include "fault/shared/checks.hpp"

#include <fmt/format.h>

#include <numeric>

#include "fault/shared/logins.hpp"

namespace misfire {
namespace {

std::string words(const LiveState::Server& server) {
  std::string text = server.check.empty() ? "none" : server.check;
  if (server.check_code != 0) text += fmt::format(" (HTTP status {})", server.check_code);
  if (server.check_port != 0) text += fmt::format(" at port {}", server.check_port);
  return text;
}

std::string needs(const LiveState::Server& server) {
  const std::string out = fmt::format("{} failures take it out", server.fall);
  return server.rise == 0 ? out
                          : fmt::format("{} and {} successes bring it back", out, server.rise);
}

}  // namespace

bool is_checked(const LiveState::Server& server) {
  return !server.check.empty() && server.check != "disabled";
}

Shown checks_shown(const std::vector<std::size_t>& servers, const Observed& seen,
                   const CheckChange& changed) {
  Shown shown;
  bool any = false, all = true;
  for (const std::size_t i : servers) {
    const LiveState::Server& before = seen.before.servers[i];
    const auto* now = find_server(seen.now, before.name);
    if (now == nullptr || !is_checked(before)) continue;
    shown.evidence.push_back(fmt::format(
        "{}: the balancer's last check is {} (before: {}), {} (before: {}); its state is "
        "{}",
        before.name, words(*now), words(before), needs(*now), needs(before), now->status));
    any = true;
    all = all && changed(before, *now);
  }
  if (!any) shown.evidence.push_back("the balancer checked none of these servers");
  shown.shown = any && all;
  return shown;
}

Shown checks_shown(const Observed& seen, const CheckChange& changed) {
  std::vector<std::size_t> pool(seen.before.servers.size());
  std::iota(pool.begin(), pool.end(), 0);
  return checks_shown(pool, seen, changed);
}

Shown both(Shown one, const Shown& other) {
  one.evidence.insert(one.evidence.end(), other.evidence.begin(), other.evidence.end());
  one.shown = one.shown && other.shown;
  return one;
}

}  // namespace misfire
