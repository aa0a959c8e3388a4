// Rows A4 and A5 of the table of faults: alerts that can never fire by their times.
#include <fmt/format.h>

#include "base/duration.hpp"
#include "fault/alerts/alerts.hpp"
#include "monitor/promql_edit.hpp"
#include "monitor/promql_scale.hpp"

namespace misfire {
namespace {

constexpr ModelDuration kMinute{std::chrono::minutes(1)};  // Prometheus's own default

ParamSpec duration(const char* name, const char* about) {
  ParamSpec param;
  param.name = name;
  param.type = ParamType::duration;
  param.about = about;
  return param;
}

std::optional<ModelDuration> duration_of(const Args& args, const std::string& param) {
  const auto found = args.find(param);
  if (found == args.end()) return {};
  return std::get<ModelDuration>(found->second);
}

ModelDuration scrape_interval(const MonitoringTrees& trees) {
  const YamlTree* global = trees.prometheus.find("global");
  if (global == nullptr) return kMinute;
  return parse_duration(global->get("scrape_interval", "1m")).value_or(kMinute);
}

Result<void> shorten_windows(MonitoringTrees& trees, const Args& args) {
  const ModelDuration window = duration_of(args, "window").value_or(scrape_interval(trees));
  return edit_expressions(trees, args, "it looks over no range",
                          [&](const std::string& expr) { return with_ranges(expr, window); });
}

/// Twice its longest range, unless the user says how long.
std::optional<ModelDuration> too_long(const AlertTree& alert, const Args& args) {
  if (const auto given = duration_of(args, "hold")) return given;
  const auto read = scale_promql(alert.rule->get("expr"), 1);
  if (!read || read->longest_window.value.count() == 0) return {};
  return ModelDuration{2 * read->longest_window.value};
}

Result<void> hold_long(MonitoringTrees& trees, const Args& args) {
  const auto alerts = alerts_named(trees, args);
  if (!alerts) return tl::unexpected(alerts.error());
  bool any = false;
  for (const AlertTree& alert : *alerts) {
    const auto hold = too_long(alert, args);
    if (!hold) continue;
    const std::string text = format_duration(*hold);
    any = any || alert.rule->get("for") != text;
    alert.rule->set("for", YamlTree::plain(text));
  }
  if (any) return {};
  return usage_error(
      fmt::format("there is nothing to change in {}: it looks over no range", alerts->front().name),
      "say how long: hold = \"30m\"");
}

}  // namespace

AlertFault alert_window_short() {
  AlertFault fault;
  fault.doc.name = "alert-window-short";
  fault.doc.title = "An alert looks over less than two scrapes";
  fault.doc.about =
      "Every range of the alert is as short as one scrape interval. rate() needs two samples, and "
      "never has them: no result, no alert. A unit test with promtool says that it fires.";
  fault.doc.incident =
      "rate(x[1m]) at Prometheus's default scrape interval of one minute; pint has a check for it.";
  fault.doc.params = alert_params();
  fault.doc.params.push_back(
      duration("window", "how long; without it, the scrape interval of prometheus.yml"));
  fault.edit = shorten_windows;
  return fault;
}

AlertFault alert_for_long() {
  AlertFault fault;
  fault.doc.name = "alert-for-long";
  fault.doc.title = "An alert waits longer than it can see";
  fault.doc.about =
      "Its `for` is longer than the range that it looks over. What happened once leaves the range "
      "before the wait is over, and the alert never fires; what lasts is told too late.";
  fault.doc.incident =
      "rate(…[5m]) != 0 for 10m in a published mixin for HAProxy: a server that goes down once is "
      "never told. Alertmanager, issue 3323.";
  fault.doc.params = alert_params();
  fault.doc.params.push_back(
      duration("hold", "how long it waits; without it, twice its longest range"));
  fault.edit = hold_long;
  return fault;
}

}  // namespace misfire
