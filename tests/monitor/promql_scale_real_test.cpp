// A scaled expression says of a compressed world what the user's says of the real one: both are
// asked of Prometheus, over the same history at speed 1 and at speed 30. Counters that load drives
// keep their rate and count less (ALERTS.md, "What needs care").
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>

#include "base/process.hpp"
#include "monitor/prometheus_process.hpp"
#include "monitor/promql_scale.hpp"
#include "monitor/scratch_folder.hpp"

namespace misfire {
namespace {

constexpr int kSpeed = 30;
constexpr std::int64_t kScrape = 15;          // s
constexpr std::int64_t kNow = 1'800'000'000;  // a multiple of every step in use, as kNow / 30 is
constexpr std::int64_t kPast = 4 * 3600;

/// A Prometheus that holds four hours of a service's series, in a world that goes `speed` times as
/// fast.
class World {
 public:
  explicit World(int speed) : speed_(speed) {
    // The step of a subquery that names none.
    folder_.write("prometheus.yml",
                  fmt::format("global: {{evaluation_interval: {}s}}", 60 / speed));
    folder_.write("past.om", history());
    const auto made = run_tool({find_program("promtool")->string(), "tsdb", "create-blocks-from",
                                "openmetrics", "--quiet", "past.om", "data"},
                               std::chrono::minutes(2), folder_.path);
    if (!made || made->exit_code != 0) throw std::runtime_error(made ? made->output : "promtool");
    prometheus_ = std::make_unique<PrometheusProcess>(
        at_, folder_.path,
        std::vector<std::string>{"--config.file=prometheus.yml", "--storage.tsdb.path=data",
                                 "--storage.tsdb.retention.time=100y", "--log.level=warn",
                                 "--web.listen-address=" + to_string(at_),
                                 fmt::format("--query.lookback-delta={}s", 300 / speed)});
    if (!prometheus_->ready()) throw std::runtime_error(prometheus_->log());
  }

  /// Labels → value, or "error" → 0 with what Prometheus said in the key.
  std::map<std::string, double> ask(const std::string& promql) const {
    const auto answer =
        prometheus_->api(fmt::format("query?time={}&query={}", kNow / speed_, url_encode(promql)));
    std::map<std::string, double> out;
    if (!answer.is_object() || !answer.contains("result")) return {{"refused: " + promql, 0}};
    if (answer["resultType"] == "scalar") {
      return {{"scalar", std::stod(answer["result"][1].get<std::string>())}};
    }
    for (auto one : answer["result"]) {
      one["metric"].erase("__name__");  // no alert has it
      out[one["metric"].dump()] = std::stod(one["value"][1].get<std::string>());
    }
    return out;
  }

 private:
  std::string history() const {
    std::string out;
    const auto series = [&](const std::string& name, bool counter, int seed, int reset) {
      std::uint32_t dice = static_cast<std::uint32_t>(seed);
      double value = counter ? 1000 * seed : 0;
      for (std::int64_t s = -kPast; s <= 0; s += kScrape) {
        dice = dice * 1664525 + 1013904223;
        const double roll = static_cast<double>(dice >> 16) / 65536;
        value = counter ? value + seed + 20 * roll : 10 * seed + roll;
        if (counter && reset != 0 && s == -reset) value = 0;
        const double at = static_cast<double>(kNow + s) / speed_;
        out += fmt::format("{} {:.10g} {:.3f}\n", name, counter ? value / speed_ : value, at);
      }
    };
    for (int i = 1; i <= 3; ++i) {
      for (const char* code : {"200", "500"}) {
        series(fmt::format(R"(c_total{{job="auth",instance="{}",code="{}"}})", i, code), true, i,
               i == 2 ? 600 : 0);
      }
      series(fmt::format(R"(g{{job="auth",instance="{}",note="a [5m] \"x\" offset 1h"}})", i),
             false, i, 0);
      for (const auto& [le, seed] : {std::pair("0.1", 3), {"0.5", 5}, {"+Inf", 6}}) {
        series(fmt::format(R"(h_bucket{{instance="{}",le="{}"}})", i, le), true, seed, 0);
      }
    }
    series(R"(job:c:rate5m{job="auth"})", false, 7, 0);
    for (std::int64_t s = -600; s <= 0; s += kScrape) {  // restarted ten minutes ago
      out +=
          fmt::format("lb_uptime_seconds {:.10g} {:.3f}\n", static_cast<double>(600 + s) / speed_,
                      static_cast<double>(kNow + s) / speed_);
    }
    return out + "# EOF\n";
  }

