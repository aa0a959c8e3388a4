#include <fmt/format.h>

#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLong{10'000};
constexpr const char* kIncident =
    "Stack Exchange (2014): fail-over was slow because connects to a host that answered nothing "
    "had to time out first.";

std::vector<Place> check_long(const NginxSubject& subject) {
  const NginxSettings settings(subject.model);
  std::vector<Place> places;
  std::set<const NginxDirective*> told;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    if (pool.sharing.size() < 2) continue;
    for (const NginxDirective* pass : pool.passes) {
      const auto timeout =
          settings.time_in_force(*pass, setting_of_pass(*pass, "_connect_timeout"));
      if (!timeout || timeout->value <= kLong || !told.insert(timeout->directive).second) continue;
      places.push_back(place_of(
          subject.model, *timeout->directive, 1,
          fmt::format("a request that meets a server of \"{}\" that is off waits {} before "
                      "another is tried",
                      pool.name(), shown(timeout->value))));
    }
  }
  return places;
}

std::vector<Place> check_missing(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(model)) {
    if (pool.sharing.size() < 2) continue;
    for (const NginxDirective* pass : pool.passes) {
      const std::string name = setting_of_pass(*pass, "_connect_timeout");
      if (settings.in_force(model.parent(*pass), name) != nullptr) continue;
      if (!all_levels_known(model, *pass) || !serves_users(model, *pass)) continue;
      places.push_back(
          place_of(model, *pass, 1,
                   fmt::format("without {} a request that meets a server of \"{}\" that is off "
                               "waits 60 s before another is tried",
                               name, pool.name())));
      break;  // one line in http mends them all
    }
  }
  return places;
}

}  // namespace

NginxRule connect_timeout_long() {
  return {
      {.id = "nginx/connect-timeout-long",
       .severity = Severity::warning,
       .title = "Opening a connection may take longer than a user waits",
       .why = "A machine that is off or cut off refuses nothing: only this timeout ends the "
              "attempt. Until max_fails of them have run out, its share of the users waits that "
              "long.",
       .incident = kIncident,
       .fix = "1 to 3 s within a data centre: a connection takes milliseconds there.",
       .bad = "proxy_connect_timeout 75s;",
       .good = "proxy_connect_timeout 1s;",
       .topic = Topic::timeouts},
      check_long};
}

NginxRule connect_timeout_missing() {
  return {
      {.id = "nginx/connect-timeout-missing",
       .severity = Severity::note,
       .title = "Opening a connection may take nginx's default of 60 s",
       .why = "A machine that is off or cut off refuses nothing: only this timeout ends the "
              "attempt. Users have gone long before.",
       .incident = kIncident,
       .fix = "proxy_connect_timeout 1s in http, server or location (fastcgi_, grpc_ and uwsgi_ "
              "have their own).",
       .bad = "location / { proxy_pass http://auth; }",
       .good = "location / { proxy_pass http://auth; proxy_connect_timeout 1s; }",
       .topic = Topic::timeouts},
      check_missing};
}

}  // namespace misfire::nginx_audit
