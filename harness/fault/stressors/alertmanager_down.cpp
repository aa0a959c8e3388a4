// Alertmanager is gone, and with it whoever would tell.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

std::vector<Monitor> monitors(const Args&) {
  return {Monitor::alertmanager};
}

std::string says(const Args&, const std::vector<std::string>& parts) {
  return fmt::format("{} {} killed, and {} down", named(parts), is_or_are(parts),
                     parts.size() == 1 ? "stays" : "stay");
}

Result<void> inject(const Args&, const Stroke&, Stressed& stack) {
  return stack.kill(Monitor::alertmanager);
}

Result<void> revert(const Args&, const Stroke&, Stressed& stack) {
  return stack.start(Monitor::alertmanager);
}

Shown witness(const Args&, const std::vector<std::size_t>&, const Sight& sight) {
  return monitors_gone(sight);
}

}  // namespace

Stressor alertmanager_down_stressor() {
  Stressor stressor;
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
  stressor.doc.stressor = true;
  stressor.hold = Hold::monitoring;
  stressor.strokes = once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.monitors = monitors;
  return stressor;
}

}  // namespace misfire
