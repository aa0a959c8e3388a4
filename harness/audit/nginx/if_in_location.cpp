#include <algorithm>
#include <array>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

/// Those of the rewrite module, which are safe, and those that change nothing about the answer.
bool is_safe(const std::string& name) {
  static constexpr std::array<std::string_view, 9> kSafe = {
      "return",     "rewrite",          "set",        "break", "access_log", "error_log",
      "limit_rate", "limit_rate_after", "rewrite_log"};
  return std::find(kSafe.begin(), kSafe.end(), name) != kSafe.end() ||
         name.find("_by_lua") != std::string::npos;
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  for (const NginxDirective& block : model.directives()) {
    if (block.name() != "if" || !block.block || !model.within(block, "location")) continue;
    for (const std::size_t i : block.inside) {
      const NginxDirective& inner = model[i];
      if (is_safe(inner.name())) continue;
      places.push_back(
          place_of(model, inner, 0,
                   "\"" + inner.name() +
                       "\" within an `if` of a location: the `if` is a location of its "
                       "own, and what stands beside it counts no more or half"));
      break;
    }
  }
  return places;
}

}  // namespace

NginxRule if_in_location() {
  return {{.id = "nginx/if-in-location",
           .severity = Severity::warning,
           .title = "`if` in a location holds more than return or rewrite",
           .why = "An `if` that is true becomes the location in which the request ends, and of "
                  "several the last one alone. It inherits some settings and not others: headers "
                  "get lost, try_files is skipped, a proxy_pass goes without its path. It works in "
                  "the test that somebody made, and not in the combination that comes later.",
           .incident = "",
           .fix = "Choose by a map and a variable, by locations, or by `error_page` and a named "
                  "location. Within `if` only return, and rewrite … last, are safe in every case.",
           .bad = "if ($cookie_beta) { proxy_pass http://beta; }",
           .good = "map $cookie_beta $pool { default auth; 1 beta; }\n…\nproxy_pass http://$pool;",
           .topic = Topic::routing},
          check};
}

}  // namespace misfire::nginx_audit
