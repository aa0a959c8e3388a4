#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"
#include "balancer/haproxy/timers.hpp"

namespace misfire::haproxy_audit {
namespace {

using std::chrono::microseconds;
using namespace std::chrono_literals;

constexpr microseconds kLimit = 30s;  // half a minute of errors from one server of several
constexpr microseconds kInter = 2s;   // HAProxy's defaults
constexpr int kFall = 3;

/// Of a server that refuses connections. Nothing where a value is not known.
std::optional<microseconds> time_to_notice(const AuditServer& server) {
  if (server.opaque || !server.settings.flag("check")) return std::nullopt;
  const auto or_default = [&](const char* name, microseconds otherwise) {
    return server.settings.has(name) ? server.time(name) : std::optional(otherwise);
  };
  const auto inter = or_default("inter", kInter);
  if (!inter) return std::nullopt;
  const auto fast = or_default("fastinter", *inter);
  const auto fall = server.settings.has("fall") ? server.number("fall") : std::optional(kFall);
  if (!fast || !fall || *fall < 1 || *fall > 100'000) return std::nullopt;
  return *inter + *fast * (*fall - 1);
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  microseconds limit = kLimit;
  bool budget = false;
  if (in.context.alert_budget) {
    const auto page = std::chrono::duration_cast<microseconds>(in.context.alert_budget->value);
    budget = page < limit;
    limit = std::min(limit, page);
  }
  for (const AuditPool& pool : in.pools) {
    const AuditServer* slowest = nullptr;
    microseconds longest = limit;
    for (const AuditServer& server : pool.servers) {
      const auto notices = time_to_notice(server);
      if (!notices || *notices <= longest) continue;
      longest = *notices;
      slowest = &server;
    }
    if (slowest == nullptr) continue;
    std::size_t word = slowest->word_of("inter");
    if (word == slowest->address_word) word = slowest->word_of("fall");
    found.push_back(place_at(
        in.model, *slowest->line, word, word == slowest->address_word ? word : word + 1,
        fmt::format("a dead server of {} keeps its traffic for up to {}; {}",
                    title_of(*pool.section), haproxy_time(longest),
                    budget ? fmt::format("the first page comes after {}", haproxy_time(limit))
                           : fmt::format("expected at most {}", haproxy_time(limit)))));
  }
  return found;
}

}  // namespace

HaproxyRule check_slow() {
  RuleDoc doc;
  doc.id = "haproxy/check-slow";
  doc.severity = Severity::warning;
  doc.topic = Topic::health;
  doc.title = "Checks notice a dead server too late";
  doc.why =
      "From the moment a server dies until it is taken out, its share of the requests fails or "
      "waits. The interval and the number of failures say how long that is, and neither is in any "
      "metric. With a system file the limit is the alert budget: where the first page comes sooner "
      "than the checks act, somebody is woken for what the balancer would have mended. Without one "
      "it is 30 s.";
  doc.incident =
      "PCheck (OSDI 2016) found that between 14.0 and 93.2 % of the critical parameters of the "
      "systems studied are not looked at before the path that tolerates failures runs.";
  doc.fix =
      "Keep interval × fall at a few seconds; `fastinter` shortens the checks after a first "
      "failure.";
  doc.bad = "default-server check inter 60s fall 10";
  doc.good = "default-server check inter 2s fastinter 500ms fall 3";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
