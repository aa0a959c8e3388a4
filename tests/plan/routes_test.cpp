#include "plan/routes.hpp"

#include <gmock/gmock.h>

#include "plan_builder.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;

Route route(int depth, const std::string& receiver, std::vector<Matcher> matchers = {}) {
  Route r;
  r.depth = depth;
  r.receiver = receiver;
  r.matchers = std::move(matchers);
  return r;
}
Matcher is(const std::string& label, const std::string& value) {
  return {label, Matcher::Op::equal, value};
}

/// The fixtures' tree: default ─ page ─ {auth, network}, and a ticket route.
MonitoringFacts tree() {
  MonitoringFacts facts;
  facts.routes = {route(0, "default"), route(1, "pages", {is("severity", "page")}),
                  route(2, "auth-oncall", {is("team", "auth")}),
                  route(2, "network-oncall", {is("team", "network")}),
                  route(1, "tickets", {is("severity", "ticket")})};
  return facts;
}

std::vector<std::string> reached(const MonitoringFacts& facts, const AlertRule& rule) {
  std::vector<std::string> receivers;
  for (const Route* one : routes_of(facts, rule)) receivers.push_back(one->receiver);
  return receivers;
}

TEST(Routes, AnAlertEndsAtTheDeepestNodeThatMatches) {
  EXPECT_THAT(reached(tree(), rule("X", {{"severity", "page"}, {"team", "network"}})),
              ElementsAre("network-oncall"));
  EXPECT_THAT(reached(tree(), rule("X", {{"severity", "page"}, {"team", "atuh"}})),
              ElementsAre("pages"));
  EXPECT_THAT(reached(tree(), rule("X", {{"severity", "ticket"}})), ElementsAre("tickets"));
  EXPECT_THAT(reached(tree(), rule("X", {{"severity", "none"}})), ElementsAre("default"));
}

TEST(Routes, TheFirstMatchTakesItUnlessItGoesOn) {
  MonitoringFacts facts;
  facts.routes = {route(0, "default"), route(1, "first", {is("alertname", "X")}),
                  route(1, "second", {is("alertname", "X")})};
  EXPECT_THAT(reached(facts, rule("X")), ElementsAre("first"));
  facts.routes[1].goes_on = true;
  EXPECT_THAT(reached(facts, rule("X")), ElementsAre("first", "second"));
}

TEST(Routes, ALabelOfTheSeriesMayHaveAnyValue) {
  EXPECT_THAT(reached(tree(), rule("X", {{"severity", "page"}})),
              ElementsAre("auth-oncall", "network-oncall", "pages"));
  EXPECT_THAT(reached(tree(), rule("X", {{"severity", "page"}, {"team", "{{ $labels.t }}"}})),
              ElementsAre("auth-oncall", "network-oncall", "pages"));
}

TEST(Routes, RelabelledAlertsMayGoAnywhere) {
  MonitoringFacts facts = tree();
  facts.alerts_relabelled = true;
  EXPECT_EQ(reached(facts, rule("X", {{"severity", "ticket"}})).size(), 5u);
}

TEST(Routes, MatchersThatWereNotUnderstoodMayMatch) {
  MonitoringFacts facts = tree();
  facts.routes[1].readable = false;
  EXPECT_THAT(reached(facts, rule("X", {{"severity", "page"}, {"team", "auth"}})),
              ElementsAre("auth-oncall", "default"));
}

TEST(Routes, WithoutATreeNothingIsKnown) {
  EXPECT_TRUE(routes_of(MonitoringFacts{}, rule("X")).empty());
}

TEST(Routes, ATreeThatNoFileCanHoldHasAnEnd) {
  MonitoringFacts facts;
  for (int depth = -200'000; depth < 200'000; ++depth) facts.routes.push_back(route(depth, "r"));
  EXPECT_EQ(reached(facts, rule("X")).size(), 1u);
  facts.routes = {route(2147483647, "deep"), route(0, "r")};
  EXPECT_THAT(reached(facts, rule("X")), ElementsAre("deep"));
}

TEST(Routes, AReceiverIsPickedOutWhereItIsAmongThem) {
  const MonitoringFacts facts = tree();
  const auto all = routes_of(facts, rule("X", {{"severity", "page"}}));
  ASSERT_EQ(routes_to({"network-oncall"}, all).size(), 1u);
  EXPECT_EQ(routes_to({"network-oncall"}, all)[0]->receiver, "network-oncall");
  EXPECT_EQ(routes_to({"nobody"}, all), all);
}

TEST(Routes, AlertsShareAGroupWhenNoLabelOfItDiffersForSure) {
  const MonitoringFacts facts = tree();
  Route at = route(0, "default");
  const AlertRule a = rule("A", {{"team", "auth"}}), b = rule("B", {{"team", "auth"}});
  EXPECT_TRUE(may_share_group(facts, at, a, b)) << "one group for all of the route";
  at.group_by = {"team"};
  EXPECT_TRUE(may_share_group(facts, at, a, b));
  EXPECT_FALSE(may_share_group(facts, at, a, rule("B", {{"team", "network"}})));
  EXPECT_TRUE(may_share_group(facts, at, a, rule("B"))) << "the series may bring the label";
  at.group_by = {"alertname", "team"};
  EXPECT_FALSE(may_share_group(facts, at, a, b));
  EXPECT_TRUE(may_share_group(facts, at, a, rule("A", {{"team", "auth"}})));
  at.group_by = {"..."};
  EXPECT_FALSE(may_share_group(facts, at, a, b));
}

}  // namespace
}  // namespace misfire
