#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// All others begin after a part of the request was sent, or all of it: `empty-response` is a
/// connection that ended before an answer, whatever the server did with the request.
bool repeats(const HaproxyWord& event) {
  static const std::set<std::string> before_sending = {"none", "conn-failure", "0rtt-rejected"};
  return !event.variable && !before_sending.contains(event.text);
}

/// Somebody thought of it: in a frontend or in a backend.
bool exempts_some(const HaproxyModel& model) {
  for (const HaproxySection& section : model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "http-request" && line.word(1) == "disable-l7-retry") return true;
    }
  }
  return false;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  if (exempts_some(in.model)) return found;
  for (const AuditPool& pool : in.pools) {
    if (!is_http(in.model, *pool.section)) continue;
    const Effective retry = effective(in.model, *pool.section, "retry-on");
    if (retry.line == nullptr || retry.unknown || !told.insert(retry.line).second) continue;
    for (std::size_t i = 1; i < retry.line->words.size(); ++i) {
      if (!repeats(retry.line->words[i])) continue;
      found.push_back(place_at(in.model, *retry.line, i, i,
                               fmt::format("on `{}` a request that was sent is sent again, a POST "
                                           "as well",
                                           retry.line->word(i))));
      break;
    }
  }
  return found;
}

}  // namespace

HaproxyRule retry_repeats_requests() {
  RuleDoc doc;
  doc.id = "haproxy/retry-repeats-requests";
  doc.severity = Severity::warning;
  doc.topic = Topic::retries;
  doc.title = "Requests that have been sent are sent again";
  doc.why =
      "These retries begin after the server got the request: a login, an order or a payment may "
      "have been done when it is done once more. They also multiply the load of a service that is "
      "slow.";
  doc.fix =
      "Retry what has not been sent (`conn-failure`, `0rtt-rejected`), or exempt what changes "
      "something: `http-request disable-l7-retry if METH_POST`. `empty-response` says that a "
      "connection ended without an answer, not that the server got nothing.";
  doc.bad = "retry-on all-retryable-errors";
  doc.good = "retry-on all-retryable-errors\nhttp-request disable-l7-retry unless METH_GET";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
