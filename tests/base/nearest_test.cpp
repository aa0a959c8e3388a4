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

TEST(Nearest, CountsATranspositionOnce) {
  EXPECT_EQ(edit_distance("ab", "ba"), 1);
}

}  // namespace
}  // namespace misfire
