#include <fmt/format.h>

#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  const auto all = global_setting(in.model, "maxconn").number(1);
  if (!all || *all <= 0) return found;
  for (const HaproxySection* section : frontends(in.model)) {
    const Effective own = effective(in.model, *section, "maxconn");
    const auto most = own.number(1);
    if (!most || *most <= *all || !told.insert(own.line).second) continue;
    found.push_back(place_at(in.model, *own.line, 0, 1,
                             fmt::format("{} may take {} connections, the process takes {}",
                                         title_of(*section), *most, *all)));
  }
  return found;
}

}  // namespace

HaproxyRule maxconn_above_global() {
  RuleDoc doc;
  doc.id = "haproxy/maxconn-above-global";
  doc.severity = Severity::note;
  doc.topic = Topic::limits;
  doc.title = "A frontend may take more than the whole process does";
  doc.why =
      "The process stops to accept at its own `maxconn`, in all frontends at once: the one that is "
      "flooded takes the others along, the metrics endpoint included, and the frontend's limit, "
      "which was to prevent that, is never reached.";
  doc.fix = "Let the global `maxconn` exceed the sum of the frontends'.";
  doc.bad = "global\n    maxconn 2000\nfrontend www\n    maxconn 10000";
  doc.good = "global\n    maxconn 12000\nfrontend www\n    maxconn 10000";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
