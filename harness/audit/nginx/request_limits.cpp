#include <fmt/format.h>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

std::string zone_of(const NginxDirective& directive) {
  const std::size_t word = word_beginning(directive, "zone=");
  if (word == 0) return "";
  const std::string zone = directive.word(word).substr(5);
  return zone.substr(0, zone.find(':'));
}

bool is_limit(const NginxDirective& directive) {
  return !directive.entry && (directive.name() == "limit_req" || directive.name() == "limit_conn");
}

std::vector<Place> check_status(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  for (const NginxDirective& limit : model.directives()) {
    if (!is_limit(limit)) continue;
    const NginxDirective* block = model.parent(limit);
    if (model.within(limit, "stream") || !all_levels_known(model, limit)) continue;
    // Set further in, it counts for what is there.
    const std::string name = limit.name() + "_status";
    if (block == nullptr || settings.in_force(block, name) != nullptr) continue;
    places.push_back(
        place_of(model, limit, 0,
                 fmt::format("who is turned away gets 503, as if the servers failed: {} "
                             "is not set",
                             name)));
  }
  return places;
}

std::vector<Place> check_burst(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxDirective& limit : subject.model.directives()) {
    if (limit.name() != "limit_req" || limit.entry || word_beginning(limit, "burst=") != 0)
      continue;
    places.push_back(place_of(subject.model, limit, 0,
                              "without burst the second request within 1/rate is turned away: a "
                              "browser that loads a page sends several at once"));
  }
  return places;
}

std::vector<Place> check_shared(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  for (const NginxDirective& zone : model.directives()) {
    if (zone.name() != "limit_req_zone" || zone.entry || zone.words.size() < 3) continue;
    // What has no key is not limited.
    if (zone.words[1].variable() || zone.word(1).empty()) continue;
    for (const NginxDirective& limit : model.directives()) {
      if (limit.name() != "limit_req" || zone_of(limit) != zone_of(zone)) continue;
      places.push_back(place_of(
          model, zone, 1,
          fmt::format("the key \"{}\" is the same for all: zone {} lets {} "
                      "through for everybody together",
                      zone.word(1), zone_of(zone), zone.word(word_beginning(zone, "rate=")))));
      break;
    }
  }
  return places;
}

}  // namespace

NginxRule limit_looks_like_failure() {
  return {{.id = "nginx/limit-looks-like-failure",
           .severity = Severity::warning,
           .title = "A rate limit answers 503",
           .why = "503 is what an overloaded or dead service says. Whoever is paged looks at the "
                  "servers, retries are sent again at once, and error budgets burn although the "
                  "limit did what it was told.",
           .incident =
               "GitLab, 6 November 2018: the balancer throttled all traffic for 3 days; abuse, CI "
               "and the storage service were blamed first.",
           .fix = "limit_req_status 429 and limit_conn_status 429, once in http.",
           .bad = "limit_req zone=login burst=20;",
           .good = "limit_req zone=login burst=20;\nlimit_req_status 429;",
           .topic = Topic::limits},
          check_status};
}

NginxRule limit_without_burst() {
  return {
      {.id = "nginx/limit-without-burst",
       .severity = Severity::warning,
       .title = "limit_req without burst",
       .why = "nginx counts in milliseconds: 10r/s is one request each 100 ms. Without burst "
              "everything that comes sooner is refused, also from a user who sends two requests "
              "a minute, both at once.",
       .incident = "",
       .fix = "burst=20 nodelay: short peaks pass, the rate holds.",
       .bad = "limit_req zone=login;",
       .good = "limit_req zone=login burst=20 nodelay;",
       .topic = Topic::limits},
      check_burst};
}

NginxRule limit_for_all() {
  return {{.id = "nginx/limit-for-all",
           .severity = Severity::error,
           .title = "One rate limit for all clients together",
           .why = "A constant key puts everybody into one bucket. One script uses it up, and all "
                  "others are refused; no counter of errors moves on the servers.",
           .incident = "GitLab, 6 November 2018: the balancer throttled all traffic for 3 days.",
           .fix = "A key that tells clients apart: $binary_remote_addr, behind proxies with the "
                  "client's address restored.",
           .bad = "limit_req_zone login zone=login:1m rate=30r/s;",
           .good = "limit_req_zone $binary_remote_addr zone=login:10m rate=5r/s;",
           .topic = Topic::limits},
          check_shared};
}

}  // namespace misfire::nginx_audit
