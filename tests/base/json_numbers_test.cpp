#include "base/json_numbers.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace misfire {
namespace {

bool stray(const std::string& text) {
  return has_stray_fraction(nlohmann::json::parse(text), {"speed"});
}

TEST(StrayFraction, IsFoundWhereverItStands) {
  EXPECT_TRUE(stray("1.5"));
  EXPECT_TRUE(stray("1e300"));
  EXPECT_TRUE(stray(R"({"at":1.0})"));
  EXPECT_TRUE(stray(R"({"a":[1,[2,{"b":-0.5}]]})"));
  EXPECT_TRUE(stray(R"({"speed":[1.5]})"));  // the key's own value may be one, not what is in it
}

TEST(StrayFraction, IsNoneWhereItIsAllowedOrWhole) {
  EXPECT_FALSE(stray(R"({"speed":1.5,"deeper":{"speed":1e300}})"));
  EXPECT_FALSE(stray(R"({"at":-9223372036854775808,"seed":18446744073709551615})"));
  EXPECT_FALSE(stray(R"(["1.5",null,true])"));
}

TEST(NumberBeyond, IsFoundWhereverItStands) {
  const auto beyond = [](const std::string& text) {
    return has_number_beyond(nlohmann::json::parse(text), 10, {"seed"});
  };
  EXPECT_TRUE(beyond("11"));
  EXPECT_TRUE(beyond(R"({"a":[1,{"b":-11}]})"));
  EXPECT_TRUE(beyond(R"([-9223372036854775808])"));
  EXPECT_TRUE(beyond(R"({"seed":[18446744073709551615]})"));
  EXPECT_FALSE(beyond(R"({"seed":18446744073709551615,"a":[10,-10,1e300,"11",null]})"));
}

TEST(StrayFraction, IsLookedForAtAnyDepth) {
  const std::string deep(200'000, '[');
  EXPECT_TRUE(stray(deep + "1.5" + std::string(deep.size(), ']')));
}

}  // namespace
}  // namespace misfire
