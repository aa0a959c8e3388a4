#include "monitor/route_matchers.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

RouteMatchers read(const std::string& yaml) {
  const auto tree = parse_yaml(yaml, "a.yml");
  EXPECT_TRUE(tree);
  return tree ? matchers_of_route(*tree) : RouteMatchers{};
}
using Op = Matcher::Op;
using Matchers = std::vector<Matcher>;

TEST(RouteMatchers, AreReadAsAlertmanagerWritesThem) {
  const auto route = read(R"(matchers: ['severity="page"', 'team=~"a|b"', 'x != "1", y !~ "2"'])");
  EXPECT_TRUE(route.readable);
  EXPECT_EQ(route.matchers, (Matchers{{"severity", Op::equal, "page"},
                                      {"team", Op::match, "a|b"},
                                      {"x", Op::not_equal, "1"},
                                      {"y", Op::no_match, "2"}}));
}

TEST(RouteMatchers, MayComeWithoutQuotesOrInBraces) {
  EXPECT_EQ(read("matchers: [severity = page]").matchers,
            (Matchers{{"severity", Op::equal, "page"}}));
  EXPECT_EQ(read("matchers: [team=~a|b]").matchers, (Matchers{{"team", Op::match, "a|b"}}));
  EXPECT_EQ(read(R"(matchers: ['{a="b", c="d"}'])").matchers,
            (Matchers{{"a", Op::equal, "b"}, {"c", Op::equal, "d"}}));
}

TEST(RouteMatchers, TheOlderFormsAreMaps) {
  EXPECT_EQ(read("match: {severity: page}\nmatch_re: {team: a|b}").matchers,
            (Matchers{{"severity", Op::equal, "page"}, {"team", Op::match, "a|b"}}));
}

TEST(RouteMatchers, WhatIsNotUnderstoodIsSaid) {
  EXPECT_FALSE(read("matchers: ['a=~\"(\"']").readable);
  EXPECT_FALSE(read("match_re: {a: '('}").readable);
  EXPECT_FALSE(read("matchers: ['nonsense']").readable);
  EXPECT_TRUE(read("receiver: x").readable);
}

}  // namespace
}  // namespace misfire
