// The balancer's exporter is gone, and the balancer is well.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

std::vector<Monitor> monitors(const Args& args) {
  const auto given = args.find("which");
  const std::string which = given == args.end() ? "status" : std::get<std::string>(given->second);
  if (which == "status") return {Monitor::exporter};
  if (which == "log") return {Monitor::log_exporter};
  return {Monitor::exporter, Monitor::log_exporter};
}

std::string cannot(const std::string& balancer, const Args&) {
  if (balancer != "haproxy") return "";
  return "HAProxy exports its metrics itself; there is no exporter that could stop (metrics-gone "
         "takes them away)";
}

std::string says(const Args&, const std::vector<std::string>& parts) {
  return fmt::format("{} {} killed, and {} down", named(parts), is_or_are(parts),
                     parts.size() == 1 ? "stays" : "stay");
}

Result<void> inject(const Args& args, const Stroke&, Stressed& stack) {
  for (const Monitor monitor : monitors(args)) {
    if (auto done = stack.kill(monitor); !done) return done;
  }
  return {};
}

Result<void> revert(const Args& args, const Stroke&, Stressed& stack) {
  for (const Monitor monitor : monitors(args)) {
    if (auto done = stack.start(monitor); !done) return done;
  }
  return {};
}

Shown witness(const Args&, const std::vector<std::size_t>&, const Sight& sight) {
  return monitors_gone(sight);
}

}  // namespace

Stressor exporter_down_stressor() {
  Stressor stressor;
  stressor.doc.name = "exporter-down";
  stressor.doc.title = "What exports the balancer's metrics is killed";
  stressor.doc.about =
      "The balancer is well, and nobody can see it: the program between it and Prometheus ends at "
      "once and is started again when the fault is taken back. That is nginx's exporter, which "
      "reads the status page, or mtail, which counts the access log. A balancer that exports its "
      "metrics itself has no such part.";
  stressor.doc.incident =
      "Everyday, and seldom noticed: a comparison with a series that has ended has no result, and "
      "no alert fires.";
  stressor.doc.stressor = true;
  stressor.doc.params = {choice_param(
      "which", "what is killed: the reader of the status page, that of the log, or both",
      {"status", "log", "all"})};
  stressor.hold = Hold::monitoring;
  stressor.strokes = once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.monitors = monitors;
  stressor.cannot = cannot;
  return stressor;
}

}  // namespace misfire
