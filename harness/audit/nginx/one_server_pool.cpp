#include <fmt/format.h>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

std::vector<Place> check(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    if (pool.servers.size() != 1) continue;
    const std::string host = parse_nginx_target(pool.servers[0]->word(1)).host;
    // A name may stand for several addresses; a program on this machine is not behind a balancer.
    if (!is_address(host) || is_local(host)) continue;
    places.push_back(
        place_of(subject.model, *pool.servers[0], 1,
                 fmt::format("\"{}\" has this server only: while it restarts, nobody answers",
                             pool.name())));
  }
  return places;
}

}  // namespace

NginxRule one_server_pool() {
  return {{.id = "nginx/one-server-pool",
           .severity = Severity::note,
           .title = "An upstream of one server",
           .why = "There is nowhere to go when this server is gone: nginx answers 502 until it is "
                  "back. It never takes a single server out either, so max_fails and "
                  "proxy_next_upstream have no effect.",
           .incident = "",
           .fix = "Add a second server, or one with `backup` that can at least say what is wrong.",
           .bad = "upstream auth { server 10.0.0.1:9001; }",
           .good = "upstream auth { server 10.0.0.1:9001; server 10.0.0.2:9001; }",
           .topic = Topic::servers},
          check};
}

}  // namespace misfire::nginx_audit
