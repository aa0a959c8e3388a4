// The balancer's exporter is gone, and the balancer is well.
#include "fault/stressors/monitors_down.hpp"

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

}  // namespace

Stressor exporter_down_stressor() {
  Stressor stressor = monitors_down<monitors>();
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
  stressor.doc.params = {choice_param(
      "which", "what is killed: the reader of the status page, that of the log, or both",
      {"status", "log", "all"})};
  stressor.cannot = cannot;
  return stressor;
}

}  // namespace misfire
