// How long HAProxy's health checks need (configuration manual: inter, fastinter, fall, timeout
// check, spread-checks).
#include <algorithm>
#include <chrono>

#include "balancer/haproxy/check_start.hpp"
#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/keywords.hpp"
#include "balancer/haproxy/timers.hpp"
#include "balancer/haproxy/tracking.hpp"

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

/// How one server of the pool is checked: by itself, or by the server that it tracks.
struct Check {
  ServerSettings settings;
  std::optional<microseconds> timeout;

  microseconds inter() const {
    return parse_haproxy_time(settings.value("inter")).value_or(kInter);
  }
  microseconds next() const {
    return parse_haproxy_time(settings.value("fastinter")).value_or(inter());
  }
};

std::vector<Check> checks_of(const HaproxyConfig& config) {
  std::vector<Check> checks;
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    const auto [section, line] = checked_server(config, i);
    if (line == nullptr) continue;
    ServerSettings settings(config.model(), *section, *line);
    if (!settings.flag("check")) continue;
    checks.push_back(
        {std::move(settings), parse_haproxy_time(check_timeout(config.model(), *section))});
  }
  return checks;
}

}  // namespace

microseconds HaproxyConfig::first_checks() const {
  const CheckStart start(model_);
  microseconds longest{};
  for (const Check& check : checks_of(*this)) {
    const microseconds begins = start.latest(check.settings);
    longest = std::max(longest, begins + check.timeout.value_or(check.inter()));
  }
  return longest * (100 + spread_percent(model_)) / 100;
}

microseconds HaproxyConfig::back_up() const {
  microseconds longest{};
  for (const Check& check : checks_of(*this)) {
    const microseconds inter = check.inter();
    const microseconds down = parse_haproxy_time(check.settings.value("downinter")).value_or(inter);
    const int more = std::max(number(check.settings.value("rise"), kRise, kMostFalls), 1) - 1;
    // A check that still waits for the server that hung goes first.
    longest = std::max(longest, check.timeout.value_or(inter) + down + check.next() * more);
  }
  return longest * (100 + spread_percent(model_)) / 100;
}

Bounds HaproxyConfig::notices() const {
  const int spread = spread_percent(model_);
  Bounds all;
  bool first = true;
  for (const Check& check : checks_of(*this)) {
    const microseconds inter = check.inter(), next = check.next();
    const int more = std::max(number(check.settings.value("fall"), kFall, kMostFalls), 1) - 1;
    // A refused connection fails at once, one that hangs after the check's timeout.
    const microseconds hanging = check.timeout.value_or(inter) * (more + 1);
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
