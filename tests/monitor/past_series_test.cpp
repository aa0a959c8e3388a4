#include "monitor/past_series.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace misfire {
namespace {

PastSeries counter(std::vector<PastSample> samples) {
  return {{{"__name__", "x_total"}}, std::move(samples)};
}

TEST(PastSeries, CountersContinueBackwardsAtTheRateUnderLoad) {
  // Idle until 2000, then 10 a second: only what came after counts.
  const PastSeries series = counter({{1000, 5}, {1500, 5}, {2000, 5}, {2500, 10}, {3000, 15}});
  EXPECT_EQ(past_of(series, {2000, 1000, -500, 500}),
            (std::vector<PastSample>{{-500, -10}, {0, -5}, {500, 0}}));
}

TEST(PastSeries, GaugesAreHeld) {
  const PastSeries series{{{"__name__", "x"}}, {{1000, 5}, {1500, 7}}};
  EXPECT_EQ(past_of(series, {0, 1000, 0, 500}), (std::vector<PastSample>{{0, 5}, {500, 5}}));
}

TEST(PastSeries, EndsBeforeAnyRealSample) {
  const PastSeries late = counter({{2000, 0}, {2500, 0}});
  for (const PastSample& s : past_of(late, {0, 1000, -5000, 500})) EXPECT_LT(s.at, 1000);
  EXPECT_FALSE(past_of(late, {0, 1000, -5000, 500}).empty());
}

TEST(PastSeries, AResetIsNotAFall) {
  const PastSeries series = counter({{1000, 100}, {2000, 10}, {3000, 20}});
  EXPECT_EQ(past_of(series, {0, 1000, 0, 1000}), (std::vector<PastSample>{{0, 90}}));
}

TEST(PastSeries, WritesOpenMetrics) {
  std::string out;
  append_openmetrics(out, {{"__name__", "x"}, {"a", "q\"\\\n"}, {"b", ""}},
                     {{1500, 0.1}, {1700000000005, std::nan("")}});
  EXPECT_EQ(out,
            "x{a=\"q\\\"\\\\\\n\",b=\"\"} 0.1 1.500\n"
            "x{a=\"q\\\"\\\\\\n\",b=\"\"} NaN 1700000000.005\n");
}

}  // namespace
}  // namespace misfire
