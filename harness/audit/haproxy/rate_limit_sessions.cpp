#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "rate-limit" || line.word(1) != "sessions") continue;
      found.push_back(
          place_at(in.model, line, "above this rate clients wait unseen; no error counter moves"));
    }
  }
  return found;
}

}  // namespace

HaproxyRule rate_limit_sessions() {
  RuleDoc doc;
  doc.id = "haproxy/rate-limit-sessions";
  doc.severity = Severity::warning;
  doc.topic = Topic::limits;
  doc.title = "New sessions are throttled where nobody sees it";
  doc.why =
      "Above the rate HAProxy accepts no connection: clients wait in the kernel's queue and time "
      "out. No error counter moves, the servers look idle, and everything points elsewhere. "
      "Measured with a limit below the load: no login succeeds in time.";
  doc.incident =
      "GitLab, 6 November 2018: HAProxy throttled all traffic; abuse, CI and Gitaly were blamed "
      "first, for three days.";
  doc.fix =
      "Limit by client, in the open: `http-request deny deny_status 429 if { sc_http_req_rate(0) "
      "gt 100 }`. Where the limit must stay, alert on `haproxy_frontend_limit_session_rate`.";
  doc.bad = "frontend www\n    rate-limit sessions 100";
  doc.good =
      "frontend www\n    http-request track-sc0 src\n    http-request deny deny_status 429 if { "
      "sc_http_req_rate(0) gt 100 }";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
