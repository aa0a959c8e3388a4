#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

/// Headers without which a service answers wrongly, or nobody finds a request again.
bool matters(const std::string& name) {
  static constexpr std::array<std::string_view, 6> kNames = {
      "host",        "x-real-ip", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
      "x-request-id"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  std::set<const NginxDirective*> told;
  for (const NginxDirective* pass : nginx_passes(model)) {
    const std::string name = setting_of_pass(*pass, "_set_header");
    const auto& inner = settings.all_in_force(model.parent(*pass), name);
    if (inner.empty()) continue;
    const NginxDirective* level = model.parent(*inner[0]);
    if (level == nullptr || !told.insert(inner[0]).second) continue;
    std::set<std::string> kept;
    for (const NginxDirective* header : inner) kept.insert(lower_case(header->word(1)));
    for (const NginxDirective* header : settings.all_in_force(model.parent(*level), name)) {
      const std::string lost = lower_case(header->word(1));
      if (!matters(lost) || kept.contains(lost)) continue;
      places.push_back(place_of(
          model, *inner[0], 0,
          fmt::format(
              "because of this line the {} of line {} is not sent here: a level that sets a "
              "header inherits none",
              header->word(1), model.where(*header).line)));
      break;
    }
  }
  return places;
}

}  // namespace

NginxRule headers_lost() {
  return {
      {.id = "nginx/headers-lost",
       .severity = Severity::warning,
       .title = "One proxy_set_header here drops those of the level above",
       .why = "proxy_set_header is inherited only by levels that have none of their own. One "
              "line added to a location takes Host and X-Forwarded-For away: the service "
              "answers for the wrong site, limits and locks out the balancer's address, and its "
              "log has nobody's.",
       .incident = "",
       .fix = "Repeat all of them at this level; one `include` of them for each location is the "
              "usual way.",
       .bad = "proxy_set_header Host $host;\nlocation /ws {\n"
              "    proxy_set_header Upgrade $http_upgrade;\n    proxy_pass http://auth;\n}",
       .good = "location /ws {\n    include proxy_headers.conf;\n"
               "    proxy_set_header Upgrade $http_upgrade;\n    proxy_pass http://auth;\n}",
       .topic = Topic::routing},
      check};
}

}  // namespace misfire::nginx_audit
