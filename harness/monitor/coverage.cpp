#include "monitor/coverage.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/duration.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;

constexpr double kEnough = 0.9;

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

}  // namespace

Result<std::vector<std::string>> scrape_gaps(const Endpoint& prometheus, Instant from, Instant to,
                                             Duration limit) {
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
  std::vector<std::string> gaps;
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
      if (seen[key] + 1 < kEnough * wanted) {
        gaps.push_back(fmt::format("Prometheus scraped {} {} only {:.0f} of {:.0f} times",
                                   key.first, key.second, seen[key], wanted));
      }
    }
  } catch (const std::exception& error) {
    return environment_error(fmt::format("Prometheus gave an unknown answer: {}", error.what()));
  }
  return gaps;
}

}  // namespace misfire
