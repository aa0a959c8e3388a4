#include <fmt/format.h>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

/// nginx runs one worker unless it is told otherwise; a snippet does not tell.
bool has_several_workers(const NginxModel& model) {
  const NginxDirective* workers = model.last(nullptr, "worker_processes");
  return workers != nullptr && workers->word(1) != "1";
}

std::vector<Place> check_zone(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  if (!has_several_workers(model)) return places;
  for (const NginxPool& pool : nginx_pools(model)) {
    if (pool.has(model, "zone") != nullptr) continue;
    for (const NginxDirective* server : pool.sharing) {
      const int fails = server_number(*server, "max_fails", 1);
      if (pool.sharing.size() < 2 || fails < 2) continue;
      places.push_back(
          place_of(model, *pool.block, 1,
                   fmt::format("each worker counts for itself: max_fails={} of {} is {} "
                               "failed requests times the number of workers",
                               fails, server->word(1), fails)));
      break;
    }
  }
  return places;
}

std::vector<Place> check_max_conns(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  if (!has_several_workers(model)) return places;
  for (const NginxPool& pool : nginx_pools(model)) {
    if (pool.has(model, "zone") != nullptr) continue;
    for (const NginxDirective* server : pool.servers) {
      if (server_number(*server, "max_conns", 0) == 0) continue;
      const std::size_t word = word_beginning(*server, "max_conns=");
      places.push_back(
          place_of(model, *server, word,
                   fmt::format("{} connections from each worker: only a zone makes them "
                               "count together",
                               server->word(word).substr(10))));
    }
  }
  return places;
}

}  // namespace

NginxRule fails_counted_per_worker() {
  return {{.id = "nginx/fails-counted-per-worker",
           .severity = Severity::note,
           .title = "max_fails without a zone: each worker must fail for itself",
           .why = "On a machine with 16 workers a server with max_fails=3 costs 48 failed requests "
                  "before everybody leaves it out, and each worker tries it again at its own time.",
           .incident = "",
           .fix = "zone NAME 64k in the upstream: the workers share what they know.",
           .bad = "upstream auth { server a:9001 max_fails=3; server b:9001 max_fails=3; }",
           .good = "upstream auth { zone auth 64k; server a:9001 max_fails=3; … }",
           .topic = Topic::health},
          check_zone};
}

NginxRule max_conns_per_worker() {
  return {
      {.id = "nginx/max-conns-per-worker",
       .severity = Severity::warning,
       .title = "max_conns without a zone",
       .why = "The limit is meant to protect a server, but it holds for each worker alone: with "
              "8 workers the server gets eight times as many connections as it can bear.",
       .incident = "",
       .fix = "zone NAME 64k in the upstream. Idle keep-alive connections come on top of it.",
       .bad = "upstream auth { server a:9001 max_conns=50; }",
       .good = "upstream auth { zone auth 64k; server a:9001 max_conns=50; }",
       .topic = Topic::limits},
      check_max_conns};
}

}  // namespace misfire::nginx_audit
