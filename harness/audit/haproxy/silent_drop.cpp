#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      for (std::size_t i = 1; i < std::min<std::size_t>(line.words.size(), 4); ++i) {
        if (line.word(i) != "silent-drop") continue;
        if (!line.keyword().starts_with("http-") && !line.keyword().starts_with("tcp-")) break;
        found.push_back(place_at(in.model, line, i, i,
                                 "whoever matches waits for nothing, and is counted as denied, not "
                                 "as an error"));
        break;
      }
    }
  }
  return found;
}

}  // namespace

HaproxyRule silent_drop() {
  RuleDoc doc;
  doc.id = "haproxy/silent-drop";
  doc.severity = Severity::note;
  doc.topic = Topic::limits;
  doc.title = "Requests are dropped without a word";
  doc.why =
      "A dropped client gets no answer and no reset, and waits until its own limit. Responses of "
      "4xx and 5xx and request errors stay flat, so a condition that matches too much moves no "
      "rate of errors: HAProxy counts a denied request "
      "(`haproxy_frontend_requests_denied_total`), and a response of code `other`.";
  doc.fix =
      "Deny with a status, which alerts about statuses see; keep `silent-drop` for addresses that "
      "are known to attack, and have an alert on denied requests.";
  doc.bad = "http-request silent-drop if { src_http_req_rate gt 50 }";
  doc.good = "http-request deny deny_status 429 if { src_http_req_rate gt 50 }";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
