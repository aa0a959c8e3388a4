// What is changed in an expression, and that nothing else is.
#include <gtest/gtest.h>

#include "monitor/promql_edit.hpp"

namespace misfire {
namespace {

const std::optional<std::string> kNothing;

TEST(PromqlEdit, ThresholdsBecomeHarderToReach) {
  EXPECT_EQ(with_harder_thresholds("sum(rate(a[2m])) / sum(rate(b[2m])) > 0.05", 10),
            "sum(rate(a[2m])) / sum(rate(b[2m])) > 0.5");
  EXPECT_EQ(with_harder_thresholds("avg_over_time(up[2m]) < 0.9", 10),
            "avg_over_time(up[2m]) < 0.09");
  EXPECT_EQ(with_harder_thresholds("max(x) > 1.8 * avg(x) and max(x) >= 5", 10),
            "max(x) > 18 * avg(x) and max(x) >= 50");
  EXPECT_EQ(with_harder_thresholds("x > (6 * 0.001)", 10), "x > (60 * 0.001)");
  EXPECT_EQ(with_harder_thresholds("x > bool 2", 10), "x > bool 20");
  EXPECT_EQ(with_harder_thresholds("0.1 < x", 10), "1 < x") << "an x above 0.1";
  EXPECT_EQ(with_harder_thresholds("x > 0.2 # 3 > 2", 10), "x > 2 # 3 > 2");
}

TEST(PromqlEdit, WhatComparesWithNoNumberHasNoThreshold) {
  EXPECT_EQ(with_harder_thresholds("up == 0", 10), kNothing);
  EXPECT_EQ(with_harder_thresholds("x > y", 10), kNothing);
  EXPECT_EQ(with_harder_thresholds("x > 0", 10), kNothing) << "ten times zero is zero";
  EXPECT_EQ(with_harder_thresholds("histogram_quantile(0.95, x)", 10), kNothing);
  EXPECT_EQ(with_harder_thresholds("x > ", 10), kNothing) << "what is not understood stays";
}

TEST(PromqlEdit, TheOutermostComparisonIsInverted) {
  EXPECT_EQ(with_comparison_inverted("up{job=\"a\"} == 0"), "up{job=\"a\"} != 0");
  EXPECT_EQ(with_comparison_inverted("max(x == 1) > 2 and y < 3"), "max(x == 1) <= 2 and y < 3");
  EXPECT_EQ(with_comparison_inverted("(x >= 1) or (y > 2)"), "(x < 1) or (y > 2)");
  EXPECT_EQ(with_comparison_inverted("a{b!=\"c\"} != 4"), "a{b!=\"c\"} == 4");
  EXPECT_EQ(with_comparison_inverted("vector(1)"), kNothing);
  EXPECT_EQ(with_comparison_inverted("absent(a{b!=\"c\"})"), kNothing)
      << "a matcher compares nothing";
}

TEST(PromqlEdit, LabelsAreRenamedWhereSelectorsAskForThem) {
  EXPECT_EQ(first_label_asked("sum by (proxy) (x{job=\"a\", proxy=\"b\"})"), "job");
  EXPECT_EQ(first_label_asked("sum by (proxy) (x)"), "");
  EXPECT_EQ(with_label_renamed("sum by (proxy) (x{proxy=\"proxy\"} / y{a=\"b\", proxy!~\"c\"})",
                               "proxy", "backend"),
            "sum by (proxy) (x{backend=\"proxy\"} / y{a=\"b\", backend!~\"c\"})");
  EXPECT_EQ(with_label_renamed("x{job=\"a\"}", "code", "status"), kNothing);
}

TEST(PromqlEdit, MetricsAreRenamedAndNothingThatLooksLikeOne) {
  EXPECT_EQ(first_metric_asked("sum(rate(a_total{b=\"c\"}[1m])) / d"), "a_total");
  EXPECT_EQ(with_metric_renamed("up{up=\"up\"} == 0 or absent(up)", "up", "haproxy_up"),
            "haproxy_up{up=\"up\"} == 0 or absent(haproxy_up)");
  EXPECT_EQ(with_metric_renamed("a > 1", "b", "c"), kNothing);
}

TEST(PromqlEdit, RangesAreReplacedButNotThoseOfSubqueries) {
  const ModelDuration scrape = model_seconds(15);
  EXPECT_EQ(with_ranges("rate(a[2m]) / rate(b[1h] offset 5m)", scrape),
            "rate(a[15s]) / rate(b[15s] offset 5m)");
  EXPECT_EQ(with_ranges("max_over_time(x[1h:1m])", scrape), kNothing);
  EXPECT_EQ(with_ranges("x > 1", scrape), kNothing);
}

TEST(PromqlEdit, TheGuardAsksForTheWhole) {
  EXPECT_EQ(with_traffic_guard("sum(rate(bad[2m])) / sum(rate(all{a=\")\"}[2m])) > 0.1"),
            "(\nsum(rate(bad[2m])) / sum(rate(all{a=\")\"}[2m])) > 0.1\n) and on () "
            "(sum(rate(all{a=\")\"}[2m])) > 0)");
  EXPECT_EQ(with_traffic_guard("up == 0"), kNothing);
}

}  // namespace
}  // namespace misfire
