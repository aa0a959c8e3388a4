#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    const AuditServer* first = nullptr;
    int more = 0;
    for (const AuditServer& server : pool.servers) {
      if (server.opaque || server.line->words[server.address_word].variable) continue;
      if (!is_host_name(server.address) || server.settings.has("resolvers")) continue;
      first == nullptr ? void(first = &server) : void(++more);
    }
    if (first == nullptr) continue;
    found.push_back(place_at(
        in.model, *first->line, first->address_word, first->address_word,
        fmt::format(
            "the address of \"{}\"{} is asked for at the start only", first->name,
            more == 0 ? "" : fmt::format(" and of {} more in {}", more, title_of(*pool.section)))));
  }
  return found;
}

}  // namespace

HaproxyRule name_resolved_once() {
  RuleDoc doc;
  doc.id = "haproxy/name-resolved-once";
  doc.severity = Severity::note;
  doc.topic = Topic::servers;
  doc.title = "A server's name is resolved at the start only";
  doc.why =
      "Without `resolvers`, HAProxy asks for the address once, when it starts or reloads. When the "
      "name leads elsewhere later, traffic goes on to the old address until somebody reloads; and "
      "a start while the name service is away is refused, with the default `init-addr`.";
  doc.fix =
      "Name a `resolvers` section in the server's line or in `default-server`, with `init-addr "
      "last,libc,none`; or write addresses.";
  doc.bad = "server auth1 auth1.internal:9001 check";
  doc.good =
      "resolvers dns\n    parse-resolv-conf\nbackend auth\n    default-server check resolvers dns "
      "init-addr last,libc,none\n    server auth1 auth1.internal:9001";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
