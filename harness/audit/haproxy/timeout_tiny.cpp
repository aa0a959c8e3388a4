#include <fmt/format.h>

#include <optional>
#include <string>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"
#include "balancer/haproxy/timers.hpp"

namespace misfire::haproxy_audit {
namespace {

using std::chrono::microseconds;
using namespace std::chrono_literals;

/// Below it, a busy server or a slow line is taken for a broken one.
std::optional<microseconds> least_of(const std::string& which) {
  if (which == "connect" || which == "queue") return 100ms;
  if (which == "client" || which == "server" || which == "http-request") return 1s;
  if (which == "tunnel") return 1s;
  return std::nullopt;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    if (section.kind != "defaults" && !section.is_proxy()) continue;
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "timeout" || line.words.size() < 3 || line.words[2].variable) continue;
      const auto time = parse_haproxy_time(line.word(2));
      const auto least = least_of(line.word(1));
      if (!time || !least || *time == microseconds{0} || *time >= *least) continue;
      const bool bare = line.word(2).find_first_not_of("0123456789") == std::string::npos;
      found.push_back(
          place_at(in.model, line, 0, 2,
                   fmt::format("`timeout {}` is {}{}", line.word(1), haproxy_time(*time),
                               bare ? ": a number without a unit is milliseconds" : "")));
    }
  }
  return found;
}

}  // namespace

HaproxyRule timeout_tiny() {
  RuleDoc doc;
  doc.id = "haproxy/timeout-tiny";
  doc.severity = Severity::warning;
  doc.topic = Topic::timeouts;
  doc.title = "A timeout is shorter than honest work takes";
  doc.why =
      "Every answer that takes longer is an error, for all servers at once. Mostly a unit is "
      "missing: `timeout server 30` is 30 milliseconds. Measured with 8 ms: no login succeeds, "
      "while the servers answer every one of them.";
  doc.fix = "Write the unit, and give clients and servers seconds.";
  doc.bad = "timeout server 30";
  doc.good = "timeout server 30s";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
