#include <fmt/format.h>

#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

/// 0 of either is "no limit", and the default.
bool is_limited(const NginxSettings& settings, const NginxDirective& pass, std::string_view name) {
  const auto* limit = settings.of_pass(pass, name);
  return limit != nullptr && limit->word(1) != "0" && limit->word(1) != "0s";
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  std::set<const NginxDirective*> told;
  for (const NginxPool& pool : nginx_pools(model)) {
    if (pool.servers.size() < 3) continue;
    for (const NginxDirective* pass : pool.passes) {
      const auto* retries = settings.of_pass(*pass, "_next_upstream");
      if (retries == nullptr || !all_levels_known(model, *pass) ||
          is_limited(settings, *pass, "_next_upstream_tries") ||
          is_limited(settings, *pass, "_next_upstream_timeout")) {
        continue;
      }
      const std::size_t word = word_beginning(*retries, "http_5");
      if (word == 0 || !told.insert(retries).second) continue;
      places.push_back(place_of(
          model, *retries, word,
          fmt::format("a request that every server answers with {} is sent to all {} of \"{}\": "
                      "neither tries nor time are limited",
                      retries->word(word).substr(5), pool.servers.size(), pool.name())));
    }
  }
  return places;
}

}  // namespace

NginxRule retry_storm() {
  return {{.id = "nginx/retry-storm",
           .severity = Severity::warning,
           .title = "Answers of 5xx are retried on every server, without a limit",
           .why = "A database that fails makes all servers answer 500. Each request then costs as "
                  "many as there are servers, and each of these failures counts towards max_fails: "
                  "the whole pool is left out, and the load stays multiplied when it comes back.",
           .incident = "",
           .fix = "proxy_next_upstream_tries 2 and a proxy_next_upstream_timeout of what a user "
                  "waits; or retry what is about one server only: error and timeout.",
           .bad = "proxy_next_upstream error timeout http_500 http_502;",
           .good = "proxy_next_upstream error timeout http_502;\nproxy_next_upstream_tries 2;\n"
                   "proxy_next_upstream_timeout 5s;",
           .topic = Topic::retries},
          check};
}

}  // namespace misfire::nginx_audit
