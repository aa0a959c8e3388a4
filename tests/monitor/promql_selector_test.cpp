#include "monitor/promql_selector.hpp"

#include <gmock/gmock.h>

#include "scenario/matcher.hpp"

namespace misfire {
namespace {

std::string read(std::string_view selector) {
  std::string text;
  for (const Matcher& matcher : matchers_of_selector(selector)) text += to_string(matcher) + " ";
  return text;
}

TEST(PromqlSelector, TheMetricIsAMatcherToo) {
  EXPECT_EQ(read("up"), R"(__name__="up" )");
  EXPECT_EQ(read(R"(up { job = "a", x!~'b.*', })"), R"(__name__="up" job="a" x!~"b.*" )");
  EXPECT_EQ(read(R"({"a.metric", "a.label"!="c"})"), R"(__name__="a.metric" a.label!="c" )");
  EXPECT_EQ(read("{}"), "");
}

TEST(PromqlSelector, ValuesAreReadWithTheirEscapes) {
  const auto value = [](std::string_view quoted) {
    const auto matchers = matchers_of_selector("{a=" + std::string(quoted) + "}");
    return matchers.empty() ? "nothing" : matchers.front().value;
  };
  EXPECT_EQ(value(R"("Login\x46ailure")"), "LoginFailure");
  EXPECT_EQ(value(R"("\106\u0046\U00000046\"\\\n")"), "FFF\"\\\n");
  EXPECT_EQ(value(R"("\u00e4\u20ac\U0001F600")"), "ä€😀");
  EXPECT_EQ(value(R"(`\x46`)"), R"(\x46)");
  for (const char* wrong : {R"("\x4")", R"("\q")", R"("\xzz")", R"("\48")"}) {
    EXPECT_EQ(value(wrong), "nothing") << wrong;
  }
}

TEST(PromqlSelector, NamesItsMetricByAnExactMatcherOnly) {
  EXPECT_EQ(metric_named("up{a=\"b\"}"), "up");
  EXPECT_EQ(metric_named(R"({__name__="u\x70"})"), "up");
  EXPECT_EQ(metric_named(R"({__name__=~"up"})"), "");
}

TEST(PromqlSelector, WhatIsNotKnownMayMatch) {
  const auto may = [](std::string_view selector, const std::map<std::string, std::string>& known) {
    return may_match(matchers_of_selector(selector), known);
  };
  EXPECT_TRUE(may(R"({a="b"})", {}));
  EXPECT_FALSE(may(R"({a="b"})", {{"a", ""}}));
  EXPECT_TRUE(may(R"({a=~"b.|"})", {{"a", ""}}));
  EXPECT_FALSE(may(R"({a=~"b"})", {{"a", "ab"}}));
  EXPECT_FALSE(may(R"({a!~"b.*",c="d"})", {{"a", "bcd"}}));
  EXPECT_TRUE(may(R"({a=~"(?P<n>b"})", {{"a", "x"}})) << "not understood";
}

}  // namespace
}  // namespace misfire
