#include "fault/shared/redispatch_removed.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {
FaultDoc redispatch_removed_doc() {
  FaultDoc doc;
  doc.name = "redispatch-removed";
  doc.title = "Retries without another server";
  doc.about =
      "A login whose server cannot be reached is tried again, and again on that same server: "
      "the retries that everybody counts on help nobody. With HAProxy it is redispatching "
      "that is gone; with nginx one try is all there is, whatever the rule for other tries "
      "says. Nothing changes while all servers are well; give the scenario a second fault "
      "that makes it bite.";
  doc.incident =
      "PCheck (OSDI 2016): settings that only the way of failing over reads are checked by "
      "nobody at the start and bite when it is walked. Without redispatching and with one of "
      "three servers killed a third of the logins failed in a measurement of this project.";
  return doc;
}

Shown redispatch_removed_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "retries without another server");
}

}  // namespace misfire
