#include <fmt/format.h>

#include <algorithm>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

// As of HAProxy's pools. Two servers of different strength are common; a canary beside one server
// is, too.
constexpr double kMostOfTwo = 0.75, kMostOfMany = 0.5;

std::vector<Place> check(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    const std::size_t servers = pool.sharing.size();
    if (servers < 2) continue;
    const NginxDirective* most = nullptr;
    int heaviest = 0;
    double all = 0;
    for (const NginxDirective* server : pool.sharing) {
      const int weight = server_number(*server, "weight", 1);
      all += weight;
      if (weight <= heaviest) continue;
      heaviest = weight;
      most = server;
    }
    if (most == nullptr || heaviest / all <= (servers == 2 ? kMostOfTwo : kMostOfMany)) continue;
    places.push_back(place_of(
        subject.model, *most, std::max<std::size_t>(word_beginning(*most, "weight="), 1),
        fmt::format(
            "{} gets {:.0f} % of the traffic of \"{}\"; an even share of {} servers would be "
            "{:.0f} %",
            most->word(1), 100 * heaviest / all, pool.name(), servers,
            100.0 / static_cast<double>(servers))));
  }
  return places;
}

}  // namespace

NginxRule weights_out_of_proportion() {
  return {{.id = "nginx/weights-out-of-proportion",
           .severity = Severity::warning,
           .title = "One server's weight is out of proportion",
           .why = "The heaviest server gets more than it can bear while the others are idle. Users "
                  "see timeouts, the balancer sees a healthy pool, and whoever is paged looks at "
                  "the overloaded service first.",
           .incident =
               "18 February 2024, 10:00 to 15:30 UTC: weights sent too much traffic to one "
               "authentication backend, about 30 % of the users could not log in, the alert came "
               "after 15 minutes. GitLab (2023): six new balancer nodes beside 39 got about half "
               "of the traffic.",
           .fix = "Equal servers have equal weights; unequal ones those of their measured "
                  "capacity. A canary is the one that gets less.",
           .bad = "server auth1:9001 weight=200;\nserver auth2:9001 weight=25;",
           .good = "server auth1:9001 weight=100;\nserver auth2:9001 weight=100;",
           .topic = Topic::weights},
          check};
}

}  // namespace misfire::nginx_audit
