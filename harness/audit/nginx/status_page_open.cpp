#include <algorithm>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "balancer/nginx/entry.hpp"

namespace misfire::nginx_audit {
namespace {

/// Does the server listen on this machine's own addresses only, or on a port beside the usual ones?
bool is_apart(const NginxModel& model, const NginxDirective& server) {
  const auto listens = model.all(&server, "listen");
  return !listens.empty() &&
         std::none_of(listens.begin(), listens.end(), [](const NginxDirective* listen) {
           const std::string& address = listen->word(1);
           return address == "80" || address == "443" || address.ends_with(":80") ||
                  address.ends_with(":443");
         });
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  for (const NginxDirective& page : model.directives()) {
    if (page.entry || page.name() != "stub_status") continue;
    const NginxDirective* block = model.parent(page);
    const NginxDirective* server = server_of(model, page);
    if (server == nullptr || is_apart(model, *server)) continue;
    if (!all_levels_known(model, page)) continue;
    if (settings.in_force(block, "deny") != nullptr ||
        settings.in_force(block, "auth_basic") != nullptr ||
        settings.in_force(block, "allow") != nullptr ||
        settings.in_force(block, "internal") != nullptr) {
      continue;
    }
    places.push_back(place_of(model, page, 0, "everybody who reaches the site can read this page"));
  }
  return places;
}

}  // namespace

NginxRule status_page_open() {
  return {{.id = "nginx/status-page-open",
           .severity = Severity::note,
           .title = "The status page is open to everybody",
           .why = "Connections and requests a second tell an attacker how well an attack works.",
           .incident = "",
           .fix = "A server of its own on another port, or allow and deny.",
           .bad = "location /nginx_status { stub_status; }",
           .good = "location /nginx_status { stub_status; allow 10.0.0.0/8; deny all; }",
           .topic = Topic::exposure},
          check};
}

}  // namespace misfire::nginx_audit
