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

/// 0 is no limit of its own; nothing where another time holds then: requests queue for as long as a
/// connection may take, and a client that sends none is cut off by `timeout client`.
std::string zero(const std::string& which) {
  if (which == "client" || which == "server") return "`timeout " + which + "` 0 waits for ever";
  if (which != "connect") return {};
  return "`timeout connect` 0 waits until the system gives up, which takes minutes";
}

/// In mode tcp, idle connections of databases and the like may be right for hours.
std::optional<microseconds> most_of(const std::string& which, bool http) {
  if (which == "connect") return 30s;
  if (which == "queue") return 1min;
  if (which == "http-request") return 1min;
  if (http && (which == "client" || which == "server")) return 10min;
  return std::nullopt;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    if (section.kind != "defaults" && !section.is_proxy()) continue;
    const bool http = is_http(in.model, section);
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "timeout" || line.words.size() < 3 || line.words[2].variable) continue;
      const auto time = parse_haproxy_time(line.word(2));
      const auto most = most_of(line.word(1), http);
      if (!time || !most || (*time <= *most && *time > microseconds{0})) continue;
      const std::string message =
          *time == microseconds{0} ? zero(line.word(1))
                                   : fmt::format("`timeout {}` is {}; expected at most {}",
                                                 line.word(1), line.word(2), haproxy_time(*most));
      if (!message.empty()) found.push_back(place_at(in.model, line, 0, 2, message));
    }
  }
  return found;
}

}  // namespace

HaproxyRule timeout_huge() {
  RuleDoc doc;
  doc.id = "haproxy/timeout-huge";
  doc.severity = Severity::warning;
  doc.topic = Topic::timeouts;
  doc.title = "A timeout is longer than anybody waits";
  doc.why =
      "A server that hangs, or an address where nothing answers, holds requests and connections "
      "for all of that time: fail-over waits for it, and slots run out first. Users have long "
      "gone. 0 is no limit at all.";
  doc.fix =
      "Connect within seconds; answer, in HTTP, within the time that a client waits. Long-lived "
      "connections have `timeout tunnel`.";
  doc.bad = "timeout connect 1m\ntimeout server 1h";
  doc.good = "timeout connect 2s\ntimeout server 30s\ntimeout tunnel 1h";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
