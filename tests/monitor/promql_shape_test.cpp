#include "monitor/promql_shape.hpp"

#include <gtest/gtest.h>

#include "monitor/promql_tree.hpp"

namespace misfire {
namespace {

RangeUse use(const std::string& function, const std::string& selector, double range,
             bool above_zero = false) {
  return {function, selector, model_seconds(range), {}, above_zero};
}
using Ranges = std::vector<RangeUse>;
using Shares = std::vector<ShareUse>;

TEST(PromqlShape, TellsWhichFunctionLooksOverWhichRange) {
  EXPECT_EQ(
      promql_shape(R"(sum by (a) (rate(x{b="]"}[2m])) / avg_over_time(y[1h] offset 5m))").ranges,
      (Ranges{use("rate", R"(x{b="]"})", 120), use("avg_over_time", "y", 3600)}));
  EXPECT_EQ(promql_shape("quantile_over_time(0.9, x[5m])").ranges,
            (Ranges{use("quantile_over_time", "x", 300)}));
}

TEST(PromqlShape, ASubqueryIsNoRangeOfSamples) {
  EXPECT_EQ(promql_shape("max_over_time(rate(x[5m])[1h:1m])").ranges,
            (Ranges{use("rate", "x", 300)}));
  EXPECT_EQ(promql_shape("max_over_time(x[1h:1m])").ranges, Ranges{});
}

TEST(PromqlShape, KnowsWhatFiresForAnyEvent) {
  const auto above = [](const char* expression) {
    return promql_shape(expression).ranges.at(0).above_zero;
  };
  EXPECT_TRUE(above("rate(x[5m]) != 0"));
  EXPECT_TRUE(above("sum by (p) (increase(x[5m])) > 0 and y == 1"));
  EXPECT_TRUE(above("(changes(x[5m]) > 0) or z"));
  EXPECT_FALSE(above("rate(x[5m]) > 1"));
  EXPECT_FALSE(above("rate(x[5m]) >= 0"));
  EXPECT_FALSE(above("y unless rate(x[5m]) > 0"));
  EXPECT_FALSE(above("absent(rate(x[5m]) > 0)"));
  EXPECT_FALSE(above("rate(x[5m]) - rate(y[5m]) > 0"))
      << "a difference goes on for its own reasons";
  EXPECT_FALSE(above("delta(x[5m]) > 0")) << "a gauge may stay up";
}

TEST(PromqlShape, KnowsSharesThatMustBeExceeded) {
  EXPECT_EQ(promql_shape("sum(rate(a[2m])) / sum(rate(b[2m])) > 0.05").shares,
            (Shares{{model_seconds(120), 0.05}}));
  const auto burn = promql_shape(
      "(sum(rate(a[6h])) / sum(rate(b[6h])) > (6 * 0.001))\n"
      "and (sum(rate(a[30m])) / sum(rate(b[30m])) > (6 * 0.001))");
  EXPECT_EQ(burn.shares,
            (Shares{{model_seconds(21600), 6 * 0.001}, {model_seconds(1800), 6 * 0.001}}));
}

TEST(PromqlShape, AQuantileIsExceededByTheShareBeyondIt) {
  const auto shares =
      promql_shape("histogram_quantile(0.75, sum by (le) (rate(x_bucket[2m]))) > 0.25").shares;
  EXPECT_EQ(shares, (Shares{{model_seconds(120), 0.25}}));
  for (const char* expression : {"histogram_quantile(0.75, sum by (le) (rate(x_bucket[2m]))) < 1",
                                 "histogram_quantile(2, sum by (le) (rate(x_bucket[2m]))) > 1",
                                 "histogram_quantile(q, rate(x_bucket[2m])) > 1"}) {
    EXPECT_EQ(promql_shape(expression).shares, Shares{}) << expression;
  }
}

