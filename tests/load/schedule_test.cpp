#include "load/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace misfire {
namespace {

TEST(Schedule, IsAFunctionOfTheSeed) {
  Schedule a(400, 1000, 7), b(400, 1000, 7), other(400, 1000, 8);
  int same = 0;
  for (int i = 0; i < 1000; ++i) {
    const Arrival x = a.next(), y = b.next(), z = other.next();
    ASSERT_EQ(x.at, y.at);
    ASSERT_EQ(x.user, y.user);
    same += x.user == z.user ? 1 : 0;
  }
  EXPECT_LT(same, 20);
}

TEST(Schedule, IsTheSameOnEveryMachine) {
  Schedule schedule(100, 1'000'000, 1);
  std::vector<std::uint32_t> users;
  for (int i = 0; i < 3; ++i) users.push_back(schedule.next().user);
  Random who(1, "load/users");
  for (const std::uint32_t user : users) EXPECT_EQ(user, who.below(1'000'000));
}

TEST(Schedule, TheRateDoesNotChangeTheUsers) {
  Schedule slow(10, 50, 7), fast(1000, 50, 7);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(slow.next().user, fast.next().user);
}

// Exponential gaps have mean m and variance m²; the bounds are six standard errors wide.
TEST(Schedule, HasTheGapsOfAPoissonProcess) {
  constexpr int kMany = 200'000;
  constexpr double kRate = 250, kMean = 1 / kRate;
  Schedule schedule(kRate, 10, 42);
  double sum = 0, squares = 0, longer = 0;
  Duration last{};
  for (int i = 0; i < kMany; ++i) {
    const Duration at = schedule.next().at;
    ASSERT_GE(at, last);
    const double gap = to_seconds(at - last);
    last = at;
    sum += gap;
    squares += gap * gap;
    longer += gap > kMean ? 1 : 0;
  }
  const double mean = sum / kMany, variance = squares / kMany - mean * mean;
  const double root = std::sqrt(static_cast<double>(kMany));
  EXPECT_NEAR(mean / kMean, 1, 6 / root);
  EXPECT_NEAR(variance / (kMean * kMean), 1, 6 * std::sqrt(8.0) / root);
  EXPECT_NEAR(longer / kMany, std::exp(-1), 6 * 0.5 / root);
}

TEST(Schedule, ChoosesUsersUniformly) {
  constexpr int kUsers = 50, kEach = 2000;
  Schedule schedule(100, kUsers, 3);
  std::vector<int> counts(kUsers);
  for (int i = 0; i < kUsers * kEach; ++i) {
    const std::uint32_t user = schedule.next().user;
    ASSERT_LT(user, static_cast<std::uint32_t>(kUsers));
    ++counts[user];
  }
  for (const int count : counts) EXPECT_NEAR(count, kEach, 6 * std::sqrt(kEach));
}

TEST(Schedule, AnotherRatePassesTheSameTimeFaster) {
  Schedule steady(100, 1000, 7), surged(100, 1000, 7);
  Arrival next = surged.next();
  ASSERT_EQ(next.at, steady.next().at);
  const Duration at = next.at / 2;
  next = surged.change_rate(at, 400, next);
  // Four times as fast since `at`: what was to pass until an arrival passes in a quarter.
  const auto squeezed = [&](Duration then) { return to_seconds(at) + to_seconds(then - at) / 4; };
  Schedule again(100, 1000, 7);
  for (int i = 0; i < 1000; ++i) {
    const Arrival plain = again.next();
    ASSERT_NEAR(to_seconds(next.at), squeezed(plain.at), 1e-6) << i;
    ASSERT_EQ(next.user, plain.user) << i;
    next = surged.next();
  }
}

TEST(Schedule, TheFirstRateAgainIsAsIfNothingHadBeenSince) {
  Schedule schedule(100, 1000, 7), other(100, 1000, 7);
  Arrival next = schedule.next();
  next = schedule.change_rate(next.at - Duration(1000), 300, next);
  next = schedule.change_rate(next.at - Duration(10), 100, next);
  const Duration lost = other.next().at - next.at;
  for (int i = 0; i < 1000; ++i) {
    ASSERT_NEAR(to_seconds(other.next().at - lost), to_seconds(schedule.next().at), 1e-6) << i;
  }
}

}  // namespace
}  // namespace misfire
