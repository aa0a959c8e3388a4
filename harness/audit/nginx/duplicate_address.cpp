#include <fmt/format.h>

#include <map>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

/// "Auth1" and "auth1:80" are one address.
std::string address_of(const NginxDirective& server) {
  const NginxTarget target = parse_nginx_target(lower_case(server.word(1)));
  if (target.host.starts_with("unix:")) return server.word(1);
  return target.host + (target.rest.empty() ? ":80" : target.rest);
}

std::vector<Place> check(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    std::map<std::string, const NginxDirective*> seen;
    for (const NginxDirective* server : pool.servers) {
      const auto [first, fresh] = seen.try_emplace(address_of(*server), server);
      if (fresh) continue;
      const bool stands_in =
          server_flag(*server, "backup") != server_flag(*first->second, "backup");
      places.push_back(place_of(
          subject.model, *server, 1,
          fmt::format("{} is a server of \"{}\" already, in line {}: {}", server->word(1),
                      pool.name(), subject.model.where(*first->second).line,
                      stands_in ? "a backup that fails together with it" : "it gets both shares")));
    }
  }
  return places;
}

}  // namespace

NginxRule duplicate_address() {
  return {{.id = "nginx/duplicate-address",
           .severity = Severity::error,
           .title = "Two servers of an upstream have one address",
           .why = "A copied line whose address was not changed. nginx's own counts look balanced, "
                  "while one machine gets the requests of two and another gets none; and a retry "
                  "on \"another server\" reaches the same one.",
           .incident = "",
           .fix = "Give each server its own address; for a larger share use weight.",
           .bad = "server 10.0.0.1:9001;\nserver 10.0.0.1:9001;",
           .good = "server 10.0.0.1:9001;\nserver 10.0.0.2:9001;",
           .topic = Topic::servers},
          check};
}

}  // namespace misfire::nginx_audit
