#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  for (const NginxDirective& from : model.directives()) {
    const std::string& network = from.word(1);
    if (from.name() != "set_real_ip_from" || (network != "0.0.0.0/0" && network != "::/0"))
      continue;
    // The PROXY protocol's address is no header that a client could write.
    const auto* header = settings.in_force(model.parent(from), "real_ip_header");
    if (header == nullptr ? !all_levels_known(model, from) : header->word(1) == "proxy_protocol") {
      continue;
    }
    places.push_back(place_of(model, from, 1,
                              "every client may say which address it has: limits, locks and logs "
                              "believe it"));
  }
  return places;
}

}  // namespace

NginxRule forged_addresses() {
  return {
      {.id = "nginx/forged-addresses",
       .severity = Severity::warning,
       .title = "The client's address is taken from anybody's header",
       .why = "Rate limits and hashes by address are kept by writing a new X-Forwarded-For with "
              "each request, and whoever looks for the source of a flood finds invented ones.",
       .incident = "",
       .fix = "The networks of your own proxies, one line each.",
       .bad = "set_real_ip_from 0.0.0.0/0;",
       .good = "set_real_ip_from 10.0.0.0/8;",
       .topic = Topic::exposure},
      check};
}

}  // namespace misfire::nginx_audit