  int speed_;
  const ScratchFolder folder_;
  const Endpoint at_{"127.0.0.1", free_port()};
  std::unique_ptr<PrometheusProcess> prometheus_;
};

constexpr std::array kSame = {
    "g",
    "c_total * 0 + 1",
    "rate(c_total[2m])",
    "rate(c_total[ 1h30m ])",
    "irate(c_total[5m])",
    "rate(c_total{code=\"500\"}[5m]) / ignoring (code) rate(c_total{code=\"200\"}[5m])",
    "sum by (instance) (rate(c_total[5m])) > 0.5",
    "sum (rate(c_total[5m])) by (code)",
    "sum without (instance, code) (rate(c_total[5m] offset 10m))",
    "rate(c_total[5m] offset 1h) - rate(c_total[5m] offset 1h30m)",
    "rate(c_total[5m]) or vector(1)",
    "g offset 5m",
    "g OFFSET 90s",
    "avg_over_time(g[10m])",
    "max_over_time(g[10m:1m])",
    "max_over_time(g[10m:])",
    "max_over_time(rate(c_total[5m])[1h:30s])",
    "max_over_time(rate(c_total[5m])[1h:30s] offset 5m)",
    "min_over_time(sum(rate(c_total[5m]))[30m:1m])",
    "avg_over_time(max_over_time(g[5m:30s])[20m:1m] offset 1m)",
    "quantile_over_time(0.9, g[1h])",
    "stddev_over_time(g[30m])",
    "last_over_time(g[1m])",
    "present_over_time(g[2m])",
    "count_over_time(g[5m])",
    "histogram_quantile(0.95, sum by (le) (rate(h_bucket[5m])))",
    "histogram_quantile(0.5, sum by (instance, le) (rate(h_bucket[10m] offset 5m)))",
    "topk(1, rate(c_total[5m]))",
    "count(rate(c_total[5m]) > bool 0.4)",
    "rate(c_total[5m]) > on (instance) group_left () (g / 100)",
    "rate(c_total[5m]) and on (instance) g > 15",
    "rate(c_total[5m]) unless rate(c_total[5m]) > 1",
    "absent(g{instance=\"4\"})",
    "absent(rate(c_total{code=\"404\"}[5m]))",
    "g{note=\"a [5m] \\\"x\\\" offset 1h\"} + 0x1F",
    "g{note=~'.*\\\\[5m\\\\].*'} * 1e-3",
    "g{note!=`[1h]`} # rate(c_total[5m]) offset 1h\n > 5",
    "{__name__=~\"job:.+:rate5m\"}",
    "job:c:rate5m offset 10m / job:c:rate5m",
    "-rate(c_total[5m]) ^ 2 % 3",
    "2 * (rate(c_total[5m]) + 1.5e2) / .5",
    "clamp_max(rate(c_total[1h]), 1) == bool 1",
    "label_replace(rate(c_total[5m]), \"x\", \"$1[5m]\", \"instance\", \"(.*)\")",
    "scalar(sum(rate(c_total[5m]))) * 2",
    "1 - sum(rate(c_total{code!=\"500\"}[1h])) / sum(rate(c_total[1h])) > 14.4 * (1 - 0.999)",
    "(sum(rate(c_total{code=\"500\"}[1h])) / sum(rate(c_total[1h])) > 0.1) and "
    "(sum(rate(c_total{code=\"500\"}[5m])) / sum(rate(c_total[5m])) > 0.1)",
    "rate(c_total[1h1m1s])",
    "rate(c_total[300000ms])",
    "sum(rate(c_total[5m])) < 0.5 * sum(rate(c_total[5m] offset 2h))",
    "NaN == bool NaN",
    "vector(Inf) > -Inf",
    "lb_uptime_seconds",
    "lb_uptime_seconds < bool 120",
    "lb_uptime_seconds offset 5m > 200 and lb_uptime_seconds < 1000",
    "absent(lb_uptime_seconds{instance=\"1\"})",
    "g / on () group_left lb_uptime_seconds",
};

