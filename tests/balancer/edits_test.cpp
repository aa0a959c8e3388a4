#include <gtest/gtest.h>

#include "balancer/balancer.hpp"

namespace misfire {
namespace {

TEST(Edits, AreAppliedInAnyOrder) {
  EXPECT_EQ(*misfire::apply("abcdef", {{4, 5, "X"}, {0, 1, ""}, {2, 2, "++"}}), "b++cdXf");
  EXPECT_EQ(*misfire::apply("abc", {}), "abc");
  EXPECT_EQ(*misfire::apply("", {{0, 0, "x"}}), "x");
}

TEST(Edits, InsertionsAtOnePlaceKeepTheirOrder) {
  EXPECT_EQ(*misfire::apply("ab", {{1, 1, "1"}, {1, 1, "2"}, {0, 1, "A"}}), "A12b");
}

TEST(Edits, OverlapAndOutOfRangeAreRefused) {
  EXPECT_FALSE(misfire::apply("abcdef", {{0, 3, "x"}, {2, 4, "y"}}));
  EXPECT_FALSE(misfire::apply("abcdef", {{1, 3, "x"}, {1, 3, "x"}}));
  EXPECT_FALSE(misfire::apply("abcdef", {{5, 7, "x"}}));
  EXPECT_FALSE(misfire::apply("abcdef", {{3, 2, "x"}}));
  EXPECT_EQ(misfire::apply("a", {{5, 7, "x"}}).error().code, ErrorCode::usage);
}

TEST(UnifiedDiff, ShowsThreeLinesOfContext) {
  EXPECT_EQ(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "x.cfg"),
            "--- x.cfg\n+++ x.cfg\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, IsEmptyForEqualTexts) {
  EXPECT_EQ(unified_diff("a\nb", "a\nb", "x"), "");
}

TEST(UnifiedDiff, ShowsAMissingLastNewline) {
  EXPECT_EQ(unified_diff("a\n", "a", "x"),
            "--- x\n+++ x\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
}

}  // namespace
}  // namespace misfire
