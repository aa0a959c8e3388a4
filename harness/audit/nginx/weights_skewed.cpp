#include <fmt/format.h>

#include <algorithm>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire {
namespace {

/// As the alert WeightSkew of ALERTS.md. Against the lower middle weight, not the smallest: one
/// server that gets less than the others is a canary.
constexpr int kMostTimes = 3;

std::vector<Place> check(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    if (pool.sharing.size() < 2) continue;
    std::vector<int> weights;
    int sum = 0;
    for (const NginxDirective* server : pool.sharing) {
      weights.push_back(server_number(*server, "weight", 1));
      sum += weights.back();
    }
    const auto heaviest = std::max_element(weights.begin(), weights.end());
    const NginxDirective& server =
        *pool.sharing[static_cast<std::size_t>(heaviest - weights.begin())];
    const int most = *heaviest;
    std::sort(weights.begin(), weights.end());
    const int middle = weights[(weights.size() - 1) / 2];
    if (most <= kMostTimes * middle) continue;
    places.push_back(
        place_of(subject.model, server, word_beginning(server, "weight="),
                 fmt::format("weight {} against {} of the others: this server gets {} % of what "
                             "\"{}\" hands on, {} % would be its share of {}",
                             most, middle, 100 * most / sum, pool.name(), 100 / pool.sharing.size(),
                             pool.sharing.size())));
  }
  return places;
}

}  // namespace

NginxRule nginx_weights_skewed() {
  return {{.id = "nginx/weights-skewed",
           .severity = Severity::error,
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

}  // namespace misfire
