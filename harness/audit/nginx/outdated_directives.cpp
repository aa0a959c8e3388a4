#include <fmt/format.h>

#include <array>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

struct Outdated {
  std::string_view name, since, instead;
};
/// nginx.org/en/CHANGES.
constexpr std::array<Outdated, 12> kOutdated{{
    {"ssl", "obsolete since 1.15.0 and refused since 1.25.1", "`ssl` of the listen directive"},
    {"http2_push", "without effect since 1.25.1", "a Link header of the service"},
    {"http2_push_preload", "without effect since 1.25.1", "a Link header of the service"},
    {"http2_max_concurrent_pushes", "without effect since 1.25.1", "nothing"},
    {"http2_idle_timeout", "obsolete since 1.19.7", "keepalive_timeout"},
    {"http2_recv_timeout", "obsolete since 1.19.7", "client_header_timeout"},
    {"http2_max_field_size", "obsolete since 1.19.7", "large_client_header_buffers"},
    {"http2_max_header_size", "obsolete since 1.19.7", "large_client_header_buffers"},
    {"http2_max_requests", "obsolete since 1.19.7", "keepalive_requests"},
    {"spdy_chunk_size", "refused since 1.9.5", "http2_chunk_size"},
    {"spdy_headers_comp", "refused since 1.9.5", "nothing"},
    {"limit_zone", "refused since 1.7.6", "limit_conn_zone"},
}};

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  std::vector<Place> places;
  for (const NginxDirective& directive : model.directives()) {
    if (directive.entry || directive.block) continue;
    if (directive.name() == "listen" && server_flag(directive, "spdy")) {
      places.push_back(place_of(model, directive, word_beginning(directive, "spdy"),
                                "spdy is refused since 1.9.5: write http2"));
    }
    for (const Outdated& old : kOutdated) {
      if (directive.name() != old.name) continue;
      places.push_back(
          place_of(model, directive, 0,
                   fmt::format("{} is {}; instead: {}", old.name, old.since, old.instead)));
    }
  }
  return places;
}

std::vector<Place> check_http2(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxDirective& directive : subject.model.directives()) {
    if (directive.name() != "listen" || directive.entry || !server_flag(directive, "http2"))
      continue;
    places.push_back(
        place_of(subject.model, directive, word_beginning(directive, "http2"),
                 "deprecated since 1.25.1, where `http2 on;` of the server replaces it"));
  }
  return places;
}

}  // namespace

NginxRule outdated_directive() {
  return {
      {.id = "nginx/outdated-directive",
       .severity = Severity::warning,
       .title = "A directive that newer versions ignore or refuse",
       .why = "The next upgrade of nginx, often an unattended one, ends in \"unknown directive\" "
              "at the first restart, with no balancer. What is only ignored has not done what "
              "its author believes for years.",
       .incident = "",
       .fix = "What the message names; `nginx -t` of the version to come tells the rest.",
       .bad = "listen 443;\nssl on;",
       .good = "listen 443 ssl;",
       .topic = Topic::operation},
      check};
}

NginxRule listen_http2() {
  return {{.id = "nginx/listen-http2",
           .severity = Severity::note,
           .title = "http2 as a parameter of listen",
           .why = "Versions from 1.25.1 on warn about it, and one of them will refuse it. The "
                  "parameter also counts for all servers of that address, whichever wrote it.",
           .incident = "",
           .fix = "From 1.25.1 on: `http2 on;` in the server. Older versions know only the "
                  "parameter.",
           .bad = "listen 443 ssl http2;",
           .good = "listen 443 ssl;\nhttp2 on;",
           .topic = Topic::operation},
          check_http2};
}

}  // namespace misfire::nginx_audit
