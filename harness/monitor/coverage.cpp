#include "monitor/coverage.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/duration.hpp"
#include "monitor/counters.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;

Result<Json> ask(const Endpoint& prometheus, const std::string& target, Duration limit) {
  const auto answer = http(prometheus, {"GET", target}, limit);
  if (!answer) return tl::unexpected(answer.error());
  Json body = Json::parse(answer->body, nullptr, false);
  if (answer->status != 200 || body.is_discarded() || body.value("status", "") != "success") {
    return environment_error(
        fmt::format("Prometheus answered {} to {}", answer->status, target.substr(0, 120)));
  }
  return body["data"];
}

Result<std::string> metrics(const Endpoint& program, Duration limit) {
  auto answer = http(program, {"GET", "/metrics", {}, {}}, limit);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != 200) {
    return environment_error(fmt::format("/metrics was answered with {}", answer->status));
  }
  return std::move(answer->body);
}

}  // namespace

Result<std::vector<Collected::Share>> scrape_coverage(const Endpoint& prometheus, Instant from,
                                                      Instant to, Duration limit) {
  const auto window = std::chrono::duration_cast<std::chrono::milliseconds>(to - from);
  const auto targets = ask(prometheus, "/api/v1/targets?state=active", limit);
  if (!targets) return tl::unexpected(targets.error());
  const auto counts =
      ask(prometheus,
          fmt::format("/api/v1/query?query={}&time={:.3f}",
                      url_encode(fmt::format("count_over_time(up[{}ms])", window.count())),
                      static_cast<double>(to_nanos(to)) / 1e9),
          limit);
  if (!counts) return tl::unexpected(counts.error());
  std::vector<Collected::Share> shares;
  try {
    std::map<std::pair<std::string, std::string>, double> seen;
    for (const Json& row : counts->at("result")) {
      const Json& metric = row.at("metric");
      seen[{metric.value("job", ""), metric.value("instance", "")}] =
          std::stod(row.at("value").at(1).get<std::string>());
    }
    for (const Json& target : targets->at("activeTargets")) {
      const Json& labels = target.at("labels");
      const auto key = std::pair(labels.value("job", ""), labels.value("instance", ""));
      const auto interval = parse_duration(target.value("scrapeInterval", "15s"));
      if (!interval || interval->value.count() == 0) continue;
      const double wanted = std::floor(static_cast<double>(window.count()) /
                                       static_cast<double>(interval->value.count()));
      shares.push_back(
          {key.first + " " + key.second, std::llround(seen[key]), std::llround(wanted)});
    }
  } catch (const std::exception& error) {
    return environment_error(fmt::format("Prometheus gave an unknown answer: {}", error.what()));
  }
  return shares;
}

Result<std::vector<Collected::Share>> evaluation_coverage(const Endpoint& prometheus,
                                                          Duration limit) {
  const auto text = metrics(prometheus, limit);
  if (!text) return tl::unexpected(text.error());
  auto missed = counters(*text, "prometheus_rule_group_iterations_missed_total", "rule_group");
  std::vector<Collected::Share> shares;
  for (const auto& [group, wanted] :
       counters(*text, "prometheus_rule_group_iterations_total", "rule_group")) {
    const auto all = std::llround(wanted);
    shares.push_back({group, all - std::llround(missed[group]), all});
  }
  return shares;
}

Result<NotificationCounts> notification_counts(const Endpoint& alertmanager, Duration limit) {
  const auto text = metrics(alertmanager, limit);
  if (!text) return tl::unexpected(text.error());
  const auto sum = [&](std::string_view name) {
    return std::llround(counters(*text, name, "")[""]);
  };
  const auto begun = sum("alertmanager_notifications_total");
  // A notification counts when it begins, a request when it has been answered.
  return NotificationCounts{begun - sum("alertmanager_notifications_failed_total"),
                            std::max(begun, sum("alertmanager_notification_requests_total"))};
}

}  // namespace misfire
