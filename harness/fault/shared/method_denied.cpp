#include "fault/shared/method_denied.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc method_denied_doc() {
  FaultDoc doc;
  doc.name = "method-denied";
  doc.title = "The method of the logins refused";
  doc.about =
      "A rule for pages that are only read came to hold for the logins: whatever is not a GET is "
      "refused with 403. Pages load, probes by GET are fine, health checks are green, and nobody "
      "can log in; a 403 is the client's mistake to most dashboards.";
  doc.incident =
      "ConfErr (DSN 2008) has directives that were borrowed from another place as a family of its "
      "own.";
  return doc;
}

Shown method_denied_witness(const Args&, const Observed& seen) {
  constexpr int kForbidden = 403;
  constexpr double kAllButStragglers = 0.9;
  return status_witness(seen, {kForbidden}, kAllButStragglers);
}

}  // namespace misfire
