#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// Every server with TLS is looked at all the same.
bool all_are_verified(const std::vector<AuditPool>& pools) {
  bool some = false;
  for (const AuditPool& pool : pools) {
    for (const AuditServer& server : pool.servers) {
      if (!server.settings.flag("ssl") && !server.opaque) continue;
      if (server.opaque || server.settings.value("verify") != "required") return false;
      some = true;
    }
  }
  return some;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  const Effective all = global_setting(in.model, "ssl-server-verify");
  if (all.word(1) == "none" && !all_are_verified(in.pools)) {
    found.push_back(place_at(in.model, *all.line,
                             "no server's certificate is looked at, unless its own line says so"));
  }
  for (const AuditPool& pool : in.pools) {
    for (const AuditServer& server : pool.servers) {
      if (server.opaque || !server.settings.flag("ssl")) continue;
      if (server.settings.value("verify") != "none") continue;
      const std::size_t word = server.word_of("verify");
      found.push_back(place_at(in.model, *server.line, word,
                               word == server.address_word ? word : word + 1,
                               fmt::format("whoever answers at the addresses of {} is believed",
                                           title_of(*pool.section))));
      break;
    }
  }
  return found;
}

}  // namespace

HaproxyRule ssl_verify_none() {
  RuleDoc doc;
  doc.id = "haproxy/ssl-verify-none";
  doc.severity = Severity::warning;
  doc.topic = Topic::tls;
  doc.title = "Servers' certificates are not looked at";
  doc.why =
      "Whoever answers at the address is believed: a machine that took over the address, or the "
      "wrong service behind a mistyped one, gets every password. A certificate that has run out is "
      "not noticed either.";
  doc.fix = "Write `verify required`, `ca-file` and, for names, `verifyhost` or `sni`.";
  doc.bad = "server a1 10.0.0.11:443 check ssl verify none";
  doc.good = "server a1 10.0.0.11:443 check ssl verify required ca-file /etc/ssl/private-ca.pem";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
