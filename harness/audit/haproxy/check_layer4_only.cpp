#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {
/// Any option by which checks send something, or one that may hold.
bool asks_more(const HaproxyModel& model, const HaproxySection& section) {
  for (const char* option :
       {"httpchk", "tcp-check", "external-check", "ldap-check", "mysql-check", "pgsql-check",
        "redis-check", "smtpchk", "spop-check", "ssl-hello-chk"}) {
    if (option_set(model, section, option) != false) return true;
  }
  return false;
}

/// TLS is the program's to speak, not the kernel's: one that hangs fails such a check. To a port or
/// address of their own, checks speak it only if asked to.
bool shakes_hands(const ServerSettings& server) {
  if (server.flag("check-ssl")) return true;
  return server.flag("ssl") && !server.has("port") && !server.has("addr");
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    if (!is_http(in.model, *pool.section) || asks_more(in.model, *pool.section)) continue;
    for (const AuditServer& server : pool.servers) {
      if (server.opaque || !server.settings.flag("check")) continue;
      if (server.settings.flag("agent-check")) continue;  // that one may know more
      if (shakes_hands(server.settings)) continue;
      const std::size_t word = server.word_of("check");
      found.push_back(place_at(in.model, *server.line, word, word,
                               fmt::format("the checks of {} only open a connection: a server that "
                                           "hangs passes them",
                                           title_of(*pool.section))));
      break;
    }
  }
  return found;
}

}  // namespace

HaproxyRule check_layer4_only() {
  RuleDoc doc;
  doc.id = "haproxy/check-layer4-only";
  doc.severity = Severity::warning;
  doc.topic = Topic::health;
  doc.title = "An HTTP service is checked by opening a connection only";
  doc.why =
      "The kernel accepts connections for a program that hangs, is out of threads, or answers "
      "every request with an error. Such a server stays in the pool: measured, when one of three "
      "hangs, a third of the logins time out for as long as it does.";
  doc.incident =
      "Chef Supermarket, 13 August 2015: traffic went to a cluster whose endpoint was broken "
      "although it counted as healthy; it took 248 minutes to be noticed.";
  doc.fix =
      "Write `option httpchk` with a path that the service answers only when it can do its work.";
  doc.bad = "mode http\nserver auth1 10.0.0.11:9001 check";
  doc.good =
      "mode http\noption httpchk GET /healthz\nhttp-check expect status 200\nserver auth1 "
      "10.0.0.11:9001 check";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
