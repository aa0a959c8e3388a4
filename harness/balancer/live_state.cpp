#include <fmt/format.h>

#include <algorithm>

#include "balancer/balancer.hpp"

namespace misfire {
namespace {

/// A new worker serves before its first health check came back; "no result yet" is no difference.
/// Neither is one check that failed while the server was up, of which the next one knows nothing.
bool checks_differ(const LiveState::Server& before, const LiveState::Server& now) {
  const auto unknown = [](const std::string& check) { return check == "INI"; };
  const auto passes = [](const std::string& check) { return check.find("OK") != check.npos; };
  if (before.check == now.check || unknown(before.check) || unknown(now.check)) return false;
  const bool failed_once = !before.check.empty() && !passes(before.check) && before.status == "UP";
  return !failed_once || !passes(now.check);
}

void compare_servers(const LiveState::Server& before, const LiveState::Server& now,
                     std::vector<std::string>& found) {
  const auto tell = [&](const char* what, const auto& was, const auto& is) {
    if (was != is) found.push_back(fmt::format("{}: {} is {}, was {}", now.name, what, is, was));
  };
  const auto shown = [](const std::string& text) { return text.empty() ? "none" : text; };
  tell("weight", before.weight, now.weight);
  tell("state", shown(before.status), shown(now.status));
  tell("administrative state", shown(before.admin), shown(now.admin));
  if (checks_differ(before, now)) tell("health check", shown(before.check), shown(now.check));
  tell("address", fmt::format("{}:{}", before.address, before.port),
       fmt::format("{}:{}", now.address, now.port));
  tell("connection limit", before.maxconn, now.maxconn);
  tell("failed checks until it is taken out", before.fall, now.fall);
  tell("good checks until it is back", before.rise, now.rise);
  tell("port of its checks", before.check_port, now.check_port);
  tell("cookie", shown(before.cookie), shown(now.cookie));
}

void compare_limits(const std::map<std::string, int>& before, const std::map<std::string, int>& now,
                    std::vector<std::string>& found) {
  const auto words = [](const std::map<std::string, int>& limits, const std::string& what) {
    const auto limit = limits.find(what);
    return limit == limits.end() ? std::string("none") : std::to_string(limit->second);
  };
  std::map<std::string, int> all = before;
  all.insert(now.begin(), now.end());
  for (const auto& [what, limit] : all) {
    const std::string was = words(before, what), is = words(now, what);
    if (was != is) found.push_back(fmt::format("limit of {} is {}, was {}", what, is, was));
  }
}

}  // namespace

bool LiveState::all_up() const {
  return !servers.empty() && std::all_of(servers.begin(), servers.end(), [](const Server& server) {
    return server.status == "UP" || server.status == "no check";
  });
}

std::vector<std::string> differences(const LiveState& before, const LiveState& now) {
  std::vector<std::string> found;
  const auto by_name = [](const LiveState& state, const std::string& name) {
    return std::find_if(state.servers.begin(), state.servers.end(),
                        [&](const LiveState::Server& server) { return server.name == name; });
  };
  for (const LiveState::Server& server : before.servers) {
    const auto same = by_name(now, server.name);
    if (same == now.servers.end()) {
      found.push_back(fmt::format("{}: is gone from the pool", server.name));
    } else {
      compare_servers(server, *same, found);
    }
  }
  for (const LiveState::Server& server : now.servers) {
    if (by_name(before, server.name) == before.servers.end()) {
      found.push_back(fmt::format("{}: is new in the pool", server.name));
    }
  }
  if (before.algorithm != now.algorithm) {
    found.push_back(
        fmt::format("servers are chosen by {}, was {}", now.algorithm, before.algorithm));
  }
  compare_limits(before.limits, now.limits, found);
  if (before.configuration != now.configuration) {
    found.push_back(fmt::format("the worker runs the configuration {}, was {}", now.configuration,
                                before.configuration));
  }
  return found;
}

}  // namespace misfire
