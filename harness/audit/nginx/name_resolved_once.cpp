#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

/// Names whose addresses their providers change whenever they like.
bool moves(const std::string& host) {
  static constexpr std::array<std::string_view, 9> kMoving = {
      ".amazonaws.com",     ".cloudfront.net",     ".herokuapp.com",
      ".azurewebsites.net", ".cloudapp.azure.com", ".trafficmanager.net",
      ".run.app",           ".service.consul",     ".akamaiedge.net"};
  return std::any_of(kMoving.begin(), kMoving.end(),
                     [&](std::string_view end) { return lower_case(host).ends_with(end); });
}

Place once(const NginxModel& model, const NginxDirective& directive, const std::string& host) {
  return place_of(model, directive, 1,
                  fmt::format("{} is looked up when nginx starts, and never again: its addresses "
                              "change without notice",
                              host));
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  std::set<std::string> told;
  for (const NginxPool& pool : nginx_pools(model)) {
    for (const NginxDirective* server : pool.servers) {
      const std::string host = parse_nginx_target(server->word(1)).host;
      if (server_flag(*server, "resolve") || !moves(host) || !told.insert(host).second) continue;
      places.push_back(once(model, *server, host));
    }
  }
  for (const NginxDirective* pass : nginx_passes(model)) {
    if (pass->words[1].variable()) continue;
    const std::string host = parse_nginx_target(pass->word(1)).host;
    if (moves(host) && told.insert(host).second) places.push_back(once(model, *pass, host));
  }
  return places;
}

}  // namespace

NginxRule name_resolved_once() {
  return {{.id = "nginx/name-resolved-once",
           .severity = Severity::warning,
           .title = "A cloud's host name is resolved only when nginx starts",
           .why = "The balancer behind that name gets other addresses when it grows, fails over or "
                  "is replaced. nginx goes on with the old ones: fewer and fewer of them answer, "
                  "and one day none, or somebody else's machine.",
           .incident = "Slack, 12 May 2020: the balancer's list had filled with servers that were "
                       "gone, for 8 hours before it showed.",
           .fix = "A variable and a resolver: the name is looked up as its time to live says. "
                  "(`server … resolve` is open source from 1.27.3 on.)",
           .bad = "proxy_pass https://api-1234.eu-west-1.elb.amazonaws.com;",
           .good = "resolver 169.254.169.253 valid=10s;\n"
                   "set $api api-1234.eu-west-1.elb.amazonaws.com;\nproxy_pass https://$api;",
           .topic = Topic::servers},
          check};
}

}  // namespace misfire::nginx_audit
