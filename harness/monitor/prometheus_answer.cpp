#include "monitor/prometheus_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/instant_range.hpp"
#include "monitor/rfc3339.hpp"

namespace misfire {
namespace {

using nlohmann::json;

constexpr std::size_t kQuoted = 200;  // of a target, in messages: a query can be long

/// The `data` of an answer, handed to `use`; exceptions, json's above all, end here.
template <class Use>
auto with_data(const PrometheusAnswer& answer, Use use)
    -> Result<decltype(use(std::declval<const json&>()))> {
  const std::string asked = answer.target.substr(0, kQuoted);
  const int status = answer.response.status;
  try {
    const json body = json::parse(answer.response.body);
    if (status != 200 || body.at("status") != "success") {
      return environment_error(fmt::format("Prometheus refuses {} (status {}): {}", asked, status,
                                           body.value("error", "no reason given")));
    }
    return use(body.at("data"));
  } catch (const std::exception& error) {
    return environment_error(
        fmt::format("Prometheus's answer to {} is not understood (status {}): {}", asked, status,
                    error.what()));
  }
}

[[noreturn]] void out_of_range(const char* what) {
  throw std::out_of_range(fmt::format("{} is out of range", what));
}

/// Prometheus tells seconds with three decimals; its timestamps are milliseconds. What a double can
/// be is compared as a double: beyond the range, a conversion is undefined.
std::chrono::milliseconds timestamp(const json& seconds) {
  const double millis = seconds.get<double>() * 1000;
  const auto bound = [](Instant at) { return static_cast<double>(to_nanos(at)) / 1e6; };
  if (!(millis >= bound(kFirstInstant) && millis <= bound(kLastInstant))) {
    out_of_range("a sample's timestamp");
  }
  return std::chrono::milliseconds(std::llround(millis));
}

/// A sample's value is a string: "1.5", "NaN", "+Inf".
double value_of(const json& sample) {
  const auto text = sample.get<std::string>();
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size()) {
    throw std::invalid_argument("a sample's value is no number");
  }
  return value;
}

constexpr double kMostCount = 1099511627776.0;  // the history's, too: see its codec

std::int64_t count_of(const json& sample) {
  const double value = value_of(sample);
  if (!(value >= 0 && value <= kMostCount)) out_of_range("a count");
  return std::llround(value);
}

AlertPhase phase_of(const json& state) {
  return state == "firing" ? AlertPhase::firing : AlertPhase::pending;
}

TargetName target_name(const json& labels) {
  return {labels.value("job", ""), labels.value("instance", "")};
}

}  // namespace

Result<PrometheusAnswer> ask_prometheus(const Endpoint& prometheus, std::string target,
                                        Duration limit) {
  auto response = http(prometheus, {.target = target}, limit);
  if (!response) return tl::unexpected(response.error());
  return PrometheusAnswer{std::move(target), std::move(*response)};
}

Result<std::map<Labels, AlertSamples>> alert_samples(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    std::map<Labels, AlertSamples> alerts;
    for (const json& series : data.at("result")) {
      auto labels = series.at("metric").get<Labels>();
      const AlertPhase state = phase_of(labels["alertstate"]);
      labels.erase("alertstate");
      labels.erase("__name__");
      AlertSamples& samples = alerts[labels];
      for (const json& sample : series.at("values")) {
        samples[Instant(timestamp(sample.at(0)))] = state;
      }
    }
    return alerts;
  });
}

Result<std::string> loaded_configuration(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) { return data.at("yaml").get<std::string>(); });
}

Result<std::vector<PastSeries>> raw_series(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    std::vector<PastSeries> all;
    for (const json& result : data.at("result")) {
      PastSeries series;
      series.labels = result.at("metric").get<Labels>();
      for (const json& sample : result.at("values")) {
        series.samples.push_back({timestamp(sample.at(0)).count(), value_of(sample.at(1))});
      }
      all.push_back(std::move(series));
    }
    return all;
  });
}

Result<std::map<TargetName, std::int64_t>> counts_by_target(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    std::map<TargetName, std::int64_t> counts;
    for (const json& row : data.at("result")) {
      counts[target_name(row.at("metric"))] = count_of(row.at("value").at(1));
    }
    return counts;
  });
}

