#include "fault/shared/metrics_filtered.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = metrics_filtered_doc();
  return made;
}

}  // namespace

FaultDoc metrics_filtered_doc() {
  FaultDoc doc;
  doc.name = "metrics-filtered";
  doc.title = "Metrics without what matters";
  doc.about =
      "The exporter answers, and leaves series out: those of servers, or those of servers in "
      "maintenance, as a filter against too many series does. The scrape succeeds, dashboards draw "
      "what is left, and alerts on the servers have no data and stay calm.";
  doc.incident =
      "HAProxy's exporter takes such filters in its query (scope, no-maint). Reported of public "
      "collections of alerts (samber, issue 66) and by GitLab (infrastructure issue 3868): alerts "
      "whose metrics are not there.";
  doc.params = {choice_param("left_out", "series of all servers, or of those in maintenance",
                             {"servers", "maintenance"})};
  return doc;
}

std::string left_out_of_metrics(const Args& args) {
  return text_of(doc(), args, "left_out");
}

Shown metrics_filtered_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "the filtered metrics");
}

}  // namespace misfire
