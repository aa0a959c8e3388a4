#include <algorithm>

#include "fault/alerts/alerts.hpp"

namespace misfire {

const std::vector<AlertFault>& alert_faults() {
  static const std::vector<AlertFault> all = {
      alert_threshold(),    alert_inverted(),   alert_label(),     alert_old_metric(),
      alert_window_short(), alert_for_long(),   alert_guard(),     alert_server_metrics(),
      alert_deleted(),      alert_not_loaded(), scrape_job_gone(), route_typo(),
      route_missing(),      grouping_slow()};
  return all;
}

const AlertFault* find_alert_fault(const std::string& name) {
  const auto& known = alert_faults();
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const AlertFault& fault) { return fault.doc.name == name; });
  return found == known.end() ? nullptr : &*found;
}

}  // namespace misfire
