#include "base/trimmed.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(Trimmed, LeavesWhiteSpaceInsideAndNothingOfTheRest) {
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(" \v\f "), "");
  EXPECT_EQ(trimmed(""), "");
}

}  // namespace
}  // namespace misfire
