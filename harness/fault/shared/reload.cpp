#include "fault/shared/reload.hpp"

#include <fmt/format.h>

namespace misfire {

Result<Edits> reload_edit(const Config&, const Args&) {
  return Edits{};
}

Shown reload_witness(const Args&, const Observed& seen) {
  const LiveState &before = seen.before, &now = seen.now;
  Shown shown;
  const bool replaced = before.worker != now.worker;
  shown.evidence.push_back(
      replaced ? fmt::format("a new worker serves ({}; before: {})", now.worker, before.worker)
               : fmt::format("the worker was not replaced ({})", now.worker));
  const std::vector<std::string> found = differences(before, now);
  if (found.empty()) {
    shown.evidence.push_back("weights, states, addresses and limits are as before");
  } else {
    shown.evidence.insert(shown.evidence.end(), found.begin(), found.end());
  }
  shown.shown = replaced && found.empty();
  return shown;
}

FaultDoc reload_doc() {
  FaultDoc doc;
  doc.name = "reload";
  doc.title = "Reload of the unchanged configuration";
  doc.about =
      "The file is reloaded as it is: a new worker takes over, counters start from zero, nothing "
      "else changes. It is the control of every scenario, since each deployment does the same.";
  doc.incident =
      "Nothing went wrong: alerts that fire here are always on, or take a restart of the counters "
      "for an outage.";
  doc.needs_duration = false;
  return doc;
}

}  // namespace misfire