TEST(PromqlShape, AnAverageOfYesAndNoIsAShare) {
  EXPECT_EQ(promql_shape("avg_over_time(probe_success{job=\"b\"}[2m]) < 0.75").shares,
            (Shares{{model_seconds(120), 0.25, true}}));
  EXPECT_EQ(promql_shape("avg_over_time(nginx_up[2m]) < 0.75").shares,
            (Shares{{model_seconds(120), 0.25, true}}));
  for (const char* expression :
       {"avg_over_time(queue_length[2m]) < 0.75", "avg_over_time(up[2m]) > 0.75",
        "avg_over_time(up[2m]) < 1", "max_over_time(up[2m]) < 0.75"}) {
    EXPECT_EQ(promql_shape(expression).shares, Shares{}) << expression;
  }
}

TEST(PromqlShape, NaNIsNoThreshold) {
  for (const char* text : {"avg_over_time(up[5m]) < NaN", "rate(a[5m]) / rate(b[5m]) > NaN",
                           "histogram_quantile(NaN, rate(a_bucket[5m])) > 1"}) {
    EXPECT_TRUE(promql_shape(text).shares.empty()) << text;
  }
}

TEST(PromqlShape, AShareThatIsNotAllIsNoMeasure) {
  for (const char* expression :
       {"sum(rate(a[2m])) / sum(rate(b[2m])) > 0.05 or c == 1",
        "sum(rate(a[2m])) / sum(rate(b[2m])) > 0.05 and rate(c[1h]) > 5",
        "sum(rate(a[2m])) / sum(rate(b[5m])) > 0.05", "sum(rate(a[2m])) / sum(rate(b[2m])) < 0.05",
        "sum(rate(a[2m])) / sum(rate(b[2m])) > 2", "a / b > 0.05"}) {
    EXPECT_EQ(promql_shape(expression).shares, Shares{}) << expression;
  }
}

TEST(PromqlShape, KnowsWhatOnlyHealthChecksChange) {
  const auto checks = [](const char* expression) { return promql_shape(expression).checks; };
  EXPECT_EQ(checks(R"(max(haproxy_backend_status{state="UP"}) == 0)"), ReadsChecks::only);
  EXPECT_EQ(checks("increase(haproxy_server_check_up_down_total[10m]) > 2"), ReadsChecks::only);
  EXPECT_EQ(checks("rate(x[1m]) > 1 and on (p) haproxy_server_status == 1"), ReadsChecks::partly);
  EXPECT_EQ(checks("haproxy_server_uweight == 0"), ReadsChecks::no);
  EXPECT_EQ(checks("vector(1)"), ReadsChecks::no);
  EXPECT_EQ(checks(R"({__name__=~"haproxy_.+"} > 1)"), ReadsChecks::partly) << "it may be a state";
}

TEST(PromqlShape, WhatIsNotUnderstoodMayReadAnything) {
  EXPECT_EQ(promql_shape("x >").checks, ReadsChecks::partly);
  EXPECT_EQ(promql_shape(std::string(10'000, '(')).checks, ReadsChecks::partly);
  EXPECT_EQ(promql_shape(std::string(10'000, '-') + "1").checks, ReadsChecks::partly);
}

TEST(PromqlTree, BindsAsPrometheusDoes) {
  const auto tree = promql_tree("a + b * c ^ d > bool on (x) group_left (y) 2 or e unless f");
  ASSERT_TRUE(tree);
  ASSERT_TRUE(tree->joins("or"));
  EXPECT_TRUE(tree->children[1].joins("unless"));
  const PromqlNode& compared = tree->children[0];
  ASSERT_TRUE(compared.joins(">"));
  EXPECT_EQ(compared.children[1].value, 2);
  ASSERT_TRUE(compared.children[0].joins("+"));
  ASSERT_TRUE(compared.children[0].children[1].joins("*"));
  EXPECT_TRUE(compared.children[0].children[1].children[1].joins("^"));
}

TEST(PromqlTree, ReadsModifiersOver) {
  EXPECT_TRUE(promql_tree("rate(x[5m] offset -1h @ start()) > 0"));
  EXPECT_TRUE(promql_tree("x @ 1609746000 offset 5m"));
  EXPECT_TRUE(promql_tree("sum(x) without (a, b) / sum without (a) (y)"));
  for (const char* broken :
       {"", "x[", "x[5m", "x offset", "x @", "x @ start", "sum by", "f(", "a b"}) {
    EXPECT_FALSE(promql_tree(broken)) << broken;
  }
}

}  // namespace
}  // namespace misfire
