// Rows A1 of the table of faults, and its extreme: a threshold that nothing reaches, and one that
// says the opposite.
#include "fault/alerts/alerts.hpp"
#include "monitor/promql_edit.hpp"

namespace misfire {
namespace {

double factor_of(const Args& args) {
  const auto found = args.find("factor");
  if (found == args.end()) return 10;
  const auto* whole = std::get_if<std::int64_t>(&found->second);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(found->second);
}

Result<void> harder(MonitoringTrees& trees, const Args& args) {
  return edit_expressions(trees, args, "it compares with no number", [&](const std::string& expr) {
    return with_harder_thresholds(expr, factor_of(args));
  });
}

Result<void> inverted(MonitoringTrees& trees, const Args& args) {
  return edit_expressions(trees, args, "it compares nothing",
                          [](const std::string& expr) { return with_comparison_inverted(expr); });
}

}  // namespace

AlertFault alert_threshold() {
  AlertFault fault;
  fault.doc.name = "alert-threshold";
  fault.doc.title = "An alert's threshold is ten times too high";
  fault.doc.about =
      "Every number that the alert compares with is so many times harder to reach: > 0.05 becomes "
      "> 0.5, < 0.9 becomes < 0.09. The rule is legal, is evaluated, and looks calm until things "
      "are far worse than anybody wanted to bear.";
  fault.doc.incident =
      "Thresholds are raised after false pages and never lowered again: Heroku, incident 2451, was "
      "noticed late for one.";
  fault.doc.params = alert_params();
  ParamSpec factor;
  factor.name = "factor";
  factor.type = ParamType::number;
  factor.about = "times as hard to reach; 0.1 makes it ten times as jumpy";
  factor.fallback = 10.0;
  factor.min = 1e-6;
  factor.max = 1e6;
  fault.doc.params.push_back(std::move(factor));
  fault.edit = harder;
  return fault;
}

AlertFault alert_inverted() {
  AlertFault fault;
  fault.doc.name = "alert-inverted";
  fault.doc.title = "An alert's comparison is the wrong way round";
  fault.doc.about =
      "The outermost comparison of the alert says the opposite: > becomes <=, == becomes !=. It "
      "fires while all is well, or is quiet when it should not be.";
  fault.doc.incident =
      "A slip that every check of the file accepts: promtool knows what can be computed, not what "
      "was meant.";
  fault.doc.params = alert_params();
  fault.edit = inverted;
  return fault;
}

}  // namespace misfire
