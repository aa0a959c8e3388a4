#include "report/many_tests.hpp"

#include <gmock/gmock.h>

#include <random>

namespace misfire {
namespace {

std::vector<double> of(const std::vector<OneTest>& tests) {
  std::vector<double> values;
  for (const auto& p : adjusted(tests, 0.05)) values.push_back(p.value_or(-1));
  return values;
}

TEST(ManyTests, AreAdjustedAsHolmSays) {
  // Holm (1979): the smallest p counts times k, the next times k - 1, and none less than before.
  EXPECT_THAT(of({{0.01, 0}, {0.04, 0}, {0.03, 0}, {0.005, 0}}),
              testing::Pointwise(testing::DoubleNear(1e-12), {0.03, 0.06, 0.06, 0.02}));
  EXPECT_THAT(of({{0.9, 0}, {0.8, 0}}), testing::ElementsAre(1, 1));
  EXPECT_TRUE(adjusted({}, 0.05).empty());
}

TEST(ManyTests, WhatCannotReachTheLevelIsNotTestedAndWeighsNothing) {
  // Alone, 0.01 is beyond 0.05; two others of which nothing can come change nothing about it.
  EXPECT_THAT(of({{0.03, 0.001}, {0.1, 0.1}, {0.3, 0.1}}), testing::ElementsAre(0.03, -1, -1));
  // Two could reach 5 % each, but not 2.5 %: which of them to test would be anybody's choice.
  EXPECT_THAT(of({{0.04, 0.04}, {0.04, 0.04}}), testing::ElementsAre(-1, -1));
  EXPECT_THAT(of({{0.04, 0.04}, {0.002, 0.001}, {0.04, 0.04}}),
              testing::ElementsAre(-1, 0.002, -1));
}

TEST(ManyTests, RaiseAnyFalseAlarmAtMostAsOftenAsTheLevelSays) {
  std::mt19937 random(4);
  std::uniform_real_distribution<double> uniform(0, 1);
  constexpr int kTrials = 4000;
  int alarms = 0;
  for (int i = 0; i < kTrials; ++i) {
    std::vector<OneTest> tests;
    for (int t = 0; t < 20; ++t) tests.push_back({uniform(random), 1e-4});
    bool any = false;
    for (const auto& p : adjusted(tests, 0.05)) any = any || (p && *p <= 0.05);
    alarms += any ? 1 : 0;
  }
  EXPECT_NEAR(alarms / static_cast<double>(kTrials), 0.0488, 4 * 0.0034);  // 1 - 0.95^(1/…)
}

}  // namespace
}  // namespace misfire
