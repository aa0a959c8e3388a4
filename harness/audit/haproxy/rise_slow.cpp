#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"
#include "balancer/haproxy/timers.hpp"

namespace misfire::haproxy_audit {
namespace {

using std::chrono::microseconds;
using namespace std::chrono_literals;
constexpr microseconds kLimit = 2min;

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    for (const AuditServer& server : pool.servers) {
      const auto rise = server.number("rise");
      if (server.opaque || !server.settings.flag("check") || !rise || *rise > 1'000'000) continue;
      const microseconds inter = server.time("inter").value_or(2s);
      const microseconds fast = server.time("fastinter").value_or(inter);
      const microseconds first = server.time("downinter").value_or(inter);
      const microseconds back = first + fast * (std::max(*rise, 1) - 1);
      if (back <= kLimit) continue;
      const std::size_t word = server.word_of("rise");
      found.push_back(place_at(in.model, *server.line, word,
                               word == server.address_word ? word : word + 1,
                               fmt::format("a server of {} that has recovered waits {} for its "
                                           "traffic",
                                           title_of(*pool.section), haproxy_time(back))));
      break;
    }
  }
  return found;
}

}  // namespace

HaproxyRule rise_slow() {
  RuleDoc doc;
  doc.id = "haproxy/rise-slow";
  doc.severity = Severity::warning;
  doc.topic = Topic::health;
  doc.title = "A server that has recovered comes back late";
  doc.why =
      "`rise` passed checks in a row are asked for before a server gets traffic again. In large "
      "numbers the pool stays short of capacity long after the trouble is over, and a second "
      "failure meets fewer servers. The application says that it is up, the balancer that it is "
      "down.";
  doc.fix = "Keep rise × interval below a minute; `rise 2` is HAProxy's default.";
  doc.bad = "server auth1 10.0.0.11:9001 check rise 1000";
  doc.good = "server auth1 10.0.0.11:9001 check rise 2";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
