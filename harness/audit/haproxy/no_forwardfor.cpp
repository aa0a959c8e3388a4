#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {
/// "forwardfor", "forwarded", a header of that kind, the PROXY protocol, the client's own address.
bool passes_on(const std::string& word) {
  const auto has = [&](const char* part) { return word.find(part) != std::string::npos; };
  return has("orward") || has("FORWARD") || has("eal-IP") || has("eal-Ip") || has("eal-ip") ||
         has("send-proxy") || word == "usesrc";
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<const HaproxySection*> without;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      for (const HaproxyWord& word : line.words) {
        if (passes_on(word.text)) return {};
      }
    }
  }
  for (const HaproxySection* section : frontends(in.model)) {
    if (is_http(in.model, *section) && !is_service(in.model, *section)) without.push_back(section);
  }
  if (in.pools.empty()) return {};
  return missing_in(in.model, without, [](const std::string& names) {
    return fmt::format("no `option forwardfor` for {}: servers see the balancer's address only",
                       names);
  });
}

}  // namespace

HaproxyRule no_forwardfor() {
  RuleDoc doc;
  doc.id = "haproxy/no-forwardfor";
  doc.severity = Severity::note;
  doc.topic = Topic::logs;
  doc.title = "Servers do not learn who the client is";
  doc.why =
      "For the servers every request comes from the balancer: their logs name one client, and a "
      "limit or a ban by address hits everybody at once.";
  doc.fix = "Write `option forwardfor`, or speak the PROXY protocol with the servers.";
  doc.bad = "mode http\ndefault_backend web";
  doc.good = "mode http\noption forwardfor\ndefault_backend web";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
