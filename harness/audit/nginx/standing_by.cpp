#include <fmt/format.h>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

std::size_t idle_word(const NginxDirective& server) {
  for (std::size_t i = 2; i < server.words.size(); ++i) {
    if (server.word(i) == "down" || server.word(i) == "backup") return i;
  }
  return 0;
}

std::vector<Place> check(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    // One server with one that stands in for it is a pair.
    if (pool.servers.size() < 3 || pool.sharing.size() > 1) continue;
    for (const NginxDirective* server : pool.servers) {
      const std::size_t word = idle_word(*server);
      if (word == 0) continue;
      places.push_back(place_of(
          subject.model, *server, word,
          fmt::format("{} of the {} servers of \"{}\" stand idle: {} all requests",
                      pool.servers.size() - pool.sharing.size(), pool.servers.size(), pool.name(),
                      pool.sharing.empty() ? "the backups get" : "one gets")));
      break;
    }
  }
  return places;
}

}  // namespace

NginxRule standing_by() {
  return {{.id = "nginx/standing-by",
           .severity = Severity::warning,
           .title = "All servers but one are `down` or `backup`",
           .why = "One server bears the load of all. What was taken out for a deployment and "
                  "forgotten looks like a pool of full size to whoever counts its lines.",
           .incident = "",
           .fix = "Remove `down` after the work. `backup` belongs to a server that must not get "
                  "requests while any other lives.",
           .bad = "server a:9001;\nserver b:9001 backup;\nserver c:9001 backup;",
           .good = "server a:9001;\nserver b:9001;\nserver c:9001;",
           .topic = Topic::servers},
          check};
}

}  // namespace misfire::nginx_audit