Result<std::vector<std::size_t>> label_numbers(const PrometheusAnswer& answer,
                                               const std::string& label) {
  return with_data(answer, [&](const json& data) {
    std::vector<std::size_t> numbers;
    for (const json& row : data.at("result")) {
      const auto text = row.at("metric").at(label).get<std::string>();
      std::size_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc{} || end != text.data() + text.size()) {
        throw std::invalid_argument("a label is no number");
      }
      numbers.push_back(number);
    }
    return numbers;
  });
}

Result<std::vector<std::string>> text_list(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) { return data.get<std::vector<std::string>>(); });
}

Result<std::vector<ScrapeTarget>> scrape_targets(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    std::vector<ScrapeTarget> targets;
    for (const json& target : data.at("activeTargets")) {
      targets.push_back({target_name(target.at("labels")), target.at("health") == "up",
                         target.value("lastError", ""), target.value("scrapeInterval", "15s"),
                         target.value("scrapeUrl", "")});
    }
    return targets;
  });
}

Result<std::size_t> active_alertmanagers(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    return data.at("activeAlertmanagers").get<std::vector<json>>().size();
  });
}

Result<RuleState> rule_state(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
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
          (phase_of(alert.at("state")) == AlertPhase::firing ? state.firing : state.pending)
              .push_back(std::move(labels));
        }
      }
    }
    return state;
  });
}

Result<LoadedAlerts> alerts_in(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    LoadedAlerts alerts;
    for (const json& group : data.at("groups")) {
      for (const json& rule : group.at("rules")) {
        if (rule.at("type") != "alerting") continue;
        alerts[rule.at("name").get<std::string>()].push_back({rule.at("query").get<std::string>(),
                                                              rule.at("duration").get<double>(),
                                                              rule.at("labels").get<Labels>()});
      }
    }
    for (auto& [name, same] : alerts) std::sort(same.begin(), same.end());
    return alerts;
  });
}

Result<std::string> text_in(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) { return data.get<std::string>(); });
}

Result<std::vector<RecordedGroup>> rule_groups(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    std::vector<RecordedGroup> groups;
    for (const json& group : data.at("groups")) {
      const double seconds = group.at("interval").get<double>();
      if (!(seconds >= 0.001 && seconds <= 366 * 86400.0)) out_of_range("an evaluation interval");
      // Go's zero time, of a group that was never evaluated, is out of an instant's range.
      const auto evaluated = parse_rfc3339(group.value("lastEvaluation", ""));
      groups.push_back({group.at("file"), group.at("name"), from_seconds(seconds),
                        evaluated.value_or(Instant{})});
    }
    return groups;
  });
}

Result<std::string> build_version(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) { return data.at("version").get<std::string>(); });
}

Result<std::string> snapshot_name(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    const auto name = data.at("name").get<std::string>();
    if (name.empty() || name.find_first_of("/\\.") != std::string::npos) {
      throw std::invalid_argument("the snapshot's name is none");
    }
    return name;
  });
}

Result<std::vector<Event>> active_alerts(const PrometheusAnswer& answer, Instant now) {
  return with_data(answer, [&](const json& data) {
    std::vector<Event> active;
    for (const json& alert : data.at("alerts")) {
      const auto since = parse_rfc3339(alert.value("activeAt", ""));
      active.push_back(
          {since.value_or(now), now,
           AlertChanged{alert.at("labels").get<Labels>(), phase_of(alert.at("state"))}});
    }
    return active;
  });
}

Result<std::int64_t> first_sample(const PrometheusAnswer& answer) {
  return with_data(answer, [](const json& data) {
    const json& first = data.at("headStats").at("minTime");
    // A fraction would be converted without a question, and 1e300 is undefined then.
    if (!first.is_number_integer()) throw std::invalid_argument("minTime is no whole number");
    // Without any sample it is the largest number there is, and unsigned for this library.
    return first.is_number_unsigned()
               ? static_cast<std::int64_t>(std::min<std::uint64_t>(
                     first.get<std::uint64_t>(), std::numeric_limits<std::int64_t>::max()))
               : first.get<std::int64_t>();
  });
}

}  // namespace misfire
