#include "audit/haproxy/first_global.hpp"
#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  const HaproxySection* global = first_global(in.model);
  bool other = false;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "http-request" && line.word(1) == "use-service") return {};
      other = other || line.keyword() == "stats";
    }
  }
  // With nothing at all, no-metrics speaks.
  if (global == nullptr || in.pools.empty() || !other) return {};
  return {place_at(in.model, global->header, "no frontend serves prometheus-exporter")};
}

}  // namespace

HaproxyRule no_prometheus() {
  RuleDoc doc;
  doc.id = "haproxy/no-prometheus";
  doc.severity = Severity::note;
  doc.topic = Topic::metrics;
  doc.title = "HAProxy's own exporter is off";
  doc.why =
      "The separate haproxy_exporter is retired: its metrics have other names than those of "
      "HAProxy's own exporter, so rules written for one never fire with the other, and it knows "
      "neither check states nor connection queues of newer versions.";
  doc.fix = "Serve HAProxy's own metrics (built in since 2.0) and point Prometheus at them.";
  doc.bad = "listen stats\n    bind :9000\n    stats enable";
  doc.good =
      "frontend metrics\n    bind :8405\n    http-request use-service prometheus-exporter if { "
      "path /metrics }";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
