#include "scenario/matcher.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using Op = Matcher::Op;

std::vector<Matcher> parsed(const std::string& text) {
  const auto matchers = parse_matchers(text);
  EXPECT_TRUE(matchers) << text;
  return matchers.value_or(std::vector<Matcher>{});
}

bool holds(const std::string& text, const std::map<std::string, std::string>& labels) {
  const auto matchers = parsed(text);
  return !matchers.empty() && std::all_of(matchers.begin(), matchers.end(),
                                          [&](const Matcher& m) { return m.matches(labels); });
}

TEST(Matcher, ReadsEveryOperatorAndQuote) {
  EXPECT_THAT(
      parsed(R"(a="1", b!='2',c=~`3.+` , d !~ "4")"),
      testing::ElementsAre(Matcher{"a", Op::equal, "1"}, Matcher{"b", Op::not_equal, "2"},
                           Matcher{"c", Op::match, "3.+"}, Matcher{"d", Op::no_match, "4"}));
}

TEST(Matcher, ReadsEscapes) {
  EXPECT_EQ(parsed(R"(a="q\"\\d\n")")[0].value, "q\"\\d\n");
  EXPECT_EQ(parsed(R"(a=`\d`)")[0].value, "\\d");
}

TEST(Matcher, IsWrittenAsItIsRead) {
  for (const char* text : {R"(a="b")", R"(a!="")", R"(a=~"x.+")", R"(a!~"c\"\\d\n")"}) {
    EXPECT_EQ(to_string(parsed(text).at(0)), text);
  }
}

TEST(Matcher, AnchorsRegularExpressions) {
  EXPECT_TRUE(holds(R"(alertname=~"HAProxy.+")", {{"alertname", "HAProxyDown"}}));
  EXPECT_FALSE(holds(R"(alertname=~"HAProxy.+")", {{"alertname", "NoHAProxyDown"}}));
  EXPECT_FALSE(holds(R"(alertname=~"a|b")", {{"alertname", "ab"}}));
  EXPECT_TRUE(holds(R"(alertname=~"(?i)haproxy.*")", {{"alertname", "HAProxy"}}));
}

TEST(Matcher, TakesAMissingLabelForAnEmptyOne) {
  EXPECT_TRUE(holds(R"(a="")", {}));
  EXPECT_TRUE(holds(R"(a!="x")", {}));
  EXPECT_TRUE(holds(R"(a=~".*")", {}));
  EXPECT_FALSE(holds(R"(a!~".*")", {}));
}

TEST(Matcher, NeedsAllPartsOfOneText) {
  EXPECT_TRUE(holds(R"(a="1",b="2")", {{"a", "1"}, {"b", "2"}}));
  EXPECT_FALSE(holds(R"(a="1",b="2")", {{"a", "1"}}));
}

TEST(Matcher, SurvivesAnExplosivePattern) {
  EXPECT_FALSE(holds(R"(a=~"(x+x+)+y")", {{"a", std::string(200, 'x')}}));
}

TEST(Matcher, RefusesWhatIsNotAMatcher) {
  for (const char* bad : {"", "a", "a=", "a=1", "a=\"1", "=\"1\"", "1a=\"1\"", "a=\"1\",",
                          "a=\"1\" b=\"2\"", "a==\"1\"", "a=~\"(\"", "a=\"\\q\"", "a=\"1\\"}) {
    EXPECT_FALSE(parse_matchers(bad)) << bad;
  }
}

}  // namespace
}  // namespace misfire
