#include "monitor/read_back.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "monitor/alert_relabelling.hpp"
#include "monitor/prometheus_answer.hpp"

namespace misfire {
namespace {

Instant system_now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

/// How alerts change on their way out of this Prometheus, by the configuration that it runs by.
Result<AlertRelabelling> relabelling_of(const Endpoint& prometheus, Duration limit) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/status/config", limit);
  if (!answer) return tl::unexpected(answer.error());
  const auto text = loaded_configuration(*answer);
  if (!text) return tl::unexpected(text.error());
  if (text->find("alert_relabel_configs") == std::string::npos) return AlertRelabelling();
  const auto tree = parse_yaml(*text, "the configuration that Prometheus has loaded");
  if (!tree) return tl::unexpected(tree.error());
  return AlertRelabelling::of(*tree);
}

}  // namespace

Result<std::vector<Event>> read_alert_changes(const Endpoint& prometheus, Instant from, Instant to,
                                              const EvaluationInterval& interval, Duration limit) {
  const auto reach = std::chrono::ceil<std::chrono::milliseconds>(to - from);
  if (reach.count() <= 0) return std::vector<Event>{};
  const std::string query = fmt::format("ALERTS[{}ms]", reach.count());
  const auto answer =
      ask_prometheus(prometheus,
                     fmt::format("/api/v1/query?query={}&time={:.3f}", url_encode(query),
                                 static_cast<double>(to_nanos(to) / 1'000'000) / 1000),
                     limit);
  if (!answer) return tl::unexpected(answer.error());
  const auto alerts = alert_samples(*answer);
  if (!alerts) return tl::unexpected(alerts.error());
  const auto relabelling = relabelling_of(prometheus, limit);
  if (!relabelling) return tl::unexpected(relabelling.error());
  return alert_changes(as_sent(*alerts, *relabelling), to, interval, system_now());
}

Result<std::vector<Event>> read_alert_changes(const Endpoint& prometheus, const Plan& plan,
                                              Instant from, Instant to, Duration limit) {
  return read_alert_changes(prometheus, from, to, evaluation_intervals(plan), limit);
}

Result<bool> all_targets_up(const Endpoint& prometheus, std::vector<std::string>* down,
                            Duration limit) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/targets?state=active", limit);
  if (!answer) return tl::unexpected(answer.error());
  const auto targets = scrape_targets(*answer);
  if (!targets) return tl::unexpected(targets.error());
  bool all = !targets->empty();  // right after its start Prometheus knows none
  for (const ScrapeTarget& target : *targets) {
    if (target.up) continue;
    all = false;
    if (down == nullptr) continue;
    std::string text = fmt::format("{} {}", target.name.first, target.name.second);
    if (!target.last_error.empty()) text += ": " + target.last_error;
    down->push_back(std::move(text));
  }
  return all;
}

Result<std::optional<std::string>> scrape_failure(const Endpoint& prometheus,
                                                  const Endpoint& target, Duration limit) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/targets?state=active", limit);
  if (!answer) return tl::unexpected(answer.error());
  const auto targets = scrape_targets(*answer);
  if (!targets) return tl::unexpected(targets.error());
  const std::string there = "//" + to_string(target) + "/";
  for (const ScrapeTarget& one : *targets) {
    if (one.url.find(there) == std::string::npos) continue;
    if (one.up) return std::string();
    return one.last_error.empty() ? "not scraped yet" : one.last_error;
  }
  return std::nullopt;
}

Result<bool> sends_alerts(const Endpoint& prometheus, Duration limit) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/alertmanagers", limit);
  if (!answer) return tl::unexpected(answer.error());
  const auto known = active_alertmanagers(*answer);
  if (!known) return tl::unexpected(known.error());
  return *known > 0;
}

Result<RuleState> read_rules(const Endpoint& prometheus, Duration limit) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/rules", limit);
  if (!answer) return tl::unexpected(answer.error());
  return rule_state(*answer);
}

Result<std::vector<Event>> read_active_alerts(const Endpoint& prometheus, Duration limit) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/alerts", limit);
  if (!answer) return tl::unexpected(answer.error());
  return active_alerts(*answer, system_now());
}

}  // namespace misfire
