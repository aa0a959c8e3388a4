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
  EXPECT_EQ(budget_of(facts(15, 30, 0), timed(107, 120, 15)).latest, model_seconds(287));
}

TEST(Budget, WaitsForTheGroupWhenThatIsLonger) {
  EXPECT_EQ(budget_of(facts(15, 30, 300), timed(180, 120, 15)).latest, model_seconds(630));
}

TEST(Budget, RoundsForUpToWholeEvaluations) {
  // 10 + 60 + ⌈61/60⌉·60 = 190
  EXPECT_EQ(budget_of(facts(10, 0, 0), timed(0, 61, 60)).latest, model_seconds(190));
  EXPECT_EQ(budget_of(facts(10, 0, 0), timed(0, 60, 60)).latest, model_seconds(130));
}

TEST(Budget, HasNoPendingWithoutFor) {
  EXPECT_EQ(budget_of(facts(15, 30, 0), timed(0, 0, 15)).latest, model_seconds(60));
}

TEST(Budget, SurvivesAnIntervalOfZero) {
  EXPECT_EQ(budget_of(facts(0, 0, 0), timed(0, 60, 0)).latest, model_seconds(60));
}

TEST(Budget, LatestPageIsTheSlowestMatchingRule) {
  MonitoringFacts f = facts(15, 30, 0);
  f.rules = {timed(0, 0, 15), timed(107, 120, 15), timed(3600, 0, 15)};
  f.rules[2].name = "Other";
  EXPECT_EQ(latest_page(f, [](const AlertRule& r) { return r.name == "X"; }), model_seconds(287));
  EXPECT_EQ(latest_page(f, [](const AlertRule&) { return false; }), model_seconds(0));
}

}  // namespace
}  // namespace misfire
