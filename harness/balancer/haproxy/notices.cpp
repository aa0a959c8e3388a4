// How long HAProxy's health checks need (configuration manual: inter, fastinter, fall, timeout
// check, spread-checks).
#include <algorithm>
#include <chrono>

#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/keywords.hpp"
#include "balancer/haproxy/timers.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr microseconds kInter = 2s;
constexpr int kFall = 3, kRise = 2;
constexpr int kMostFalls = 1000;  // beyond it nobody waits; keeps products small

int number(const std::string& text, int otherwise, int most) {
  if (text.empty() || text.size() > 6) return otherwise;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return otherwise;
  }
  return std::min(std::stoi(text), most);
}

/// The last value of a keyword in a section; "" where it does not stand.
std::string value_of(const HaproxySection& section, const std::string& keyword,
                     const std::string& second = {}) {
  std::string value;
  for (const HaproxyLine& line : section.lines) {
    if (line.keyword() != keyword || (!second.empty() && line.word(1) != second)) continue;
    value = line.word(second.empty() ? 1 : 2);
  }
  return value;
}

std::string check_timeout(const HaproxyModel& model, const HaproxySection& pool) {
  std::string value = value_of(pool, "timeout", "check");
  for (const HaproxySection* defaults : model.defaults_of(pool)) {
    if (value.empty()) value = value_of(*defaults, "timeout", "check");
  }
  return value;
}

ModelDuration model_time(microseconds time) {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(time)};
}

int spread_percent(const HaproxyModel& model) {
  int spread = 0;
  for (const HaproxySection& section : model.sections) {
    if (section.kind == "global") {
      spread = std::max(spread, number(value_of(section, "spread-checks"), 0, 50));
    }
  }
  return spread;
}

}  // namespace

/// HAProxy spreads the first checks of a pool over the longest interval in it.
microseconds HaproxyConfig::first_checks() const {
  const auto timeout = parse_haproxy_time(check_timeout(model_, pool_section()));
  microseconds longest{};
  for (const std::size_t at : server_lines_) {
    const ServerSettings server(model_, pool_section(), pool_section().lines[at]);
    if (!server.flag("check")) continue;
    const microseconds inter = parse_haproxy_time(server.value("inter")).value_or(kInter);
    longest = std::max(longest, inter + timeout.value_or(inter));
  }
  return longest * (100 + spread_percent(model_)) / 100;
}

microseconds HaproxyConfig::back_up() const {
  const auto timeout = parse_haproxy_time(check_timeout(model_, pool_section()));
  microseconds longest{};
  for (const std::size_t at : server_lines_) {
    const ServerSettings server(model_, pool_section(), pool_section().lines[at]);
    if (!server.flag("check")) continue;
    const microseconds inter = parse_haproxy_time(server.value("inter")).value_or(kInter);
    const microseconds down = parse_haproxy_time(server.value("downinter")).value_or(inter);
    const microseconds next = parse_haproxy_time(server.value("fastinter")).value_or(inter);
    const int more = std::max(number(server.value("rise"), kRise, kMostFalls), 1) - 1;
    // A check that still waits for the server that hung goes first.
    longest = std::max(longest, timeout.value_or(inter) + down + next * more);
  }
  return longest * (100 + spread_percent(model_)) / 100;
}

Bounds HaproxyConfig::notices() const {
  const int spread = spread_percent(model_);
  const std::string timeout = check_timeout(model_, pool_section());
  Bounds all;
  bool first = true;
  for (const std::size_t at : server_lines_) {
    const ServerSettings server(model_, pool_section(), pool_section().lines[at]);
    if (!server.flag("check")) continue;
    const microseconds inter = parse_haproxy_time(server.value("inter")).value_or(kInter);
    const microseconds next = parse_haproxy_time(server.value("fastinter")).value_or(inter);
    const int more = std::max(number(server.value("fall"), kFall, kMostFalls), 1) - 1;
    // A refused connection fails at once, one that hangs after the check's timeout.
    const microseconds hanging = parse_haproxy_time(timeout).value_or(inter) * (more + 1);
    const microseconds soonest = next * more * (100 - spread) / 100;
    const microseconds refused = (inter + next * more) * (100 + spread) / 100;
    const Bounds one{model_time(soonest), model_time((soonest + refused) / 2),
                     model_time(refused + hanging)};
    all.earliest = first ? one.earliest : std::min(all.earliest, one.earliest);
    all.mean = std::max(all.mean, one.mean);
    all.latest = std::max(all.latest, one.latest);
    first = false;
  }
  return all;
}

}  // namespace misfire
