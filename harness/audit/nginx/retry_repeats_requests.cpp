#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

bool ends_at_one_try(const NginxSettings& settings, const NginxDirective& pass) {
  const auto* tries = settings.of_pass(pass, "_next_upstream_tries");
  return tries != nullptr && tries->word(1) == "1";
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  std::set<const NginxDirective*> told;
  for (const NginxDirective* pass : nginx_passes(model)) {
    const auto* retries = settings.of_pass(*pass, "_next_upstream");
    if (retries == nullptr || ends_at_one_try(settings, *pass)) continue;
    const std::size_t word = word_beginning(*retries, "non_idempotent");
    if (word == 0 || !told.insert(retries).second) continue;
    places.push_back(place_of(model, *retries, word,
                              "a POST that a server has begun to work on is sent to the next one "
                              "as well"));
  }
  return places;
}

}  // namespace

NginxRule retry_repeats_requests() {
  return {
      {.id = "nginx/retry-repeats-requests",
       .severity = Severity::warning,
       .title = "non_idempotent: a POST may be carried out several times",
       .why = "A login or an order that is only slow is sent to one server after another. Each "
              "does the work, failed attempts count twice towards a lock-out, and when the "
              "servers are slow because there is too much to do, the retries are what keeps "
              "them so.",
       .incident = "",
       .fix = "Leave non_idempotent out: nginx then repeats a POST only while nothing of it was "
              "sent.",
       .bad = "proxy_next_upstream error timeout http_503 non_idempotent;",
       .good = "proxy_next_upstream error timeout http_503;",
       .topic = Topic::retries},
      check};
}

}  // namespace misfire::nginx_audit
