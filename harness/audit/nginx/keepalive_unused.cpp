#include <fmt/format.h>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

/// What is missing; "" when connections are kept.
std::string missing(const NginxSettings& settings, const NginxDirective& pass) {
  const NginxDirective* block = settings.model().parent(pass);
  if (pass.name() == "fastcgi_pass") {
    const auto* keeps = settings.in_force(block, "fastcgi_keep_conn");
    return keeps != nullptr && keeps->word(1) == "on" ? "" : "fastcgi_keep_conn on";
  }
  if (pass.name() != "proxy_pass") return {};
  const auto* version = settings.in_force(block, "proxy_http_version");
  if (version == nullptr || version->word(1) == "1.0") return "proxy_http_version 1.1";
  for (const NginxDirective* header : settings.all_in_force(block, "proxy_set_header")) {
    // A variable may be empty: "$connection_upgrade" of a map is.
    if (lower_case(header->word(1)) != "connection") continue;
    const std::string value = lower_case(header->word(2));
    if (value.empty() || value == "keep-alive" || value.find('$') != value.npos) return {};
  }
  return "proxy_set_header Connection \"\"";
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(model)) {
    const NginxDirective* keepalive = pool.has(model, "keepalive");
    if (keepalive == nullptr || pool.stream) continue;
    for (const NginxDirective* pass : pool.passes) {
      const std::string what = missing(settings, *pass);
      if (what.empty() || !all_levels_known(model, *pass) || !serves_users(model, *pass)) continue;
      places.push_back(place_of(model, *pass, 1,
                                fmt::format("\"{}\" keeps {} connections, but not those of this "
                                            "location: {} is missing",
                                            pool.name(), keepalive->word(1), what)));
    }
  }
  return places;
}

}  // namespace

NginxRule keepalive_unused() {
  return {
      {.id = "nginx/keepalive-unused",
       .severity = Severity::warning,
       .title = "keepalive of an upstream without effect",
       .why = "nginx speaks HTTP/1.0 to servers and closes each connection, unless a location "
              "says otherwise (before 1.29.7). Every request then opens a connection: latency "
              "grows, and under load local ports run out, which looks as if the servers refused.",
       .incident = "",
       .fix = "Both lines, in the location or above it; a location that has a proxy_set_header "
              "of its own inherits none.",
       .bad = "upstream auth { server a:9001; keepalive 64; }\n"
              "location / { proxy_pass http://auth; }",
       .good = "location / {\n    proxy_pass http://auth;\n    proxy_http_version 1.1;\n"
               "    proxy_set_header Connection \"\";\n}",
       .topic = Topic::servers},
      check};
}

}  // namespace misfire::nginx_audit
