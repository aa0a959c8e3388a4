#include "audit/haproxy/first_global.hpp"
#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  const HaproxySection* global = first_global(in.model);
  if (global == nullptr || in.pools.empty()) return {};
  if (!global_setting(in.model, "hard-stop-after").missing()) return {};
  return {place_at(in.model, global->header,
                   "no `hard-stop-after`: old processes stay as long as "
                   "any client")};
}

}  // namespace

HaproxyRule no_hard_stop() {
  RuleDoc doc;
  doc.id = "haproxy/no-hard-stop";
  doc.severity = Severity::note;
  doc.topic = Topic::operation;
  doc.title = "Former processes may live for ever";
  doc.why =
      "On a reload the old process stays until its last connection ends. Without `hard-stop-after` "
      "one long connection keeps it for days: it serves its clients by the old configuration, "
      "holds memory, and runs the old checks beside the new ones.";
  doc.fix = "Write `hard-stop-after` with the longest time that a client may need.";
  doc.bad = "global\n    daemon";
  doc.good = "global\n    daemon\n    hard-stop-after 10m";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
