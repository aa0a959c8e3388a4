#include "replay/without_newest.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

using namespace std::chrono_literals;

std::string hidden(std::string_view expression, const std::string& metric = "x") {
  return without_newest(expression, 20ms, [&](const std::string& m) { return m == metric; })
      .value_or("cannot");
}

TEST(WithoutNewest, ARangeEndsEarlierAndBeginsWhereItDid) {
  EXPECT_EQ(hidden("rate(x[4000ms])"), "rate(x[3980ms] offset 20ms)");
  EXPECT_EQ(hidden("sum by (x) (rate(x{job=\"a\"}[4s])) > 0.1"),
            "sum by (x) (rate(x{job=\"a\"}[3980ms] offset 20ms)) > 0.1");
}

TEST(WithoutNewest, AnInstantSelectorLooksBack) {
  EXPECT_EQ(hidden("x == 0"), "x offset 20ms == 0");
  EXPECT_EQ(hidden("max(x) > 3 * min(x > 0)"), "max(x offset 20ms) > 3 * min(x offset 20ms > 0)");
  EXPECT_EQ(hidden("{__name__=\"x\"}"), "{__name__=\"x\"} offset 20ms");
}

TEST(WithoutNewest, OtherMetricsAndWhatLooksBackStay) {
  EXPECT_EQ(hidden("y + x"), "y + x offset 20ms");
  EXPECT_EQ(hidden("rate(xy[1m]) and on (x) y"), "rate(xy[1m]) and on (x) y");
  EXPECT_EQ(hidden("rate(x[1m] offset 5m)"), "rate(x[1m] offset 5m)");
  EXPECT_EQ(hidden("label_replace(y, \"x\", \"$1\", \"x\", \"(.*)\")"),
            "label_replace(y, \"x\", \"$1\", \"x\", \"(.*)\")");
}

TEST(WithoutNewest, WhatCannotBeSaidIsNotSaid) {
  EXPECT_EQ(hidden("max_over_time(x[1m:10s])"), "cannot");
  EXPECT_EQ(hidden("x @ 0"), "cannot");
  EXPECT_EQ(hidden("rate(x[20ms])"), "cannot");
  EXPECT_EQ(hidden("x +"), "cannot");
}

}  // namespace
}  // namespace misfire
