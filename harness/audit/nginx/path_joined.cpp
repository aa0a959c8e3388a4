#include <fmt/format.h>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "balancer/nginx/location.hpp"

namespace misfire::nginx_audit {
namespace {

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  for (const NginxDirective* pass : nginx_passes(model)) {
    const NginxDirective* location = location_of(model, *pass);
    if (location == nullptr || pass->name() != "proxy_pass" || pass->words[1].variable()) continue;
    const NginxLocation read = read_location(*location);
    if (read.kind != NginxLocation::Kind::prefix || read.path.ends_with('/')) continue;
    const NginxTarget target = parse_nginx_target(pass->word(1));
    if (target.rest.find('/') == std::string::npos || !target.rest.ends_with('/')) continue;
    places.push_back(place_of(
        model, *pass, 1,
        fmt::format(
            "\"{0}\" is replaced by what ends in a slash: {0}/x becomes {1}/x, and {0}x {1}x",
            read.path, target.rest.substr(target.rest.find('/')))));
  }
  return places;
}

}  // namespace

NginxRule path_joined() {
  return {
      {.id = "nginx/path-joined",
       .severity = Severity::warning,
       .title = "The slash at the end of proxy_pass has none to match in the location",
       .why = "With a path in proxy_pass nginx cuts the location's text off and puts that path "
              "in its place. Two slashes in a row are another path for many services: they "
              "answer 404 for what worked in the browser's first click, and paths that only "
              "begin alike are handed on as well.",
       .incident = "",
       .fix = "End both with a slash, or neither: without a path in proxy_pass the request's own "
              "is kept.",
       .bad = "location /api { proxy_pass http://auth/; }",
       .good = "location /api/ { proxy_pass http://auth/; }",
       .topic = Topic::routing},
      check};
}

}  // namespace misfire::nginx_audit
