#include "fault/shared/maintenance_page.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/logins.hpp"

namespace misfire {

FaultDoc maintenance_page_doc() {
  FaultDoc doc;
  doc.name = "maintenance-page";
  doc.title = "A maintenance page instead of the service";
  doc.about =
      "The balancer answers every request itself with a friendly page and status 200, as after a "
      "maintenance whose last step was forgotten. Nobody can log in, and no counter of errors "
      "moves: only whoever looks at what a login got, or at the servers' silence, can know.";
  doc.incident =
      "A status that does not fit its page is what synthetic checks miss that go by the status "
      "alone; ConfErr (DSN 2008) counts leftovers of other configurations among the mistakes of "
      "structure. In a measurement of this project no login succeeded and no alert on 5xx moved.";
  return doc;
}

Shown maintenance_page_witness(const Args&, const Observed& seen) {
  constexpr int kOk = 200;
  constexpr double kAllButStragglers = 0.9;
  Shown shown = unreached_witness(seen);
  shown.shown = shown.shown && share_of_status(seen.logins.since, kOk) >= kAllButStragglers;
  return shown;
}

}  // namespace misfire
