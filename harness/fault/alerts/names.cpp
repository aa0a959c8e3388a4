// Rows A2, A3 and A7 of the table of faults: names that no series has.
#include <fmt/format.h>

#include <array>

#include "fault/alerts/alerts.hpp"
#include "monitor/promql_edit.hpp"

namespace misfire {
namespace {

ParamSpec text(const char* name, const char* about) {
  ParamSpec param;
  param.name = name;
  param.type = ParamType::text;
  param.about = about;
  return param;
}

/// As fingers do it: the last two letters change places; where that changes nothing, one is
/// doubled.
std::string misspelt(std::string word) {
  const std::size_t n = word.size();
  if (n < 2 || word[n - 1] == word[n - 2]) return word + (n == 0 ? 'x' : word.back());
  std::swap(word[n - 1], word[n - 2]);
  return word;
}

/// An alert whose expression asks for no label has labels of its own, by which it is routed.
Result<void> misspell_own_label(MonitoringTrees& trees, const Args& args, Error error) {
  const auto alerts = alerts_named(trees, args);
  bool any = false;
  for (const AlertTree& alert : alerts ? *alerts : std::vector<AlertTree>{}) {
    YamlTree* labels = alert.rule->find("labels");
    if (labels == nullptr || labels->entries.empty()) continue;
    std::string& name = labels->entries.front().first;
    const std::string wrong = misspelt(name);
    if (labels->find(wrong) != nullptr) continue;
    name = wrong;
    any = true;
  }
  if (any) return {};
  return tl::unexpected(std::move(error));
}

Result<void> rename_label(MonitoringTrees& trees, const Args& args) {
  const std::string wanted = text_or(args, "label"), to = text_or(args, "to");
  const auto done = edit_expressions(
      trees, args, wanted.empty() ? "it asks for no label" : "it asks for no label " + wanted,
      [&](const std::string& expr) -> std::optional<std::string> {
        const std::string label = wanted.empty() ? first_label_asked(expr) : wanted;
        if (label.empty()) return {};
        return with_label_renamed(expr, label, to.empty() ? misspelt(label) : to);
      });
  if (done || !wanted.empty() || !to.empty()) return done;
  return misspell_own_label(trees, args, done.error());
}

/// Names of HAProxy's own exporter, and what the retired haproxy_exporter had instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kOldNames{{
    {"haproxy_server_status", "haproxy_server_up"},
    {"haproxy_backend_status", "haproxy_backend_up"},
    {"haproxy_server_uweight", "haproxy_server_weight_percent"},
    {"haproxy_backend_queue_time_average_seconds",
     "haproxy_backend_http_queue_time_average_seconds"},
    {"haproxy_backend_connect_time_average_seconds",
     "haproxy_backend_http_connect_time_average_seconds"},
    {"haproxy_backend_response_time_average_seconds",
     "haproxy_backend_http_response_time_average_seconds"},
    {"haproxy_backend_total_time_average_seconds",
     "haproxy_backend_http_total_time_average_seconds"},
    {"up", "haproxy_up"},
}};

/// Counters had no _total before OpenMetrics asked for it; others were simply called otherwise.
std::string old_name(const std::string& metric) {
  for (const auto& [now, old] : kOldNames) {
    if (metric == now) return std::string(old);
  }
  constexpr std::string_view kTotal = "_total";
  if (metric.ends_with(kTotal)) return metric.substr(0, metric.size() - kTotal.size());
  return "old_" + metric;
}

Result<void> rename_metric(MonitoringTrees& trees, const Args& args) {
  const std::string wanted = text_or(args, "metric"), to = text_or(args, "to");
  return edit_expressions(
      trees, args,
      wanted.empty() ? "it asks for no metric by name, or whether one is absent"
                     : fmt::format("it does not ask for {}, or asks whether it is absent", wanted),
      [&](const std::string& expr) -> std::optional<std::string> {
        const std::string metric = wanted.empty() ? first_metric_asked(expr) : wanted;
        // With the old name, absent() would find out.
        if (metric.empty() || expr.find("absent") != std::string::npos) return {};
        return with_metric_renamed(expr, metric, to.empty() ? old_name(metric) : to);
      });
}

/// haproxy_backend_http_responses_total becomes haproxy_server_http_responses_total.
std::optional<std::string> about_servers(const std::string& expr) {
  std::optional<std::string> changed;
  for (;;) {
    const std::string& now = changed ? *changed : expr;
    std::string found;
    for (const std::string_view prefix : {"haproxy_backend_", "haproxy_frontend_"}) {
      const std::size_t at = now.find(prefix);
      if (at == std::string::npos || !found.empty()) continue;
      const std::size_t end = now.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:", at);
      found = now.substr(at, end == std::string::npos ? end : end - at);
    }
    if (found.empty()) return changed;
    const std::size_t rest = found.find('_', std::string_view("haproxy_").size());
    const auto next = with_metric_renamed(now, found, "haproxy_server" + found.substr(rest));
    if (!next) return changed;
    changed = *next;
  }
}

Result<void> ask_servers(MonitoringTrees& trees, const Args& args) {
  return edit_expressions(trees, args, "it asks for nothing of a backend or frontend of HAProxy",
                          about_servers);
}

}  // namespace

AlertFault alert_label() {
  AlertFault fault;
  fault.doc.name = "alert-label";
  fault.doc.title = "An alert asks for a label that no series has";
  fault.doc.about =
      "A label is misspelt, or that of another exporter (backend where HAProxy's own says proxy). "
      "Nothing matches, nothing is compared, the alert never fires: no data looks like no trouble. "
      "An alert that asks for no label gets a misspelt label of its own, and another route.";
  fault.doc.incident =
      "Slack, 12 May 2020: the alert for exactly this outage had not fired, since it was broken, "
      "and "
      "nobody knew. Public collections of alerts ask for backend= where there is only proxy=.";
  fault.doc.params = alert_params();
  fault.doc.params.push_back(text("label", "which one; without it, the first that it asks for"));
  fault.doc.params.push_back(text("to", "what stands there instead; without it, misspelt"));
  fault.edit = rename_label;
  return fault;
}

AlertFault alert_old_metric() {
  AlertFault fault;
  fault.doc.name = "alert-old-metric";
  fault.doc.title = "An alert reads a metric of an exporter that is gone";
  fault.doc.about =
      "The exporter was replaced, and its successor calls the metric otherwise "
      "(haproxy_server_up became haproxy_server_status). The rule is legal and has no result any "
      "more: it never fires again. Alerts that ask whether series are absent stay as they are.";
  fault.doc.incident =
      "Slack, 12 May 2020: the alert that was made for the outage was broken. The move from "
      "haproxy_exporter to HAProxy's own exporter renames half of the metrics.";
  fault.doc.params = alert_params();
  fault.doc.params.push_back(text("metric", "which one; without it, the first that it asks for"));
  fault.doc.params.push_back(
      text("to", "the name of then; without it, that of haproxy_exporter, or without _total"));
  fault.edit = rename_metric;
  return fault;
}

AlertFault alert_server_metrics() {
  AlertFault fault;
  fault.doc.name = "alert-server-metrics";
  fault.doc.title = "An alert counts the servers' answers only";
  fault.doc.about =
      "Metrics of HAProxy's backend or frontend are those of its servers instead. What the "
      "balancer "
      "answers by itself (502, 503 and 504 without a server) is counted on no server: the alert is "
      "blind to it.";
  fault.doc.incident = "Public collections of alerts do it so (samber, awesome-prometheus-alerts).";
  fault.doc.params = alert_params();
  fault.edit = ask_servers;
  return fault;
}

}  // namespace misfire
