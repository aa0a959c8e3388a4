#include "fault/shared/error_page_200.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc error_page_200_doc() {
  FaultDoc doc;
  doc.name = "error-page-200";
  doc.title = "Error pages with status 200";
  doc.about =
      "Every answer above 499, the balancer's own included, goes out with status 200, as when an "
      "error page was made friendly. While all is well nothing changes; in an outage the users see "
      "errors, and everything that counts statuses behind the balancer, or at its frontend, sees "
      "none. Give the scenario a second fault that makes it bite.";
  doc.incident =
      "HAProxy's errorfile and nginx's error_page can both give another status than that of the "
      "error; the manuals of both show it. In a measurement of this project no login succeeded in "
      "an outage, and every answer was a 200.";
  return doc;
}

Shown error_page_200_witness(const Args&, const Observed& seen) {
  Shown shown = configuration_witness(seen, "errors as 200");
  shown.evidence.push_back("logins since, by status: " + statuses_text(seen.logins.since));
  return shown;
}

}  // namespace misfire
