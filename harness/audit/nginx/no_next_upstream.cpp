#include <fmt/format.h>

#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  std::set<const NginxDirective*> told;
  for (const NginxPool& pool : nginx_pools(model)) {
    if (pool.sharing.size() < 2) continue;
    for (const NginxDirective* pass : pool.passes) {
      const auto* retries = settings.of_pass(*pass, "_next_upstream");
      if (retries == nullptr || retries->word(1) != "off" || !told.insert(retries).second) continue;
      places.push_back(place_of(
          model, *retries, 1,
          fmt::format(
              "a server of \"{}\" that refuses connections loses one request in {} until it "
              "is left out",
              pool.name(), pool.sharing.size())));
    }
  }
  return places;
}

}  // namespace

NginxRule no_next_upstream() {
  return {
      {.id = "nginx/no-next-upstream",
       .severity = Severity::warning,
       .title = "A request whose server is gone is not tried on another",
       .why = "Every server that restarts or dies turns its share of the requests into 502, "
              "although other servers could have answered them and nothing had been sent yet.",
       .incident = "",
       .fix = "proxy_next_upstream error timeout with proxy_next_upstream_tries 2: a connection "
              "that cannot be opened is safe to try elsewhere, and a POST that was sent is not "
              "repeated unless non_idempotent is added.",
       .bad = "proxy_next_upstream off;",
       .good = "proxy_next_upstream error timeout;\nproxy_next_upstream_tries 2;",
       .topic = Topic::retries},
      check};
}

}  // namespace misfire::nginx_audit
