#include "fault/shared/wrong_pool.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc wrong_pool_doc() {
  FaultDoc doc;
  doc.name = "wrong-pool";
  doc.title = "Logins sent to another pool";
  doc.about =
      "What leads to the pool leads to another one: to another pool of the file, or, where it has "
      "none, to one that a migration left empty. The right servers are up, checked and silent; "
      "users get whatever the other pool says, here 502 or 503 from the balancer.";
  doc.incident =
      "npm, 28 January 2014: the choice of a backend fell back to the first one after a restart, "
      "and got the requests of all others.";
  return doc;
}

Shown wrong_pool_witness(const Args&, const Observed& seen) {
  return unreached_witness(seen);
}

}  // namespace misfire
