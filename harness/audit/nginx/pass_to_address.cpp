#include <fmt/format.h>

#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  std::set<std::string> told;
  for (const NginxDirective* pass : nginx_passes(model)) {
    const NginxTarget target = parse_nginx_target(pass->word(1));
    if (!is_address(target.host) || is_local(target.host)) continue;
    if (!told.insert(target.host + target.rest.substr(0, target.rest.find('/'))).second) continue;
    places.push_back(
        place_of(model, *pass, 1,
                 fmt::format("{} is one machine: while it restarts, nobody answers, and "
                             "no other can be tried",
                             target.host)));
  }
  return places;
}

}  // namespace

NginxRule pass_to_address() {
  return {{.id = "nginx/pass-to-address",
           .severity = Severity::note,
           .title = "Requests are handed to an address instead of an upstream",
           .why = "There is no second server, no connection that is kept, no weight to change and "
                  "no place to take a machine out for maintenance.",
           .incident = "",
           .fix = "An upstream, with one server more.",
           .bad = "proxy_pass http://10.0.0.1:9001;",
           .good = "upstream auth { server 10.0.0.1:9001; server 10.0.0.2:9001; }\n"
                   "proxy_pass http://auth;",
           .topic = Topic::servers},
          check};
}

}  // namespace misfire::nginx_audit
