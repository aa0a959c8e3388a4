#include "base/nearest.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(Nearest, FindsTyposAndSwaps) {
  EXPECT_EQ(nearest("wieghts", {"weights", "reload"}), "weights");
  EXPECT_EQ(nearest("recovry", {"baseline", "recovery"}), "recovery");
}

TEST(Nearest, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest("xyz", {"weights", "reload"}), std::nullopt);
  EXPECT_EQ(suggestion("xyz", {"weights", "reload"}), "known: weights, reload");
}

TEST(Nearest, AShortWordIsNoMisspellingOfAnyOther) {
  EXPECT_EQ(nearest("", {"a"}), std::nullopt);
  EXPECT_EQ(nearest("ab", {"xy"}), std::nullopt);
  EXPECT_EQ(nearest("lb", {"db"}), "db");
}

TEST(Nearest, ListsEachNameOnceAndNotThousands) {
  EXPECT_EQ(suggestion("xyz", {"b", "a", "b"}), "known: b, a");
  std::vector<std::string> many;
  for (int i = 0; i < 1000; ++i) many.push_back("name-" + std::to_string(i));
  EXPECT_LT(suggestion("xyz", many).size(), 400u);
}

TEST(Nearest, CountsATranspositionOnce) {
  EXPECT_EQ(edit_distance("ab", "ba"), 1);
}

}  // namespace
}  // namespace misfire