/// Valid, but their meaning follows the wall clock or the count of samples: named, not promised.
constexpr std::array kWithCare = {
    "increase(c_total[5m])",
    "changes(g[10m])",
    "resets(c_total[1h])",
    "deriv(g[10m])",
    "delta(g[10m])",
    "time() - g > 60",
    "timestamp(g) < time() - 300",
    "hour() > 8 and day_of_week() < 6",
    "predict_linear(g[1h], 4 * 3600)",
    "rate(c_total[5m] @ 1700000000)",
    "g offset -5m",
    "g @ start() offset 5m",
    "rate(c_total[5m] @ end())",
    "rate(c_total[5m] offset 1d)",
    "time()[1h:5m]",
    "max_over_time(lb_uptime_seconds[5m])",
};

class PromqlWorlds : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    real_ = std::make_unique<World>(1);
    compressed_ = std::make_unique<World>(kSpeed);
  }
  static void TearDownTestSuite() {
    real_.reset();
    compressed_.reset();
  }
  static inline std::unique_ptr<World> real_, compressed_;
};

TEST_F(PromqlWorlds, WhatIsCompressibleHasTheSameValue) {
  for (const char* expression : kSame) {
    const auto scaled = scale_promql(expression, kSpeed);
    ASSERT_TRUE(scaled) << expression << ": " << to_string(scaled.error());
    EXPECT_EQ(scaled->compressible, Compressible::yes) << expression << ": " << scaled->why;
    const auto expected = real_->ask(expression);
    const auto seen = compressed_->ask(scaled->text);
    ASSERT_EQ(seen.size(), expected.size()) << expression << " as " << scaled->text;
    for (const auto& [labels, value] : expected) {
      ASSERT_TRUE(seen.contains(labels)) << expression << " as " << scaled->text << ": " << labels;
      if (std::isnan(value) && std::isnan(seen.at(labels))) continue;
      if (value == seen.at(labels)) continue;  // infinite, too
      EXPECT_NEAR(seen.at(labels), value, 1e-6 * std::abs(value))
          << expression << " as " << scaled->text << ": " << labels;
    }
  }
}

TEST_F(PromqlWorlds, TheCorpusSaysSomething) {
  int empty = 0;
  for (const char* expression : kSame) {
    const auto said = real_->ask(expression);
    EXPECT_TRUE(said.empty() || !said.begin()->first.starts_with("refused")) << expression;
    if (said.empty()) ++empty;
  }
  EXPECT_LE(empty, 2);
}

TEST_F(PromqlWorlds, WhatNeedsCareIsNamedAndStillUnderstood) {
  for (const char* expression : kWithCare) {
    const auto scaled = scale_promql(expression, kSpeed);
    ASSERT_TRUE(scaled) << expression << ": " << to_string(scaled.error());
    EXPECT_NE(scaled->compressible, Compressible::yes) << expression;
    EXPECT_FALSE(scaled->why.empty()) << expression;
  }
  // A range as the whole expression is valid in a rule's inside only.
  for (const char* expression : kWithCare) {
    if (std::string_view(expression).ends_with(":5m]")) continue;
    const auto said = compressed_->ask(scale_promql(expression, kSpeed)->text);
    EXPECT_TRUE(said.empty() || !said.begin()->first.starts_with("refused")) << expression;
  }
}

// The naive scaling of a count, its window alone, gives another answer: that is why it is named.
TEST_F(PromqlWorlds, ACountShrinksWithItsWindow) {
  const std::string expression = "sum(increase(c_total[5m]))";
  const double real = real_->ask(expression).begin()->second;
  const double compressed =
      compressed_->ask(scale_promql(expression, kSpeed)->text).begin()->second;
  EXPECT_NEAR(compressed, real / kSpeed, 1e-6 * real);
}

TEST_F(PromqlWorlds, AnAgeThatIsNotMultipliedWouldBeYoung) {
  const std::string reloaded = "lb_uptime_seconds < 120";
  EXPECT_TRUE(real_->ask(reloaded).empty());
  EXPECT_FALSE(compressed_->ask(reloaded).empty());  // twenty seconds of wall time
  EXPECT_TRUE(compressed_->ask(scale_promql(reloaded, kSpeed)->text).empty());
}

}  // namespace
}  // namespace misfire
