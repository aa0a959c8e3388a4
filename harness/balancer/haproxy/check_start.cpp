#include "balancer/haproxy/check_start.hpp"

#include <algorithm>

#include "balancer/haproxy/timers.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr microseconds kInter = 2s;
constexpr microseconds kThreshold = 1s;  // SRV_CHK_INTER_THRES: shorter intervals spread nothing

microseconds interval_of(const ServerSettings& server) {
  return parse_haproxy_time(server.value("inter")).value_or(kInter);
}

/// By which it spreads: a server starts up but one failed check from down, where the next check
/// would come sooner.
microseconds first_interval(const ServerSettings& server) {
  const microseconds inter = interval_of(server);
  if (server.value("fall") == "1") return inter;
  return parse_haproxy_time(server.value("fastinter")).value_or(inter);
}

}  // namespace

microseconds max_spread_checks(const HaproxyModel& model) {
  microseconds most{};
  for (const HaproxySection& section : model.sections) {
    if (section.kind != "global") continue;
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "max-spread-checks" || line.conditional) continue;
      most = parse_haproxy_time(line.word(1)).value_or(microseconds{});
    }
  }
  return most;
}

CheckStart::CheckStart(const HaproxyModel& model) : most_(max_spread_checks(model)) {
  for (const HaproxySection& section : model.sections) {
    if (!section.has_servers()) continue;
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "server" && line.keyword() != "server-template") continue;
      const ServerSettings server(model, section, line);
      if (!server.flag("check")) continue;
      const microseconds interval = first_interval(server);
      if (interval < kThreshold) continue;
      spread_ = spread_.count() == 0 ? interval : std::min(spread_, interval);
    }
  }
}

microseconds CheckStart::latest(const ServerSettings& server) const {
  const microseconds longest = std::max({spread_, interval_of(server), first_interval(server)});
  return most_.count() == 0 ? longest : std::min(longest, most_);
}

}  // namespace misfire
