#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<const HaproxySection*> without;
  for (const HaproxySection* section : frontends(in.model)) {
    if (!is_http(in.model, *section) || is_service(in.model, *section)) continue;
    if (open_binds(*section).empty()) continue;  // who reaches these is not a stranger
    const Effective limit = effective(in.model, *section, "timeout", "http-request");
    if (!limit.missing() && limit.time(2) != std::chrono::microseconds{0}) continue;
    without.push_back(section);
  }
  return missing_in(in.model, without, [](const std::string& names) {
    return fmt::format("no `timeout http-request` in {}: slow clients keep their connections",
                       names);
  });
}

}  // namespace

HaproxyRule no_http_request_timeout() {
  RuleDoc doc;
  doc.id = "haproxy/no-http-request-timeout";
  doc.severity = Severity::warning;
  doc.topic = Topic::timeouts;
  doc.title = "Clients may take as long as they like for a request";
  doc.why =
      "Without `timeout http-request`, or with 0, only `timeout client` holds, which begins anew "
      "with every "
      "byte. A client that sends one byte now and then keeps its connection for ever; a few "
      "thousand of these use up `maxconn`, and nobody else gets in, while no error is counted.";
  doc.fix =
      "Write `timeout http-request` in `defaults`: a few seconds are enough for an honest client's "
      "headers.";
  doc.bad = "defaults\n    mode http\n    timeout client 30s";
  doc.good = "defaults\n    mode http\n    timeout client 30s\n    timeout http-request 5s";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
