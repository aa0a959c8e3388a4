#include "fault/shared/access_log_off.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc access_log_off_doc() {
  FaultDoc doc;
  doc.name = "access-log-off";
  doc.title = "The access log is switched off";
  doc.about =
      "The log of the requests is switched off, as against a full disk, and with it all that is "
      "made of it: figures of statuses and servers stand still, the exporter that reads the log "
      "answers as before, and nothing is missing but news. Alerts on rates see zero errors.";
  doc.incident =
      "nginx's stub_status has neither statuses nor servers, so that its access log is all there "
      "is of them. Figures that stand still look like figures that are well: an alert needs to ask "
      "whether they move.";
  return doc;
}

Shown access_log_off_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "the access log off");
}

}  // namespace misfire
