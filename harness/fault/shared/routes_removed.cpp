#include "fault/shared/routes_removed.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc routes_removed_doc() {
  FaultDoc doc;
  doc.name = "routes-removed";
  doc.title = "No rule leads to the pool any more";
  doc.about =
      "The rules that lead to the pool are gone, as after an empty or half-written configuration "
      "was pushed: HAProxy answers every login with 503, nginx with 404 or with what it does for "
      "all the rest. The pool is there, checked and idle.";
  doc.incident =
      "Google Cloud load balancers, 16 November 2021: an empty configuration was pushed, 404 for "
      "everybody, noticed after 15 min, 33 min in all; 21 September 2023: configurations "
      "overwritten with empty ones for a part of the users, 24 h.";
  return doc;
}

Shown routes_removed_witness(const Args&, const Observed& seen) {
  return unreached_witness(seen);
}

}  // namespace misfire
