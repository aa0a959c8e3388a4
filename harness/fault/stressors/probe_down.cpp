// The synthetic probe is gone.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

std::vector<Monitor> monitors(const Args&) {
  return {Monitor::probe};
}

std::string says(const Args&, const std::vector<std::string>& parts) {
  return fmt::format("{} {} killed, and {} down", named(parts), is_or_are(parts),
                     parts.size() == 1 ? "stays" : "stay");
}

Result<void> inject(const Args&, const Stroke&, Stressed& stack) {
  return stack.kill(Monitor::probe);
}

Result<void> revert(const Args&, const Stroke&, Stressed& stack) {
  return stack.start(Monitor::probe);
}

Shown witness(const Args&, const std::vector<std::size_t>&, const Sight& sight) {
  return monitors_gone(sight);
}

}  // namespace

Stressor probe_down_stressor() {
  Stressor stressor;
  stressor.doc.name = "probe-down";
  stressor.doc.title = "The synthetic probe is killed, and stays down";
  stressor.doc.about =
      "The blackbox exporter, which logs in as a user would, ends at once and is started again "
      "when "
      "the fault is taken back. The service is well, and users notice nothing; alerts on the "
      "probe's result fall silent or fire for the wrong reason, by how they treat a series that "
      "ends.";
  stressor.doc.incident =
      "Everyday: a probe that is down looks like a service that is, or like one that is well. "
      "Which of the two, the rule decides that nobody has tried.";
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
