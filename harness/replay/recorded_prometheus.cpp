#include "replay/recorded_prometheus.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/wait.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr Duration kReady = 30s;  // it takes 0.2 s; the machine may be busy
constexpr Duration kAnswer = 60s;
constexpr Duration kPause = 5ms;

// Everything is older than what it would otherwise take for now.
constexpr char kConfig[] =
    "storage:\n"
    "  tsdb:\n"
    "    out_of_order_time_window: 100y\n";

std::int64_t millis(Instant at) {
  return std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

std::string seconds(std::int64_t ms) {
  return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

std::int64_t millis_of(const json& seconds) {
  const double ms = seconds.get<double>() * 1000;
  if (!(std::abs(ms) < 1e16)) throw std::out_of_range("a timestamp is out of range");
  return std::llround(ms);
}

/// "1.5", "NaN", "+Inf": what Prometheus wrote, a number reads.
double value_of(const json& text) {
  const auto number = text.get<std::string>();
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (number.empty() || *end != '\0') throw std::invalid_argument("a sample's value is no number");
  return value;
}

/// What `use` makes of the data of an answer; exceptions, json's above all, end here.
template <class Use>
auto with_data(const Result<std::string>& answer, Use use)
    -> Result<decltype(use(std::declval<const json&>()))> {
  if (!answer) return tl::unexpected(answer.error());
  try {
    const json body = json::parse(*answer);
    if (body.at("status") != "success") {
      return environment_error(fmt::format("Prometheus refuses: {}", body.value("error", "")));
    }
    return use(body.at("data"));
  } catch (const std::exception& error) {
    return environment_error(
        fmt::format("Prometheus's answer is not understood: {}", error.what()));
  }
}

std::vector<RangeSeries> matrix(const json& data) {
  std::vector<RangeSeries> all;
  for (const json& series : data.at("result")) {
    RangeSeries one{series.at("metric").get<Labels>(), {}};
    for (const json& sample : series.at("values")) {
      one.values.emplace_back(millis_of(sample.at(0)), value_of(sample.at(1)));
    }
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

Result<std::unique_ptr<RecordedPrometheus>> RecordedPrometheus::start(Engine& engine,
                                                                      const Options& options) {
  PartSpec spec;
  spec.name = options.name;
  spec.program = options.program;
  spec.ports = {{"http", options.port}};
  spec.args = {"--config.file=prometheus.yml",
               "--web.listen-address=" + to_string(engine.address(options.name, options.port)),
               "--storage.tsdb.path=data",
               "--storage.tsdb.retention.time=100y",
               "--log.level=warn",
               "--web.enable-remote-write-receiver",
               "--web.enable-admin-api",
               fmt::format("--query.lookback-delta={}ms", options.lookback / 1ms)};
  spec.files = {{"prometheus.yml", kConfig}};
  for (const auto& [path, bytes] : options.blocks) spec.files["data/" + path] = bytes;
  auto part = engine.start(spec);
  if (!part) return tl::unexpected(part.error());
  std::unique_ptr<RecordedPrometheus> made(new RecordedPrometheus(std::move(*part)));
  SystemClock clock;
  const auto ready = wait_for(
      clock, "Prometheus to read the recording", kReady,
      [&]() -> Result<bool> {
        for (const UnaskedExit& gone : engine.exits()) {
          return environment_error(
              fmt::format("Prometheus cannot read the recording (exit code {}): {}", gone.exit.code,
                          made->part_->log_tail(400)));
        }
        const auto answer = http(made->endpoint(), {.target = "/-/ready"}, 1s);
        return answer && answer->status == 200;
      },
      kPause);
  if (!ready) return tl::unexpected(ready.error());
  return made;
}

Result<std::string> RecordedPrometheus::ask(const std::string& path,
                                            const std::string& form) const {
  auto answer = http(endpoint(),
                     {.method = "POST",
                      .target = path,
                      .body = form,
                      .headers = {{"Content-Type", "application/x-www-form-urlencoded"}}},
                     kAnswer);
  if (!answer) return tl::unexpected(answer.error());
  return std::move(answer->body);
}

Result<std::vector<RangeSeries>> RecordedPrometheus::query_range(const std::string& promql,
                                                                 Instant first, Duration step,
                                                                 std::size_t count) const {
  if (count == 0) return std::vector<RangeSeries>{};
  // Prometheus refuses to give more points of a series at once.
  constexpr std::size_t kMost = 10'000;
  std::map<Labels, RangeSeries> all;
  for (std::size_t done = 0; done < count; done += kMost) {
    const auto from = millis(first) + static_cast<std::int64_t>(done) * (step / 1ms);
    const auto last =
        from + static_cast<std::int64_t>(std::min(kMost, count - done) - 1) * (step / 1ms);
    const auto part =
        with_data(ask("/api/v1/query_range",
                      fmt::format("query={}&start={}&end={}&step={}", url_encode(promql),
                                  seconds(from), seconds(last), seconds(step / 1ms))),
                  matrix);
    if (!part) return tl::unexpected(part.error());
    for (const RangeSeries& series : *part) {
      RangeSeries& whole = all[series.labels];
      whole.labels = series.labels;
      whole.values.insert(whole.values.end(), series.values.begin(), series.values.end());
    }
  }
  std::vector<RangeSeries> out;
  out.reserve(all.size());
  for (auto& [labels, series] : all) out.push_back(std::move(series));
  return out;
}

Result<std::vector<VectorSample>> RecordedPrometheus::query(const std::string& promql,
                                                            Instant at) const {
  return with_data(ask("/api/v1/query",
                       fmt::format("query={}&time={}", url_encode(promql), seconds(millis(at)))),
                   [](const json& data) {
                     std::vector<VectorSample> vector;
                     if (data.at("resultType") == "scalar") {
                       vector.push_back({{}, value_of(data.at("result").at(1))});
                       return vector;
                     }
                     for (const json& element : data.at("result")) {
                       vector.push_back({element.at("metric").get<Labels>(),
                                         value_of(element.at("value").at(1))});
                     }
                     return vector;
                   });
}

Result<std::vector<RangeSeries>> RecordedPrometheus::samples(const std::string& selector,
                                                             Duration span, Instant to) const {
  const std::string promql =
      fmt::format("{}[{}ms]", selector, std::chrono::ceil<std::chrono::milliseconds>(span).count());
  return with_data(ask("/api/v1/query",
                       fmt::format("query={}&time={}", url_encode(promql), seconds(millis(to)))),
                   matrix);
}

Result<std::vector<std::string>> RecordedPrometheus::metrics() const {
  auto answer = http(endpoint(), {.target = "/api/v1/label/__name__/values"}, kAnswer);
  if (!answer) return tl::unexpected(answer.error());
  return with_data(std::move(answer->body),
                   [](const json& data) { return data.get<std::vector<std::string>>(); });
}

Result<void> RecordedPrometheus::write(const std::vector<WrittenSeries>& series) const {
  if (series.empty()) return {};
  const auto answer = http(endpoint(),
                           {.method = "POST",
                            .target = "/api/v1/write",
                            .body = remote_write_body(series),
                            .headers = {{"Content-Encoding", "snappy"},
                                        {"Content-Type", "application/x-protobuf"},
                                        {"X-Prometheus-Remote-Write-Version", "0.1.0"}}},
                           kAnswer);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status / 100 == 2) return {};
  return environment_error(
      fmt::format("Prometheus does not take what the rules recorded (status {}): {}",
                  answer->status, answer->body));
}

Result<void> RecordedPrometheus::forget(const std::vector<std::string>& metrics) const {
  if (metrics.empty()) return {};
  std::string form;
  for (const std::string& metric : metrics) {
    form += (form.empty() ? "" : "&") + std::string("match[]=") +
            url_encode(fmt::format("{{__name__=\"{}\"}}", metric));
  }
  const auto answer = ask("/api/v1/admin/tsdb/delete_series", form);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->empty()) return {};
  return environment_error("Prometheus does not forget what was recorded: " + *answer);
}

}  // namespace misfire
