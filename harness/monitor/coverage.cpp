#include "monitor/coverage.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/duration.hpp"
#include "monitor/counters.hpp"
#include "monitor/prometheus_answer.hpp"

namespace misfire {
namespace {

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
  const auto known = ask_prometheus(prometheus, "/api/v1/targets?state=active", limit);
  if (!known) return tl::unexpected(known.error());
  const auto counted = ask_prometheus(
      prometheus,
      fmt::format("/api/v1/query?query={}&time={:.3f}",
                  url_encode(fmt::format("count_over_time(up[{}ms])", window.count())),
                  static_cast<double>(to_nanos(to)) / 1e9),
      limit);
  if (!counted) return tl::unexpected(counted.error());
  const auto targets = scrape_targets(*known);
  if (!targets) return tl::unexpected(targets.error());
  auto counts = counts_by_target(*counted);
  if (!counts) return tl::unexpected(counts.error());
  std::vector<Collected::Share> shares;
  for (const ScrapeTarget& target : *targets) {
    const auto interval = parse_duration(target.interval);
    if (!interval || interval->value.count() == 0) continue;
    shares.push_back({target.name.first + " " + target.name.second, (*counts)[target.name],
                      window.count() / interval->value.count()});
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
