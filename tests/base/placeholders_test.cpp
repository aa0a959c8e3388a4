#include "base/placeholders.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Placeholders, AreLowerCaseWordsInBraces) {
  EXPECT_THAT(placeholders("--listen {address}:{port}"), ElementsAre("address", "port"));
  EXPECT_THAT(placeholders(R"({"user": "{user}", "n": {"x": 1}})"), ElementsAre("user"));
  EXPECT_THAT(placeholders("{} { user } {User} ${x {x"), IsEmpty());
}

TEST(FillIn, LeavesAllElseAsItIs) {
  const auto shout = [](const std::string& name) { return "<" + name + ">"; };
  EXPECT_EQ(fill_in("{{a}} {b {c}", shout), "{<a>} {b <c>");
  EXPECT_EQ(fill_in("", shout), "");
  EXPECT_EQ(fill_in("{", shout), "{");
}

TEST(FillIn, DoesNotFillInWhatItFilledIn) {
  EXPECT_EQ(fill_in("{a}{b}", [](const std::string&) { return "{a}"; }), "{a}{a}");
}

}  // namespace
}  // namespace misfire
