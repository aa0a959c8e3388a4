#include <fmt/format.h>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

std::vector<Place> check(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    if (pool.sharing.size() < 2) continue;  // nginx never takes a single server out
    const NginxDirective* first = nullptr;
    int unwatched = 0;
    for (const NginxDirective* server : pool.sharing) {
      if (server_number(*server, "max_fails", 1) != 0) continue;
      ++unwatched;
      if (first == nullptr) first = server;
    }
    if (first == nullptr) continue;
    places.push_back(place_of(
        subject.model, *first, word_beginning(*first, "max_fails="),
        fmt::format("{} of the {} servers of \"{}\" {} never taken out, however often it fails",
                    unwatched, pool.sharing.size(), pool.name(), unwatched == 1 ? "is" : "are")));
  }
  return places;
}

}  // namespace

NginxRule no_passive_checks() {
  return {{.id = "nginx/no-passive-checks",
           .severity = Severity::error,
           .title = "max_fails=0: a server that fails stays in the pool",
           .why = "Open source nginx has no other health check than counting the requests that "
                  "fail. Without it a dead or hanging server goes on getting its share: each of "
                  "these requests waits for its timeout, and is lost or tried again.",
           .incident = "",
           .fix = "Leave max_fails at its default of 1, or set it with a fail_timeout of a few "
                  "times the server's restart: max_fails=3 fail_timeout=30s.",
           .bad = "server auth1:9001 max_fails=0;",
           .good = "server auth1:9001 max_fails=3 fail_timeout=30s;",
           .topic = Topic::health},
          check};
}

}  // namespace misfire::nginx_audit
