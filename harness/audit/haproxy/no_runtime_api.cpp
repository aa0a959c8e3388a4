#include "audit/haproxy/first_global.hpp"
#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  const HaproxySection* global = first_global(in.model);
  if (global == nullptr || in.pools.empty()) return {};
  if (!global_setting(in.model, "stats", "socket").missing()) return {};
  return {place_at(in.model, global->header,
                   "no `stats socket`: servers can be drained by a reload "
                   "only")};
}

}  // namespace

HaproxyRule no_runtime_api() {
  RuleDoc doc;
  doc.id = "haproxy/no-runtime-api";
  doc.severity = Severity::note;
  doc.topic = Topic::operation;
  doc.title = "Operators cannot talk to the running balancer";
  doc.why =
      "Without a `stats socket` a server can be drained, enabled or given another weight by a "
      "reload only, which is slower, ends long connections, and is what nobody wants in an outage.";
  doc.fix = "Write a `stats socket` with a mode, a level and `expose-fd listeners`.";
  doc.bad = "global\n    daemon";
  doc.good =
      "global\n    daemon\n    stats socket /run/haproxy/admin.sock mode 660 level admin expose-fd "
      "listeners";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
