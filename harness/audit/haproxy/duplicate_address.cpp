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
    std::map<std::string, const AuditServer*> first;
    for (const AuditServer& server : pool.servers) {
      const bool variable = server.line->words[server.address_word].variable;
      // HAProxy gives each server of one name another of the name's addresses.
      const bool resolved = is_host_name(server.address) && server.settings.has("resolvers");
      if (server.opaque || variable || resolved || server.count > 1) continue;
      const auto [same, is_new] = first.emplace(server.address, &server);
      if (is_new) continue;
      const bool stands_in = server.backup() != same->second->backup();
      found.push_back(
          place_at(in.model, *server.line, server.address_word, server.address_word,
                   fmt::format("\"{}\" has the address of \"{}\" in line {}: {}", server.name,
                               same->second->name, same->second->line->number,
                               stands_in ? "a backup that fails together with it"
                                         : "one process gets the traffic of both")));
    }
  }
  return found;
}

}  // namespace

HaproxyRule duplicate_address() {
  RuleDoc doc;
  doc.id = "haproxy/duplicate-address";
  doc.severity = Severity::error;
  doc.topic = Topic::servers;
  doc.title = "Two servers of a pool have the same address";
  doc.why =
      "The balancer sees two healthy servers with an even load; in truth one process gets twice "
      "its share and is the first to give way, and a failure takes away two servers at once. No "
      "metric of the balancer shows it: only the backends' own counters do. With three servers at "
      "one address, 1 % of the logins of a load that three would bear succeeded.";
  doc.fix =
      "Give every server the address of a process of its own; take one of the two lines out where "
      "there is no second process.";
  doc.bad = "server auth1 10.0.0.11:9001 check\nserver auth2 10.0.0.11:9001 check";
  doc.good = "server auth1 10.0.0.11:9001 check\nserver auth2 10.0.0.12:9001 check";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
