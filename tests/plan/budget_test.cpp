// Worked by hand from ALERTS.md: window + S + E + E·⌈F/E⌉ + max(W, G).
#include "plan/budget.hpp"

#include <gtest/gtest.h>

#include "plan_builder.hpp"

namespace misfire {
namespace {

MonitoringFacts facts(double scrape, double wait, double interval) {
  MonitoringFacts f;
  f.scrape_interval = model_seconds(scrape);
  f.longest_group_wait = model_seconds(wait);
  f.longest_group_interval = model_seconds(interval);
  return f;
}

AlertRule timed(double window, double hold, double evaluation) {
  AlertRule r = rule("X");
  r.longest_window = model_seconds(window);
  r.hold = model_seconds(hold);
  r.interval = model_seconds(evaluation);
  return r;
}

TEST(Budget, IsTheWorkedExampleOfTrafficImbalance) {
  // 15 s scrapes, the window crossed after 107 s, for 2m, group_wait 30s: 4m47
  EXPECT_EQ(budget_of(facts(15, 30, 0), timed(107, 120, 15)).latest(), model_seconds(287));
}

TEST(Budget, WaitsForTheGroupWhenThatIsLonger) {
  EXPECT_EQ(budget_of(facts(15, 30, 300), timed(180, 120, 15)).latest(), model_seconds(630));
}

TEST(Budget, RoundsForUpToWholeEvaluations) {
  // 10 + 60 + ⌈61/60⌉·60 = 190
  EXPECT_EQ(budget_of(facts(10, 0, 0), timed(0, 61, 60)).latest(), model_seconds(190));
  EXPECT_EQ(budget_of(facts(10, 0, 0), timed(0, 60, 60)).latest(), model_seconds(130));
}

TEST(Budget, HasNoPendingWithoutFor) {
  EXPECT_EQ(budget_of(facts(15, 30, 0), timed(0, 0, 15)).latest(), model_seconds(60));
}

TEST(Budget, SurvivesAnIntervalOfZero) {
  EXPECT_EQ(budget_of(facts(0, 0, 0), timed(0, 60, 0)).latest(), model_seconds(60));
}

TEST(Budget, OfAGaugeInANewGroupIsTheTimingModels) {
  // min = E·⌈F/E⌉ + W = 60 + 30; max = min + S + E; mean = min + (S + E)/2
  const Bounds notify = budget_of(facts(15, 30, 300), timed(0, 60, 15)).to_notify();
  EXPECT_EQ(notify, (Bounds{model_seconds(90), model_seconds(105), model_seconds(120)}));
}

TEST(Budget, AProbeMayBeLuckyForAWhile) {
  AlertRule rule = timed(120, 60, 15);
  rule.shares = {{model_seconds(120), 0.1, true}};
  const MonitoringFacts f = facts(15, 30, 300);
  EXPECT_EQ(budget_of(f, rule).window.latest, model_seconds(120)) << "nobody knows how many fail";
  BudgetHints hints;
  hints.failing = 0.3;
  // 0.7ⁿ = 0.001 after n = 19.4 scrapes.
  const Bounds window = budget_of(f, rule, hints).window;
  EXPECT_NEAR(window.mean.seconds(), 40, 0.1);
  EXPECT_NEAR(window.latest.seconds(), 120 + 18.37 * 15, 1);
  hints.failing = 1;
  EXPECT_EQ(budget_of(f, rule, hints).window.latest, model_seconds(120));
  rule.shares[0].sampled = false;
  hints.failing = 0.3;
  EXPECT_EQ(budget_of(f, rule, hints).window.latest, model_seconds(120));
}

TEST(Budget, AnExistingGroupsTurnCountsForTheLatestOnly) {
  const Budget budget = budget_of(facts(15, 30, 300), timed(0, 60, 15));
  EXPECT_EQ(budget.alertmanager.latest, model_seconds(30));
  EXPECT_EQ(budget.existing_group,
            (Bounds{model_seconds(0), model_seconds(150), model_seconds(300)}));
  EXPECT_EQ(budget.latest(), model_seconds(15 + 15 + 60 + 300));
}

TEST(Budget, FillsTheWindowByTheShareThatFails) {
  // R·(θ − r₀)/(r₁ − r₀) = 120·0.05/0.3 = 20
  AlertRule rule = timed(120, 60, 15);
  rule.shares = {{model_seconds(120), 0.05}};
  EXPECT_EQ(budget_of(facts(15, 30, 300), rule, {0.3, {}}).window,
            (Bounds{model_seconds(0), model_seconds(20), model_seconds(120)}));
}

TEST(Budget, TheSlowestOfSeveralWindowsCounts) {
  // burn rate: window·factor·(1 − SLO)/error ratio = 21600·6·0.001/0.3 = 432, 1800·… = 36
  AlertRule rule = timed(21600, 0, 15);
  rule.shares = {{model_seconds(1800), 0.006}, {model_seconds(21600), 0.006}};
  EXPECT_EQ(budget_of(facts(15, 30, 300), rule, {0.3, {}}).window.mean, model_seconds(432));
}

TEST(Budget, AWindowOfUnknownThresholdIsExpectedInItsMiddle) {
  EXPECT_EQ(budget_of(facts(15, 30, 300), timed(180, 0, 15), {0.3, {}}).window.mean,
            model_seconds(90));
}

TEST(Budget, OnlyRulesThatReadChecksWaitForThem) {
  MonitoringFacts f = facts(15, 30, 300);
  f.notices = {model_seconds(4), model_seconds(5), model_seconds(12)};
  AlertRule rule = timed(0, 0, 15);
  EXPECT_EQ(budget_of(f, rule).notices, Bounds{});
  rule.checks = ReadsChecks::partly;
  EXPECT_EQ(budget_of(f, rule).notices,
            (Bounds{model_seconds(0), model_seconds(0), model_seconds(12)}))
      << "most often a condition that holds already";
  rule.checks = ReadsChecks::only;
  EXPECT_EQ(budget_of(f, rule).notices, f.notices);
}

TEST(Budget, RecordingsAndQueryOffsetsDelayTheEvaluation) {
  AlertRule rule = timed(0, 0, 15);
  rule.recorded = model_seconds(60);
  rule.query_offset = model_seconds(10);
  EXPECT_EQ(budget_of(facts(15, 30, 300), rule).evaluation,
            (Bounds{model_seconds(10), model_seconds(47.5), model_seconds(85)}));
}

TEST(Budget, WhereAnAlertGoesOnToAnEscalationItsTeamIsToldSooner) {
  MonitoringFacts f = facts(15, 900, 900);
  const std::vector<Matcher> all = {{"team", Matcher::Op::equal, "a"}};
  f.routes = {{0, "default", {}, true, false, {}, model_seconds(30), model_seconds(300)},
              {1, "lead", {}, true, true, {}, model_seconds(900), model_seconds(900)},
              {1, "team", all, true, false, {}, model_seconds(30), model_seconds(300)}};
  AlertRule rule = timed(0, 0, 15);
  rule.labels = {{"team", "a"}};
  EXPECT_EQ(budget_of(f, rule).alertmanager.latest, model_seconds(30));
  EXPECT_EQ(budget_of(f, rule).existing_group.latest, model_seconds(300));
  EXPECT_EQ(budget_of(f, rule, {{}, {"lead"}}).alertmanager.latest, model_seconds(900))
      << "who is asked for";
  rule.labels = {{"team", "{{ $labels.team }}"}};
  EXPECT_EQ(budget_of(f, rule).alertmanager.latest, model_seconds(900)) << "perhaps only there";
}

TEST(Budget, HasTheTimersOfTheRoutesThatItsLabelsReach) {
  MonitoringFacts f = facts(15, 600, 900);
  f.routes = {{0, "default", {}, true, false, {}, model_seconds(600), model_seconds(900)},
              {1,
               "fast",
               {{"team", Matcher::Op::equal, "a"}},
               true,
               false,
               {},
               model_seconds(10),
               model_seconds(60)},
              {1,
               "slow",
               {{"team", Matcher::Op::equal, "b"}},
               true,
               false,
               {},
               model_seconds(90),
               model_seconds(120)}};
  AlertRule rule = timed(0, 0, 15);
  rule.labels = {{"team", "a"}};
  EXPECT_EQ(budget_of(f, rule).alertmanager.latest, model_seconds(10));
  EXPECT_EQ(budget_of(f, rule).latest(), model_seconds(15 + 15 + 60));
  rule.labels = {{"team", "{{ $labels.team }}"}};
  EXPECT_EQ(budget_of(f, rule).alertmanager,
            (Bounds{model_seconds(10), model_seconds(305), model_seconds(600)}));
  EXPECT_EQ(budget_of(f, rule).latest(), model_seconds(15 + 15 + 900)) << "it may reach any";
  EXPECT_EQ(budget_of(f, rule, {{}, {"slow"}}).alertmanager.latest, model_seconds(90));
}

TEST(Budget, TheExpectedShareIsTheMiddleOfTheImpact) {
  Scenario scenario;
  EXPECT_EQ(expected_share(scenario), std::nullopt);
  scenario.impact = ExpectImpact{0.25, 0.35, {}};
  EXPECT_DOUBLE_EQ(expected_share(scenario).value(), 0.3);
  scenario.impact = ExpectImpact{0.25, 1, {}};
  EXPECT_DOUBLE_EQ(expected_share(scenario).value(), 0.25) << "the least, where nothing bounds it";
  scenario.impact = ExpectImpact{0, 0.01, {}};
  EXPECT_EQ(expected_share(scenario), std::nullopt) << "no login need fail";
}

}  // namespace
}  // namespace misfire
