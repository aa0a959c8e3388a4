// Alertmanager is gone, and with it whoever would tell.
#include "fault/stressors/monitors_down.hpp"

namespace misfire {
namespace {

std::vector<Monitor> monitors(const Args&) {
  return {Monitor::alertmanager};
}

}  // namespace

Stressor alertmanager_down_stressor() {
  Stressor stressor = monitors_down<monitors>();
  stressor.doc.name = "alertmanager-down";
  stressor.doc.title = "Alertmanager is killed, and stays down";
  stressor.doc.about =
      "Alertmanager ends at once and is started again with the same files when the fault is taken "
      "back. Prometheus goes on evaluating and has nobody to hand its alerts to: whatever happens "
      "meanwhile, nobody is told, unless something outside misses the dead man's switch. What it "
      "had notified and not yet written down, it notifies again.";
  stressor.doc.incident =
      "Slack, 12 May 2020: the alert for exactly that outage was broken. Who is not told of "
      "anything cannot tell a quiet day from a broken alerting.";
  return stressor;
}

}  // namespace misfire
