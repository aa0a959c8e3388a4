#include "judge/words.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(Words, PercentIsShortButNeverRoundsToAllOrNothing) {
  EXPECT_EQ(percent(0.30213), "30.2 %");
  EXPECT_EQ(percent(0.25), "25 %");
  EXPECT_EQ(percent(0.2997), "30.0 %");
  EXPECT_EQ(percent(0.999), "99.9 %");
  EXPECT_EQ(percent(0.9996), "99.96 %");
  EXPECT_EQ(percent(0.0004), "0.04 %");
  EXPECT_EQ(percent(0), "0 %");
  EXPECT_EQ(percent(1), "100 %");
}

TEST(Words, NumbersAndNames) {
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(counted(1, "login", "logins"), "1 login");
  EXPECT_EQ(ticked_list({"a", "b", "c"}), "`a`, `b` and `c`");
}

}  // namespace
}  // namespace misfire
