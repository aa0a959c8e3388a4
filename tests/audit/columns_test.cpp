#include "audit/columns.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(Columns, CountUtf16CodeUnits) {
  EXPECT_EQ(utf16_column("abc", 3), 3);
  EXPECT_EQ(utf16_column("äbc", 3), 2);                // two bytes, one unit
  EXPECT_EQ(utf16_column("\xF0\x9F\x90\x98x", 5), 3);  // four bytes, two units
  EXPECT_EQ(utf16_column("\tx", 2), 2);
}

TEST(Columns, BytesThatAreNoUtf8CountOneEach) {
  EXPECT_EQ(utf16_column("\xE9t\xE9x", 4), 4);
  EXPECT_EQ(utf16_column("\xF0\x9F", 3), 3);
}

TEST(Columns, BehindTheEndGoOn) {
  EXPECT_EQ(utf16_column("ä", 3), 2);
  EXPECT_EQ(utf16_column("ä", 5), 4);
  EXPECT_EQ(utf16_column("", 1), 1);
}

TEST(Columns, LinesLoseTheirEndings) {
  const TextLines lines("a\r\n\nlast");
  EXPECT_EQ(lines[1], "a");
  EXPECT_EQ(lines[2], "");
  EXPECT_EQ(lines[3], "last");
  EXPECT_EQ(lines[4], "");
  EXPECT_EQ(lines[0], "");
}

}  // namespace
}  // namespace misfire
