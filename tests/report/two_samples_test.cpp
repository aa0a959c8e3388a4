#include "report/two_samples.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <random>

#include "report/two_shares.hpp"

namespace misfire {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

std::vector<double> drawn(std::mt19937& random, std::size_t n, double shift = 0) {
  // As times to notify are: the phase of a scrape and that of an evaluation, and a rare delay.
  std::uniform_real_distribution<double> phase(0, 15), rare(0, 1);
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    values.push_back(100 + shift + phase(random) + phase(random) + (rare(random) < 0.05 ? 60 : 0));
  }
  return values;
}

TEST(TwoSamples, AgreeWithThePublishedExample) {
  // Hollander & Wolfe, table 4.1: permeability at term and at 12 to 26 weeks. Published: one-sided
  // P = 0.1272, estimate 0.305, interval at 95 % from -0.15 to 0.76.
  const std::vector<double> term{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
  const std::vector<double> weeks{1.15, 0.88, 0.90, 0.74, 1.21};
  const TwoSamples compared = compare_samples(weeks, term, 0.05);
  EXPECT_NEAR(compared.p, 2 * 0.1272, 1e-4);
  EXPECT_NEAR(compared.shift, 0.305, 1e-9);
  EXPECT_NEAR(compared.low, -0.15, 1e-9);
  EXPECT_NEAR(compared.high, 0.76, 1e-9);
}

TEST(TwoSamples, ThatDoNotOverlapHaveTheLeastP) {
  EXPECT_NEAR(compare_samples({1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}, 0.05).p, 2.0 / 252, 1e-12);
  EXPECT_NEAR(least_p(5, 5), 2.0 / 252, 1e-12);
  EXPECT_NEAR(compare_samples({1, 2, 3}, {4, 5, 6, 7}, 0.05).p, least_p(3, 4), 1e-12);
  EXPECT_EQ(least_p(0, 4), 1);
}

TEST(TwoSamples, OfEqualValuesDoNotDiffer) {
  const TwoSamples same = compare_samples({4, 4, 4, 4, 4}, {4, 4, 4, 4, 4, 4}, 0.05);
  EXPECT_EQ(same.p, 1);
  EXPECT_EQ(same.shift, 0);
  EXPECT_EQ(compare_samples(std::vector<double>(50, 4), std::vector<double>(50, 4), 0.05).p, 1);
}

TEST(TwoSamples, TiesAreDealtWithExactly) {
  // Of the 20 ways to deal out {1, 1, 1, 2, 2, 2}, 2 are as far from the middle as this one.
  EXPECT_NEAR(compare_samples({1, 1, 1}, {2, 2, 2}, 0.05).p, 2.0 / 20, 1e-12);
  // And 18 + 2 as far as this one: two of three are nearest to the middle.
  EXPECT_NEAR(compare_samples({1, 1, 2}, {1, 2, 2}, 0.05).p, 1, 1e-12);
}

TEST(TwoSamples, WhatNeverCameIsLaterThanAllThatDid) {
  const std::vector<double> then{10, 11, 12, 13, 14, 15};
  const TwoSamples gone = compare_samples(then, std::vector<double>(6, kNever), 0.05);
  EXPECT_NEAR(gone.p, least_p(6, 6), 1e-12);
  EXPECT_EQ(gone.shift, kNever);
  const TwoSamples back = compare_samples(std::vector<double>(6, kNever), then, 0.05);
  EXPECT_EQ(back.shift, -kNever);
  const TwoSamples neither = compare_samples({kNever, kNever, 1}, {kNever, kNever, 1}, 0.05);
  EXPECT_EQ(neither.p, 1);
  EXPECT_EQ(neither.shift, 0);
}

TEST(TwoSamples, OfTooFewValuesHaveNoInterval) {
  const TwoSamples compared = compare_samples({1, 2, 3}, {4, 5, 6}, 0.05);
  EXPECT_EQ(compared.low, -kNever);
  EXPECT_EQ(compared.high, kNever);
  EXPECT_EQ(compared.shift, 3);
}

TEST(TwoSamples, ExactAndApproximateAgreeWhereTheyMeet) {
  std::mt19937 random(7);
  const auto a = drawn(random, 30), b = drawn(random, 30, 4), c = drawn(random, 31, 4);
  const TwoSamples exact = compare_samples(a, b, 0.05), approximate = compare_samples(a, c, 0.05);
  std::vector<double> more = b;
  more.push_back(c.back());
  const TwoSamples with_one_more = compare_samples(a, more, 0.05);
  EXPECT_NEAR(exact.p, with_one_more.p, 0.25 * exact.p + 0.01);
  EXPECT_NEAR(exact.low, with_one_more.low, 1);
  EXPECT_NEAR(exact.high, with_one_more.high, 1);
  EXPECT_LT(approximate.low, approximate.high);
}

TEST(TwoSamples, OfOneDistributionDifferAboutAsOftenAsTheLevelSays) {
  std::mt19937 random(1);
  constexpr int kTrials = 1000;
  int alarms = 0, outside = 0;
  for (int i = 0; i < kTrials; ++i) {
    const TwoSamples compared = compare_samples(drawn(random, 8), drawn(random, 8), 0.05);
    alarms += compared.p <= 0.05 ? 1 : 0;
    outside += compared.low > 0 || compared.high < 0 ? 1 : 0;
  }
  // Exactly 0.0499 of the ways to deal 8 and 8 out; so many trials spread by 0.0069.
  EXPECT_NEAR(alarms / static_cast<double>(kTrials), 0.0499, 4 * 0.0069);
  EXPECT_EQ(alarms, outside) << "the interval belongs to the test";
}

TEST(TwoSamples, OfLargeSizesKeepTheLevel) {
  std::mt19937 random(2);
  constexpr int kTrials = 400;
  int alarms = 0;
  for (int i = 0; i < kTrials; ++i) {
    alarms += compare_samples(drawn(random, 40), drawn(random, 40), 0.05).p <= 0.05 ? 1 : 0;
  }
  EXPECT_NEAR(alarms / static_cast<double>(kTrials), 0.05, 4 * 0.0109);
}

TEST(TwoSamples, AKnownShiftIsFoundAndItsIntervalHoldsIt) {
  std::mt19937 random(3);
  constexpr int kTrials = 200;
  int found = 0, held = 0;
  for (int i = 0; i < kTrials; ++i) {
    const TwoSamples compared = compare_samples(drawn(random, 10), drawn(random, 10, 20), 0.05);
    found += compared.p <= 0.05 ? 1 : 0;
    held += compared.low <= 20 && 20 <= compared.high ? 1 : 0;
  }
  EXPECT_GT(found, 0.95 * kTrials);
  EXPECT_GT(held, 0.9 * kTrials);
}

TEST(TwoShares, AgreeWithTheLadyTastingTea) {
  EXPECT_NEAR(compare_shares({1, 4}, {3, 4}), 0.4857, 1e-4);
  EXPECT_NEAR(compare_shares({0, 4}, {4, 4}), 2.0 / 70, 1e-9);
}

TEST(TwoShares, WithoutAnyHitDoNotDiffer) {
  EXPECT_EQ(compare_shares({0, 20}, {0, 20}), 1);
  EXPECT_EQ(compare_shares({20, 20}, {5, 5}), 1);
}

TEST(TwoShares, OfDifferentSizesSumUpToAllTables) {
  // 3 of 3 then, 0 of 5 now: 1 of the C(8, 3) tables, and none is as unlikely on the other side.
  EXPECT_NEAR(compare_shares({3, 3}, {0, 5}), 1.0 / 56, 1e-9);
}

}  // namespace
}  // namespace misfire
