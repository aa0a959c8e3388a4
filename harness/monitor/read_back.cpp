#include "monitor/read_back.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "monitor/alert_changes.hpp"
#include "monitor/rfc3339.hpp"

namespace misfire {
namespace {

using nlohmann::json;

Instant system_now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

/// The `data` of an answer of Prometheus's HTTP API, handed to `use`; json's exceptions end here.
template <class Use>
auto with_data(const Endpoint& prometheus, const HttpRequest& request, Duration limit, Use use)
    -> Result<decltype(use(std::declval<const json&>()))> {
  const auto answer = http(prometheus, request, limit);
  if (!answer) return tl::unexpected(answer.error());
  try {
    const json body = json::parse(answer->body);
    if (answer->status != 200 || body.at("status") != "success") {
      return environment_error(fmt::format("Prometheus refuses {}: {}", request.target,
                                           body.value("error", "no reason given")));
    }
    return use(body.at("data"));
  } catch (const json::exception& error) {
    return environment_error(
        fmt::format("Prometheus's answer to {} is not understood (status {}): {}", request.target,
                    answer->status, error.what()));
  }
}

/// Prometheus tells seconds with three decimals; its timestamps are milliseconds.
Instant instant_of(const json& seconds) {
  return Instant(std::chrono::milliseconds(std::llround(seconds.get<double>() * 1000)));
}

}  // namespace

Result<std::vector<Event>> read_alert_changes(const Endpoint& prometheus, Instant from, Instant to,
                                              Duration evaluation_interval, Duration limit) {
  const auto reach = std::chrono::ceil<std::chrono::milliseconds>(to - from);
  if (reach.count() <= 0) return std::vector<Event>{};
  const std::string query = fmt::format("ALERTS[{}ms]", reach.count());
  const HttpRequest request{"GET",
                            fmt::format("/api/v1/query?query={}&time={:.3f}", url_encode(query),
                                        static_cast<double>(to_nanos(to) / 1'000'000) / 1000),
                            {},
                            {}};
  return with_data(prometheus, request, limit, [&](const json& data) {
    std::map<Labels, AlertSamples> alerts;
    for (const json& series : data.at("result")) {
      auto labels = series.at("metric").get<Labels>();
      const AlertPhase state =
          labels["alertstate"] == "firing" ? AlertPhase::firing : AlertPhase::pending;
      labels.erase("alertstate");
      labels.erase("__name__");
      AlertSamples& samples = alerts[labels];
      for (const json& sample : series.at("values")) samples[instant_of(sample.at(0))] = state;
    }
    return alert_changes(alerts, to, evaluation_interval, system_now());
  });
}

Result<bool> all_targets_up(const Endpoint& prometheus, std::vector<std::string>* down,
                            Duration limit) {
  const HttpRequest request{"GET", "/api/v1/targets?state=active", {}, {}};
  return with_data(prometheus, request, limit, [&](const json& data) {
    const json& targets = data.at("activeTargets");
    bool all = !targets.empty();  // right after its start Prometheus knows none
    for (const json& target : targets) {
      if (target.at("health") == "up") continue;
      all = false;
      if (down == nullptr) continue;
      const json& labels = target.at("labels");
      std::string text =
          fmt::format("{} {}", labels.value("job", "?"), labels.value("instance", "?"));
      if (const auto error = target.value("lastError", ""); !error.empty()) text += ": " + error;
      down->push_back(std::move(text));
    }
    return all;
  });
}

Result<RuleState> read_rules(const Endpoint& prometheus, Duration limit) {
  const HttpRequest request{"GET", "/api/v1/rules", {}, {}};
  return with_data(prometheus, request, limit, [&](const json& data) {
    RuleState state;
    for (const json& group : data.at("groups")) {
      for (const json& rule : group.at("rules")) {
        const auto name = rule.at("name").get<std::string>();
        if (rule.value("health", "") == "err") {
          state.failing.push_back(fmt::format("{}: {}", name, rule.value("lastError", "")));
        }
        if (rule.at("type") != "alerting") continue;
        ++state.rules;
        for (const json& alert : rule.at("alerts")) {
          auto labels = alert.at("labels").get<Labels>();
          (alert.at("state") == "firing" ? state.firing : state.pending)
              .push_back(std::move(labels));
        }
      }
    }
    return state;
  });
}

Result<std::vector<Event>> read_active_alerts(const Endpoint& prometheus, Duration limit) {
  const HttpRequest request{"GET", "/api/v1/alerts", {}, {}};
  return with_data(prometheus, request, limit, [&](const json& data) {
    std::vector<Event> active;
    for (const json& alert : data.at("alerts")) {
      const AlertPhase state =
          alert.at("state") == "firing" ? AlertPhase::firing : AlertPhase::pending;
      const auto since = parse_rfc3339(alert.value("activeAt", ""));
      active.push_back({since.value_or(system_now()), system_now(),
                        AlertChanged{alert.at("labels").get<Labels>(), state}});
    }
    return active;
  });
}

}  // namespace misfire
