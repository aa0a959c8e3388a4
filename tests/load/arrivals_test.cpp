#include "load/arrivals.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace misfire {
namespace {

using namespace std::chrono_literals;

DriverOptions options() {
  DriverOptions all;
  all.load.per_second = 100;
  all.load.users = 10;
  return all;
}

std::vector<Arrivals::Wanted> until(Arrivals& arrivals, Duration now) {
  std::vector<Arrivals::Wanted> all;
  while (const auto one = arrivals.come(now)) all.push_back(*one);
  return all;
}

std::size_t of_flood(const std::vector<Arrivals::Wanted>& all) {
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [](const auto& one) { return (one.user & Login::kFlood) != 0; }));
}

TEST(Arrivals, NobodyComesBeforeTheirTime) {
  const DriverOptions all = options();
  Arrivals arrivals(all);
  EXPECT_FALSE(arrivals.come(arrivals.next() - 1ns));
  const Duration due = arrivals.next();
  const auto first = arrivals.come(due);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->at, due);
  EXPECT_NE(first->request, nullptr);
}

TEST(Arrivals, AFloodComesBesidesThePlansUsersInTheOrderOfTime) {
  const DriverOptions all = options();
  Arrivals alone(all), flooded(all);
  flooded.flood(0s, {2.0, 5, false}, 200);
  EXPECT_EQ(flooded.per_second(), 300);
  const auto plans = until(alone, 10s), both = until(flooded, 10s);
  EXPECT_EQ(both.size() - of_flood(both), plans.size());
  EXPECT_GT(of_flood(both), plans.size());
  EXPECT_TRUE(std::is_sorted(both.begin(), both.end(),
                             [](const auto& a, const auto& b) { return a.at < b.at; }));
}

TEST(Arrivals, AfterAFloodThePlansUsersGoOnAsIfThereHadBeenNone) {
  const DriverOptions all = options();
  Arrivals alone(all), flooded(all);
  flooded.flood(0s, {2.0, 5, false}, 200);
  until(flooded, 5s);
  flooded.flood(5s, {}, 0);
  until(alone, 5s);
  EXPECT_EQ(flooded.per_second(), 100);
  EXPECT_EQ(flooded.next(), alone.next());
  EXPECT_EQ(of_flood(until(flooded, 10s)), 0u);
}

TEST(Arrivals, ARateChangesFromNowOn) {
  const DriverOptions all = options();
  Arrivals arrivals(all);
  const std::size_t before = until(arrivals, 10s).size();
  arrivals.change_rate(10s, 400);
  EXPECT_EQ(arrivals.per_second(), 400);
  EXPECT_GT(until(arrivals, 20s).size(), 2 * before);
}

}  // namespace
}  // namespace misfire
