#include "fault/shared/slowstart_removed.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {
FaultDoc slowstart_removed_doc() {
  FaultDoc doc;
  doc.name = "slowstart-removed";
  doc.title = "No slow start after a return";
  doc.about =
      "A server that returns gets its full share of the logins at once, with cold caches and "
      "no connection open: it answers too late, fails its checks and goes again. While all "
      "servers stay, nothing changes; give the scenario a second fault that makes it bite.";
  doc.incident =
      "Not known of one outage by name; HAProxy has slowstart for it, and what only the way "
      "back into service reads is checked by nobody at the start (PCheck, OSDI 2016).";
  return doc;
}

Shown slowstart_removed_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "no slow start");
}

}  // namespace misfire
