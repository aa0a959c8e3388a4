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
  for (const NginxDirective* pass : nginx_passes(model)) {
    if (!serves_users(model, *pass)) continue;
    for (const NginxDirective* log : settings.all_in_force(model.parent(*pass), "access_log")) {
      if (log->word(1) != "off" || !told.insert(log).second) continue;
      places.push_back(place_of(model, *log, 1,
                                "what " + pass->word(1) + " answers here is written down nowhere"));
    }
  }
  return places;
}

}  // namespace

NginxRule no_access_log() {
  return {
      {.id = "nginx/no-access-log",
       .severity = Severity::warning,
       .title = "Requests that are handed on are not logged",
       .why = "stub_status counts neither status codes nor upstreams: which server answered "
              "what, and how long it took, stands in the access log alone. Without it nobody "
              "can tell a failing server from a failing balancer, during the outage or after.",
       .incident = "",
       .fix = "Log what users ask for, with $upstream_addr, $upstream_status and $request_time; "
              "leave it off for health checks and files only. `buffer=` makes it cheap.",
       .bad = "location /login { access_log off; proxy_pass http://auth; }",
       .good = "location /login { access_log /var/log/nginx/login.log login; … }",
       .topic = Topic::logs},
      check};
}

}  // namespace misfire::nginx_audit
