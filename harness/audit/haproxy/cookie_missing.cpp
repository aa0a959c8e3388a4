#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    const Effective cookie = effective(in.model, *pool.section, "cookie");
    if (cookie.line == nullptr || cookie.unknown || pool.size() < 2) continue;
    const auto& words = cookie.line->words;
    // A dynamic cookie is made from each server's address.
    const bool dynamic = std::any_of(words.begin(), words.end(), [](const HaproxyWord& word) {
      return word.text == "dynamic" || word.variable;
    });
    if (dynamic || cookie.line->keyword() == "no") continue;
    for (const AuditServer& server : pool.servers) {
      if (server.opaque || server.backup() || server.settings.has("cookie")) continue;
      if (server.count > 1) continue;
      found.push_back(place_at(in.model, *server.line, 1, server.address_word,
                               fmt::format("\"{}\" has no cookie: its clients do not come back to "
                                           "it",
                                           server.name)));
    }
  }
  return found;
}

}  // namespace

HaproxyRule cookie_missing() {
  RuleDoc doc;
  doc.id = "haproxy/cookie-missing";
  doc.severity = Severity::warning;
  doc.topic = Topic::stickiness;
  doc.title = "A server of a pool with cookies has none";
  doc.why =
      "Clients that this server gets are given no cookie, so the next request goes anywhere: for "
      "its share of the users, a login is forgotten from one click to the next. It is seen by "
      "users, and in no metric.";
  doc.fix = "Give every active server a `cookie` value.";
  doc.bad =
      "cookie SRV insert\nserver a1 10.0.0.11:80 check cookie a1\nserver a2 10.0.0.12:80 check";
  doc.good =
      "cookie SRV insert\nserver a1 10.0.0.11:80 check cookie a1\nserver a2 10.0.0.12:80 check "
      "cookie a2";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
