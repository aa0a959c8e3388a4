#include <algorithm>
#include <array>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

/// Pages of counts: nginx's own, Plus's, and those of modules.
bool tells_counts(const NginxDirective& directive) {
  static constexpr std::array<std::string_view, 7> kPages = {
      "stub_status", "api",           "status",         "vhost_traffic_status_display",
      "prometheus",  "otel_exporter", "req_status_show"};
  if (directive.entry) return false;
  if (std::find(kPages.begin(), kPages.end(), directive.name()) != kPages.end()) return true;
  // Lua's libraries have a page that they are asked for by a name of their own.
  return directive.name().find("_by_lua") != std::string::npos;
}

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  if (!is_whole(model) || nginx_passes(model).empty()) return {};
  const auto& all = model.directives();
  if (std::any_of(all.begin(), all.end(), tells_counts)) return {};
  return {place_of(model, *model.last(nullptr, "http"), 0,
                   "no page here tells Prometheus anything: neither stub_status nor a module's")};
}

}  // namespace

NginxRule no_metrics() {
  return {
      {.id = "nginx/no-metrics",
       .severity = Severity::error,
       .title = "No metrics",
       .why = "Nobody can be paged for what nobody counts. Even connections that wait for a "
              "worker, the first sign of overload, are invisible.",
       .incident = "",
       .fix = "stub_status in a server of its own, for nginx's exporter. It has neither status "
              "codes nor upstreams: for these read the access log (mtail), or add a module.",
       .bad = "http { server { location / { proxy_pass http://auth; } } }",
       .good = "server {\n    listen 8081;\n    location = /stub_status {\n        stub_status;\n"
               "        allow 10.0.0.0/8;\n        deny all;\n    }\n}",
       .topic = Topic::metrics},
      check};
}

}  // namespace misfire::nginx_audit
