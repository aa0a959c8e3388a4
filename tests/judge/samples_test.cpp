#include "judge/samples.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

constexpr Instant kZero{};
Instant at(int n) {
  return kZero + std::chrono::milliseconds(10 * n);
}

/// A sample each 10 ms; those for which `fails` holds fail.
template <class Fails>
Samples samples(int count, Fails fails) {
  Samples all;
  for (int n = 0; n < count; ++n) all.push_back({at(n), 1, fails(n) ? 1 : 0});
  return all;
}

TEST(FirstHarm, IsTheFirstFailureOfADenseSeries) {
  const auto all = samples(1000, [](int n) { return n == 100 || (n >= 300 && n % 4 == 0); });
  EXPECT_EQ(first_harm(all, at(0), at(1000)), at(300));
}

TEST(FirstHarm, IsAbsentForStrayFailures) {
  const auto all = samples(1000, [](int n) { return n % 20 == 0; });
  EXPECT_FALSE(first_harm(all, at(0), at(1000)));
}

TEST(FirstHarm, LooksOnlyFromTheInjectionOn) {
  const auto all = samples(1000, [](int n) { return n < 100; });
  EXPECT_FALSE(first_harm(all, at(100), at(1000)));
  EXPECT_EQ(first_harm(all, at(10), at(1000)), at(10));
}

TEST(FirstHarm, NeedsFiveFailuresWhereFewLoginsRemain) {
  EXPECT_FALSE(first_harm(samples(10, [](int n) { return n >= 6; }), at(0), at(10)));
  EXPECT_EQ(first_harm(samples(10, [](int n) { return n >= 5; }), at(0), at(10)), at(5));
}

RecoveryQuestion question(int within, int now, double min = 0.999) {
  RecoveryQuestion q;
  q.min = min;
  q.reverted = at(0);
  q.now = at(now);
  q.within = at(within) - kZero;
  q.minute = at(200) - kZero;
  return q;
}

TEST(Recovery, IsMetFromTheLastFailureOn) {
  const auto all = samples(1000, [](int n) { return n < 50; });
  const auto answer = recovery_of(all, question(200, 1000));
  EXPECT_EQ(answer.ruling, Ruling::met);
  EXPECT_EQ(answer.well_from, at(50));
}

TEST(Recovery, IsOpenUntilEnoughLoginsWereWell) {
  const auto all = samples(1000, [](int n) { return n < 50; });
  EXPECT_EQ(recovery_of(all, question(200, 120)).ruling, Ruling::open);
  EXPECT_EQ(recovery_of(all, question(200, 151)).ruling, Ruling::met);
}

TEST(Recovery, IsMissedWhenLoginsAreWellTooLate) {
  const auto all = samples(1000, [](int n) { return n < 400 && n % 3 == 0; });
  EXPECT_EQ(recovery_of(all, question(200, 1000)).ruling, Ruling::missed);
}

TEST(Recovery, ALongGoodTimeAfterwardsDoesNotDiluteALateRecovery) {
  const auto all = samples(20000, [](int n) { return n < 500 && n % 3 == 0; });
  EXPECT_EQ(recovery_of(all, question(200, 20000, 0.95)).ruling, Ruling::missed);
}

TEST(Recovery, AnotherCollapseBreaksIt) {
  const auto all = samples(2000, [](int n) { return n > 1500; });
  EXPECT_EQ(recovery_of(all, question(200, 1000)).ruling, Ruling::met);
  EXPECT_EQ(recovery_of(all, question(200, 2000)).ruling, Ruling::missed);
}

TEST(Recovery, OneStrayFailureIsForgiven) {
  const auto all = samples(2000, [](int n) { return n == 900; });
  EXPECT_EQ(recovery_of(all, question(200, 2000)).ruling, Ruling::met);
}

TEST(Recovery, FailingToTheEndIsMissedAndNotOpen) {
  auto q = question(1000, 1000);
  q.over = true;
  EXPECT_EQ(recovery_of(samples(1000, [](int n) { return n % 3 == 0; }), q).ruling, Ruling::missed);
}

TEST(Recovery, WhatFailedBeforeTheRevertSaysNothingAboutTheEnd) {
  auto q = question(1000, 1000);
  q.over = true;
  q.reverted = at(950);
  EXPECT_EQ(recovery_of(samples(1000, [](int n) { return n < 950; }), q).ruling, Ruling::open);
}
TEST(Recovery, WithoutLoginsIsOpen) {
  auto q = question(10, 1000);
  q.over = true;
  EXPECT_EQ(recovery_of({}, q).ruling, Ruling::open);
}

}  // namespace
}  // namespace misfire
