// What the configuration alone says about expectations. The February plan: S = E = 15 s, R = 2 min,
// `for` 1 min (the symptom) and 2 min (the cause), group_wait 30 s, group_interval 5 min.
#include "judge/guarantee.hpp"

#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Guarantee symptom(const Plan& plan) {
  return guarantees_of(plan).front();
}
void limit_symptom(Plan& plan, double seconds) {
  plan.scenario.alerts[0].within.limit = model_seconds(seconds);
}

TEST(Guarantee, HasAnEntryForEachExpectationOfAlertsInOrder) {
  const Plan plan = routed();
  const auto all = guarantees_of(plan);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].kind, "alert");
  EXPECT_EQ(all[0].text, "a page for the symptom reaches team auth within 5 min");
  ASSERT_EQ(all[0].rules.size(), 1u);
  EXPECT_EQ(all[0].rules[0].rule->name, "LoginFailureRatioHigh");
  EXPECT_EQ(all[1].kind, "blame");
  EXPECT_EQ(all[1].rules[0].rule->name, "TrafficImbalance");
  EXPECT_EQ(all[2].kind, "quiet");
  EXPECT_EQ(all[2].rules[0].rule->name, "DatabaseSlow");
  EXPECT_FALSE(all[2].within);
}

TEST(Guarantee, HoldsWhenTheWorstCaseIsInTime) {
  // S + R + E + E·⌈F/E⌉ + W = 15 + 120 + 15 + 60 + 30 = 240
  Plan plan = routed();
  EXPECT_EQ(symptom(plan).rules[0].worst_case(), model_seconds(240));
  limit_symptom(plan, 240);
  EXPECT_THAT(symptom(plan).doubt, IsEmpty());
}

TEST(Guarantee, IsNoneOfARuleThatProvesNothingInSuchARun) {
  Plan plan = routed();
  plan.speed = 30;
  plan.monitoring.rules[0].compressible = Compressible::no;
  plan.monitoring.rules[0].why = "increase() of x shrinks by the speed";
  EXPECT_EQ(symptom(plan).doubt,
            "`LoginFailureRatioHigh` does not keep its meaning at speed 30: increase() of x "
            "shrinks by the speed");
  plan.speed = 1;
  EXPECT_THAT(symptom(plan).doubt, IsEmpty());
  for (AlertRule& rule : plan.monitoring.rules) rule.window_filled = rule.name != "DatabaseSlow";
  EXPECT_THAT(guarantees_of(plan)[2].doubt, HasSubstr("the window of `DatabaseSlow`"));
}

TEST(Guarantee, SaysWhatTheWorstCaseIsMadeOf) {
  Plan plan = routed();
  limit_symptom(plan, 239);
  EXPECT_EQ(symptom(plan).doubt,
            "within 3 min 59 s, but the worst case of `LoginFailureRatioHigh` is 4 min: 2 min of "
            "it is the window");
  plan.monitoring.rules[0].longest_window = {};
  plan.monitoring.rules[0].hold = model_seconds(75);
  limit_symptom(plan, 120);
  EXPECT_EQ(symptom(plan).doubt,
            "within 2 min, but the worst case of `LoginFailureRatioHigh` is 2 min 15 s: 1 min 15 s "
            "of it is `for`");
}

TEST(Guarantee, SaysWhenNothingCouldBeInTime) {
  Plan plan = routed();
  limit_symptom(plan, 60);
  EXPECT_THAT(symptom(plan).doubt,
              HasSubstr("within 1 min is impossible: `LoginFailureRatioHigh` needs 1 min 30 s at "
                        "least"));
}

TEST(Guarantee, AnotherAlertsGroupMayHoldItBack) {
  Plan plan = routed();
  for (Route& route : plan.monitoring.routes) route.group_by = {"team"};
  plan.monitoring.rules.push_back(testing::rule(ticket("LoginLatencyHigh", "auth"), 60));
  EXPECT_THAT(symptom(plan).rules[0].group_mates, ::testing::ElementsAre("LoginLatencyHigh"));
  EXPECT_EQ(symptom(plan).rules[0].worst_case(), model_seconds(15 + 120 + 15 + 60 + 300));
  EXPECT_THAT(symptom(plan).doubt, AllOf(HasSubstr("within 5 min in a new group"),
                                         HasSubstr("worst case of "
                                                   "`LoginFailureRatioHigh` "
                                                   "is 4 min"),
                                         HasSubstr("`LoginLatencyHigh` may have begun its group"),
                                         HasSubstr("8 min 30 s: group_interval is 5 min")));
}

TEST(Guarantee, WithoutARuleNothingIsGuaranteed) {
  Plan plan = routed();
  plan.monitoring.rules.erase(plan.monitoring.rules.begin());
  EXPECT_THAT(symptom(plan).doubt, HasSubstr("no rule of the configuration pages for a symptom"));
}

TEST(Guarantee, ARuleWhoseLabelsLeadToAnotherTeamGuaranteesNothing) {
  Plan plan = routed();
  plan.monitoring.rules[0].labels["team"] = "nobody";
  EXPECT_THAT(symptom(plan).rules, IsEmpty());
  EXPECT_EQ(symptom(plan).doubt,
            "`LoginFailureRatioHigh` would be one, but its labels lead to `default`, and "
            "team auth has `auth-oncall` and `auth-tickets`");
  plan.monitoring.rules[0].labels["team"] = "{{ $labels.team }}";
  EXPECT_THAT(symptom(plan).doubt, IsEmpty()) << "the series may bring the team";
}

TEST(Guarantee, ARuleThatCannotFireGuaranteesNothing) {
  Plan plan = routed();
  plan.monitoring.rules[0].ranges = {{"rate", "x", model_seconds(15), model_seconds(15), false}};
  EXPECT_THAT(symptom(plan).doubt, HasSubstr("`LoginFailureRatioHigh` cannot: `rate(x[15s])`"));
}

TEST(Guarantee, TheSlowestRuleThatMayFireDecides) {
  Plan plan = routed();
  AlertRule quick = testing::rule(page("LoginDown", "auth"), 0);
  quick.longest_window = {};
  plan.monitoring.rules.push_back(quick);
  limit_symptom(plan, 60);
  EXPECT_EQ(symptom(plan).rules[0].rule->name, "LoginDown");
  EXPECT_THAT(symptom(plan).doubt, HasSubstr("the worst case of `LoginFailureRatioHigh`"));
  limit_symptom(plan, 5 * 60);
  EXPECT_THAT(symptom(plan).doubt, IsEmpty());
}

}  // namespace
}  // namespace misfire
