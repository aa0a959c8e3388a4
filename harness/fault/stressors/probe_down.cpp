// The synthetic probe is gone.
#include "fault/stressors/monitors_down.hpp"

namespace misfire {
namespace {

std::vector<Monitor> monitors(const Args&) {
  return {Monitor::probe};
}

}  // namespace

Stressor probe_down_stressor() {
  Stressor stressor = monitors_down<monitors>();
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
  return stressor;
}

}  // namespace misfire
