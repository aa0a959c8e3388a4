// Row A6 of the table of faults.
#include <fmt/format.h>

#include "fault/alerts/alerts.hpp"
#include "monitor/promql_edit.hpp"

namespace misfire {
namespace {

Result<void> guard(MonitoringTrees& trees, const Args& args) {
  const std::string own = text_or(args, "guard");
  return edit_expressions(trees, args, "it has no rate; say guard = \"PROMQL\"",
                          [&](const std::string& expr) -> std::optional<std::string> {
                            if (own.empty()) return with_traffic_guard(expr);
                            return fmt::format("(\n{}\n) and on () ({})", expr, own);
                          });
}

}  // namespace

AlertFault alert_guard() {
  AlertFault fault;
  fault.doc.name = "alert-guard";
  fault.doc.title = "An alert holds only while there is traffic";
  fault.doc.about =
      "`and rate(total) > 0` was added so that nobody is paged at night. When nothing comes "
      "through "
      "at all, which is the worst outage of all, the alert is quiet.";
  fault.doc.incident = "Public collections of alerts guard their shares so (samber).";
  fault.doc.params = alert_params();
  ParamSpec own;
  own.name = "guard";
  own.type = ParamType::text;
  own.about = "what must hold as well, as PromQL; without it, that its last rate is above zero";
  fault.doc.params.push_back(std::move(own));
  fault.edit = guard;
  return fault;
}

}  // namespace misfire
