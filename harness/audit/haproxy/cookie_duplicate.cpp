#include <fmt/format.h>

#include <map>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    if (effective(in.model, *pool.section, "cookie").missing()) continue;
    std::map<std::string, const AuditServer*> first;
    for (const AuditServer& server : pool.servers) {
      const std::string value = server.settings.value("cookie");
      // A backup takes over the clients of the server whose cookie it has.
      if (server.opaque || server.backup() || value.empty() || value.find('$') != std::string::npos)
        continue;
      const auto [same, is_new] = first.emplace(value, &server);
      if (is_new) continue;
      const std::size_t word = server.word_of("cookie");
      found.push_back(
          place_at(in.model, *server.line, word, word == server.address_word ? word : word + 1,
                   fmt::format("\"{}\" has the cookie of \"{}\" in line {}: its clients "
                               "are led there",
                               server.name, same->second->name, same->second->line->number)));
    }
  }
  return found;
}

}  // namespace

HaproxyRule cookie_duplicate() {
  RuleDoc doc;
  doc.id = "haproxy/cookie-duplicate";
  doc.severity = Severity::error;
  doc.topic = Topic::stickiness;
  doc.title = "Two servers that share the traffic have the same cookie";
  doc.why =
      "The cookie's value tells HAProxy which server a client belongs to. With one value twice, "
      "all clients of both are led to the first; the second keeps only those without a cookie, and "
      "sessions pile up on one machine.";
  doc.fix =
      "Give every server a value of its own; its name will do. A backup may have the cookie of the "
      "server that it stands in for.";
  doc.bad =
      "cookie SRV insert\nserver a1 10.0.0.11:80 check cookie a1\nserver a2 10.0.0.12:80 check "
      "cookie a1";
  doc.good =
      "cookie SRV insert\nserver a1 10.0.0.11:80 check cookie a1\nserver a2 10.0.0.12:80 check "
      "cookie a2";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
