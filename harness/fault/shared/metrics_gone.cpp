#include "fault/shared/metrics_gone.hpp"

#include <fmt/format.h>

namespace misfire {

FaultDoc metrics_gone_doc() {
  FaultDoc doc;
  doc.name = "metrics-gone";
  doc.title = "The metrics endpoint is gone";
  doc.about =
      "The balancer serves every login and no metrics: the endpoint that Prometheus scrapes "
      "answers "
      "404. Every alert on the balancer is blind from now on and looks calm. Only the failed "
      "scrape "
      "itself, or the absence of series, tells.";
  doc.incident =
      "Reported of public collections of alerts (samber, issue 66) and by GitLab (infrastructure "
      "issue 3868): alerts whose metrics are not there. Slack, 12 May 2020: the alert that was "
      "made "
      "for the outage was broken, and nobody knew.";
  return doc;
}

Shown metrics_gone_witness(const Args&, const Observed& seen) {
  Shown shown;
  if (!seen.metrics) {
    shown.evidence.push_back("nobody scrapes the balancer's metrics");
    return shown;
  }
  shown.shown = !seen.metrics->up;
  shown.evidence.push_back(
      seen.metrics->up
          ? "the balancer still gives its metrics"
          : fmt::format("the balancer gives no metrics any more: {}", seen.metrics->error));
  return shown;
}

}  // namespace misfire
