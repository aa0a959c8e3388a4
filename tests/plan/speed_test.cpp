#include "plan/speed.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

const SpeedCap kFastest{60, "measured"};

TEST(HighestSpeed, IsTheLowestCap) {
  EXPECT_EQ(highest_speed({{75, "scrapes"}, {40, "checks"}, {600, "groups"}}, kFastest),
            (SpeedCap{40, "checks"}));
}

TEST(HighestSpeed, IsTheFastestWhereNothingStandsInTheWay) {
  EXPECT_EQ(highest_speed({{75, "scrapes"}}, kFastest), kFastest);
  EXPECT_EQ(highest_speed({}, kFastest), kFastest);
}

TEST(HighestSpeed, IsAWholeNumberAndNeverSlowerThanTime) {
  EXPECT_EQ(highest_speed({{7.9, "checks"}}, kFastest).at_most, 7);
  EXPECT_EQ(highest_speed({{0.1, "checks"}}, kFastest).at_most, 1);
  EXPECT_EQ(highest_speed({{0.3 / 0.1, "checks"}}, kFastest).at_most, 3);
}

}  // namespace
}  // namespace misfire
