#include "monitor/handover.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace misfire {
namespace {

using nlohmann::json;

Result<std::string> text_at(const Endpoint& from, const std::string& target,
                            const json::json_pointer& where, Duration limit) {
  const auto answer = http(from, {"GET", target, {}, {}}, limit);
  if (!answer) return tl::unexpected(answer.error());
  const json body = json::parse(answer->body, nullptr, false);
  if (answer->status != 200 || !body.is_object() || !body.contains(where) ||
      !body[where].is_string()) {
    return environment_error(
        fmt::format("{} answered {} to {}", to_string(from), answer->status, target));
  }
  return body[where].get<std::string>();
}

/// Calls `see` with each line, without its end.
template <class See>
void lines(std::string_view text, See see) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    see(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Of the file that Alertmanager has loaded. Not its /api/v2/status, which shows the configuration
/// as its integrations change it while they notify (0.25).
Result<std::string> config_hash(const Endpoint& alertmanager, Duration limit) {
  const auto metrics = http(alertmanager, {"GET", "/metrics", {}, {}}, limit);
  if (!metrics) return tl::unexpected(metrics.error());
  std::string hash;
  lines(metrics->body, [&](std::string_view line) {
    constexpr std::string_view kName = "alertmanager_config_hash ";
    if (line.starts_with(kName)) hash = line.substr(kName.size());
  });
  if (!hash.empty()) return hash;
  return environment_error(
      fmt::format("{} tells no alertmanager_config_hash", to_string(alertmanager)));
}

}  // namespace

Result<MonitoringState> monitoring_state(const Endpoint& prometheus, const Endpoint& alertmanager,
                                         Duration limit) {
  const auto rules = read_rules(prometheus, limit);
  if (!rules) return tl::unexpected(rules.error());
  auto config =
      text_at(prometheus, "/api/v1/status/config", json::json_pointer("/data/yaml"), limit);
  if (!config) return tl::unexpected(config.error());
  auto routing = config_hash(alertmanager, limit);
  if (!routing) return tl::unexpected(routing.error());
  return MonitoringState{rules->rules, std::move(*config), std::move(*routing)};
}

std::vector<std::string> differences(const MonitoringState& before, const MonitoringState& now) {
  std::vector<std::string> found;
  if (before.rules != now.rules) {
    found.push_back(fmt::format(
        "somebody changed Prometheus's rules while the run went on: {} alerts instead of {}",
        now.rules, before.rules));
  }
  if (before.prometheus != now.prometheus) {
    found.push_back("somebody changed Prometheus's configuration while the run went on");
  }
  if (before.alertmanager != now.alertmanager) {
    found.push_back("somebody changed Alertmanager's configuration while the run went on");
  }
  return found;
}

std::vector<std::string> refused_alerts(std::string_view metrics) {
  constexpr std::string_view kName = "prometheus_notifications_errors_total{alertmanager=\"";
  std::vector<std::string> found;
  lines(metrics, [&](std::string_view line) {
    if (!line.starts_with(kName)) return;
    line.remove_prefix(kName.size());
    const std::string_view who = line.substr(0, line.find('"'));
    const std::string_view value = line.substr(std::min(line.rfind(' '), line.size() - 1) + 1);
    double times = 0;
    std::from_chars(value.data(), value.data() + value.size(), times);
    if (times > 0) {
      found.push_back(
          fmt::format("{:.0f} times Prometheus could not hand its alerts to {}", times, who));
    }
  });
  return found;
}

bool is_sinks_fault(const DeliveryFailed& failure) {
  if (failure.stage != "delivery") return false;
  constexpr std::array<std::string_view, 6> kSigns{"unexpected status code 5",
                                                   "deadline exceeded",
                                                   "connection refused",
                                                   "connection reset",
                                                   "EOF",
                                                   "Client.Timeout"};
  for (const std::string_view sign : kSigns) {
    if (failure.error.find(sign) != std::string::npos) return true;
  }
  return false;
}

std::string storage_error(std::string_view log) {
  constexpr std::array<std::string_view, 4> kSigns{"no space left", "file too large",
                                                   "read-only file system", "disk quota exceeded"};
  std::string last;
  lines(log, [&](std::string_view line) {
    for (const std::string_view sign : kSigns) {
      if (line.find(sign) != line.npos) last = std::string(sign);
    }
  });
  return last;
}

}  // namespace misfire
