#include <fmt/format.h>

#include <algorithm>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

bool speaks_of_forwarder(const std::string& text) {
  const std::string low = lower_case(text);
  return low.find("$http_x_forwarded_for") != low.npos || low.find("$http_x_real_ip") != low.npos ||
         low.find("$http_cf_connecting_ip") != low.npos ||
         low.find("$proxy_protocol_addr") != low.npos;
}

/// Does the file itself say that clients come through another proxy? The usual log format names
/// the header, too, and says nothing.
bool is_behind_proxy(const NginxModel& model) {
  const auto& all = model.directives();
  return std::any_of(all.begin(), all.end(), [](const NginxDirective& directive) {
    const std::string& name = directive.name();
    if (name == "log_format") return false;
    if (name == "listen" && server_flag(directive, "proxy_protocol")) return true;
    return std::any_of(directive.words.begin(), directive.words.end(),
                       [](const NginxWord& word) { return speaks_of_forwarder(word.text); });
  });
}

bool knows_real_address(const NginxModel& model) {
  const auto& all = model.directives();
  return std::any_of(all.begin(), all.end(), [](const NginxDirective& directive) {
    return directive.name() == "set_real_ip_from";
  });
}

const NginxDirective* by_address(const NginxModel& model, const NginxPool& pool) {
  if (const NginxDirective* ip = pool.has(model, "ip_hash")) return ip;
  const NginxDirective* hash = pool.has(model, "hash");
  const std::string key = hash == nullptr ? "" : lower_case(hash->word(1));
  return key == "$remote_addr" || key == "$binary_remote_addr" ? hash : nullptr;
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  if (knows_real_address(model) || !is_behind_proxy(model)) return places;
  for (const NginxPool& pool : nginx_pools(model)) {
    const NginxDirective* chooses = by_address(model, pool);
    if (chooses == nullptr || pool.sharing.size() < 2) continue;
    places.push_back(place_of(
        model, *chooses, 0,
        fmt::format("clients come through a proxy, whose address this is: \"{}\" gets as many "
                    "different ones as there are proxies",
                    pool.name())));
  }
  return places;
}

}  // namespace

NginxRule hash_of_a_proxy() {
  return {{.id = "nginx/hash-of-a-proxy",
           .severity = Severity::warning,
           .title = "Servers are chosen by the address of a proxy",
           .why = "Behind a CDN, a cloud balancer or a NAT all clients share a few addresses, and "
                  "ip_hash even takes the first three bytes of an IPv4 address only. One server "
                  "gets the load of a whole region.",
           .incident = "",
           .fix = "Restore the client's address (set_real_ip_from with the proxies' networks, "
                  "real_ip_header), or hash over a cookie.",
           .bad = "upstream auth { ip_hash; … }   # clients come with X-Forwarded-For",
           .good = "set_real_ip_from 10.0.0.0/8;\nreal_ip_header X-Forwarded-For;",
           .topic = Topic::stickiness},
          check};
}

}  // namespace misfire::nginx_audit
