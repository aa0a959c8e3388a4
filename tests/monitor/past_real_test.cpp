#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "monitor/past.hpp"
#include "monitor/prometheus_process.hpp"
#include "monitor/scratch_folder.hpp"
#include "monitor/tiny_exporter.hpp"

namespace misfire {
namespace {

constexpr double kPerSecond = 50;
constexpr double kSpeed = 30;
constexpr Duration kScrape = std::chrono::milliseconds(200);
constexpr ModelDuration kHour{std::chrono::hours(1)};

class Past : public testing::Test {
 protected:
  void SetUp() override {
    folder_.write("prometheus.yml", fmt::format(R"(
global: {{scrape_interval: 200ms, scrape_timeout: 200ms}}
scrape_configs:
  - job_name: auth
    static_configs: [{{targets: ["{}"], labels: {{quoted: 'a"b\c'}}}}]
)",
                                                to_string(exporter_.endpoint())));
  }

  std::unique_ptr<PrometheusProcess> start() const {
    return std::make_unique<PrometheusProcess>(
        at_, folder_.path,
        std::vector<std::string>{"--config.file=prometheus.yml", "--storage.tsdb.path=data",
                                 "--web.listen-address=" + to_string(at_), "--log.level=warn"});
  }

  PastRequest request(std::vector<RenderedPrometheus::LongWindow> windows) const {
    return {at_, std::move(windows), kSpeed, kScrape, [this](const std::string& past) {
              static_cast<void>(write_file(folder_.path / "past.om", past));
              return run_tool({find_program("promtool")->string(), "tsdb", "create-blocks-from",
                               "openmetrics", "--quiet", "past.om", "data"},
                              std::chrono::minutes(1), folder_.path);
            }};
  }

  std::string metrics() const {
    const double s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    return fmt::format(
        "auth_logins_total{{outcome=\"ok\"}} {}\nauth_logins_total{{outcome=\"busy\"}} 0\n"
        "weight 7\n",
        s * kPerSecond);
  }

  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  TinyExporter exporter_{[this] { return metrics(); }};
  const ScratchFolder folder_;
  const Endpoint at_{"127.0.0.1", free_port()};
  SystemClock clock_;
};

TEST_F(Past, LongWindowsShowTheTrueRateAfterARestart) {
  auto prometheus = start();
  ASSERT_TRUE(prometheus->ready()) << prometheus->log();
  const auto filled = fill_past(
      request({{"auth_logins_total{outcome=\"ok\"}", kHour},
               {"auth_logins_total", kHour},
               {"auth_logins_total{outcome=\"never\"}", kHour},  // as in production: no series
               {"weight", {std::chrono::minutes(30)}}}),
      clock_);
  ASSERT_TRUE(filled) << to_string(filled.error());
  EXPECT_EQ(filled->series, 3);
  EXPECT_EQ(filled->reach, kHour);
  EXPECT_GT(filled->samples, 2 * 120'000 / 200);
  const double before = prometheus->value("count_over_time(up[1d])");
  // A restart takes as long as it takes, and nothing is scraped meanwhile: windows end at a sample.
  const std::string newest =
      "max_over_time(timestamp(auth_logins_total{outcome=\"ok\"})[1m:100ms])";
  const double stopped = prometheus->value(newest);
  prometheus->stop();

  prometheus = start();
  ASSERT_TRUE(prometheus->ready()) << prometheus->log();
  // Two minutes of wall time are the hour.
  for (const double end : {stopped, prometheus->value(newest)}) {
    const double rate = prometheus->value(
        fmt::format("rate(auth_logins_total{{outcome=\"ok\"}}[120s] @ {:.3f})", end));
    // As exact as the machine lets a second of scrapes be; without a past it would be near zero.
    EXPECT_NEAR(rate, kPerSecond, 0.2 * kPerSecond) << prometheus->log();
  }
  const std::string at = fmt::format(" @ {:.3f}", stopped);
  EXPECT_NEAR(
      prometheus->value("count_over_time(auth_logins_total{outcome=\"ok\"}[120s]" + at + ")"), 600,
      30);
  EXPECT_EQ(prometheus->value("rate(auth_logins_total{outcome=\"busy\"}[120s]" + at + ")"), 0);
  EXPECT_EQ(prometheus->value("avg_over_time(weight[60s]" + at + ")"), 7);
  // No real sample was lost to the blocks, and the label came back as it was.
  EXPECT_GE(prometheus->value("count_over_time(up[1d])"), before);
  EXPECT_GT(prometheus->value(R"(count_over_time(weight{quoted="a\"b\\c"}[60s])" + at + ")"), 250);
}

TEST_F(Past, AMetricThatDoesNotExistHasNoneAndIsNotWaitedFor) {
  const auto prometheus = start();
  ASSERT_TRUE(prometheus->ready()) << prometheus->log();
  const auto filled =
      fill_past(request({{"auth_logons_total{outcome=\"ok\"}", kHour}, {"weight", kHour}}), clock_);
  ASSERT_TRUE(filled) << to_string(filled.error());
  EXPECT_EQ(filled->series, 1);
}

TEST_F(Past, IsAnErrorWhereNothingIsScraped) {
  folder_.write("prometheus.yml", "scrape_configs: []\n");
  const auto prometheus = start();
  ASSERT_TRUE(prometheus->ready()) << prometheus->log();
  FakeClock clock;
  const auto filled = fill_past(request({{"auth_logins_total", kHour}}), clock);
  ASSERT_FALSE(filled);
  EXPECT_EQ(filled.error().code, ErrorCode::environment);
  EXPECT_THAT(filled.error().message, testing::HasSubstr("auth_logins_total has no series"));
}

TEST(PastWithoutPrometheus, IsAnError) {
  FakeClock clock;
  const PastRequest request{{"127.0.0.1", free_port()}, {{"x", kHour}}, kSpeed, kScrape, {}};
  EXPECT_FALSE(fill_past(request, clock));
}

}  // namespace
}  // namespace misfire
