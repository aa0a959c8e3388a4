#include "monitor/recording.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/instant_range.hpp"
#include "base/json_numbers.hpp"
#include "history/crc32.hpp"
#include "monitor/counters.hpp"
#include "monitor/prometheus_answer.hpp"

namespace misfire {
namespace {

using nlohmann::json;

constexpr char kSchema[] = "misfire.recording/1";
constexpr std::int64_t kLongestInterval = 366LL * 24 * 3600 * 1'000'000'000;

Instant instant_of(const json& nanos) {
  const Instant at = from_nanos(nanos.get<std::int64_t>());
  if (!in_range(at)) throw std::out_of_range("an instant is out of range");
  return at;
}

Duration interval_of(const json& nanos) {
  const auto interval = nanos.get<std::int64_t>();
  if (interval <= 0 || interval > kLongestInterval) {
    throw std::out_of_range("an evaluation interval is out of range");
  }
  return Duration(interval);
}

std::string text_of(const json& file) {
  return file.dump(2, ' ', false, json::error_handler_t::replace);
}

/// Of everything else in it.
std::string checksum_of(json file) {
  file.erase("checksum");
  return fmt::format("{:08x}", crc32(text_of(file)));
}

}  // namespace

std::string to_json(const RecordingFacts& facts) {
  json groups = json::array();
  for (const RecordedGroup& group : facts.groups) {
    groups.push_back({{"file", group.file},
                      {"name", group.name},
                      {"interval", group.interval.count()},
                      {"evaluated", to_nanos(group.evaluated)}});
  }
  json file{{"schema", kSchema},
            {"speed", facts.speed},
            {"prometheus", facts.prometheus},
            {"rules_loaded", to_nanos(facts.rules_loaded)},
            {"groups", std::move(groups)},
            {"files", facts.files}};
  file["checksum"] = checksum_of(file);
  return text_of(file) + "\n";
}

Result<RecordingFacts> recording_from_json(std::string_view text) {
  try {
    const json file = json::parse(text);
    if (file.at("schema") != kSchema) {
      return environment_error(fmt::format("it is of format {}, this misfire reads {}",
                                           file.at("schema").dump(), kSchema));
    }
    if (has_stray_fraction(file, {"speed"})) throw std::invalid_argument("a number has a fraction");
    // Older ones have none.
    if (file.contains("checksum") && file.at("checksum") != checksum_of(file)) {
      return environment_error("it is damaged: it is not what was recorded");
    }
    RecordingFacts facts;
    facts.speed = file.at("speed").get<double>();
    if (!(facts.speed >= 1 && facts.speed <= 1e6)) throw std::out_of_range("speed is out of range");
    facts.prometheus = file.at("prometheus");
    facts.rules_loaded = instant_of(file.at("rules_loaded"));
    for (const json& group : file.at("groups")) {
      facts.groups.push_back({group.at("file"), group.at("name"), interval_of(group.at("interval")),
                              instant_of(group.at("evaluated"))});
    }
    facts.files = file.at("files").get<Checksums>();
    for (const auto& [path, checksum] : facts.files) {
      if (!is_recorded_path(path)) throw std::invalid_argument("a file lies where none can be");
    }
    return facts;
  } catch (const std::exception& error) {
    return environment_error(error.what());
  }
}

Result<RecordingFacts> recording_facts(const Endpoint& prometheus, double speed, Duration limit) {
  RecordingFacts facts;
  facts.speed = speed;
  const auto rules = ask_prometheus(prometheus, "/api/v1/rules", limit);
  if (!rules) return tl::unexpected(rules.error());
  auto groups = rule_groups(*rules);
  if (!groups) return tl::unexpected(groups.error());
  facts.groups = std::move(*groups);
  const auto build = ask_prometheus(prometheus, "/api/v1/status/buildinfo", limit);
  if (!build) return tl::unexpected(build.error());
  auto version = build_version(*build);
  if (!version) return tl::unexpected(version.error());
  facts.prometheus = std::move(*version);
  const auto metrics = http(prometheus, {.target = "/metrics"}, limit);
  if (!metrics) return tl::unexpected(metrics.error());
  const auto loaded =
      counters(metrics->body, "prometheus_config_last_reload_success_timestamp_seconds", "");
  // In seconds with a fraction: far from where an instant ends.
  if (loaded.empty() || !(loaded.at("") > 0 && loaded.at("") < 4e9)) {
    return environment_error("Prometheus does not tell when it loaded its rules");
  }
  facts.rules_loaded = Instant(from_seconds(loaded.at("")));
  return facts;
}

Result<std::string> take_snapshot(const Endpoint& prometheus, Duration limit) {
  PrometheusAnswer answer{"/api/v1/admin/tsdb/snapshot", {}};
  auto response = http(prometheus, {.method = "POST", .target = answer.target}, limit);
  if (!response) return tl::unexpected(response.error());
  answer.response = std::move(*response);
  const auto name = snapshot_name(answer);
  if (!name) return tl::unexpected(name.error());
  return "snapshots/" + *name;
}

}  // namespace misfire
