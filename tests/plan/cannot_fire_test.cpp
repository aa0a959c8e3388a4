// ALERTS.md, "Alerts that cannot fire".
#include "plan/cannot_fire.hpp"

#include <gmock/gmock.h>

#include "plan_builder.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

AlertRule with_range(const std::string& function, double range, double samples) {
  AlertRule r = rule("X");
  r.interval = model_seconds(15);
  r.ranges = {{function, "x", model_seconds(range), model_seconds(samples), false}};
  return r;
}

std::vector<std::string> reasons(const AlertRule& rule) {
  return why_it_cannot(MonitoringFacts{}, rule);
}

TEST(CannotFire, ARateOverOneScrapeNeverHasAValue) {
  EXPECT_THAT(reasons(with_range("rate", 60, 60)),
              ElementsAre("`rate(x[1m])` needs two samples within 1m, and they are 1m apart: it "
                          "never has a value"));
  EXPECT_THAT(reasons(with_range("increase", 30, 60)), ElementsAre(HasSubstr("never")));
}

TEST(CannotFire, BetweenOneScrapeAndTwoItIsLuck) {
  EXPECT_THAT(reasons(with_range("rate", 90, 60)), ElementsAre(HasSubstr("luck")));
  EXPECT_THAT(reasons(with_range("rate", 120, 60)), IsEmpty());
}

TEST(CannotFire, OneSampleIsEnoughForAnAverage) {
  EXPECT_THAT(reasons(with_range("avg_over_time", 60, 60)), IsEmpty());
}

TEST(CannotFire, ChangesWithinOneScrapeAreAlwaysZero) {
  EXPECT_THAT(reasons(with_range("changes", 60, 60)), IsEmpty()) << "`changes(x[1m]) < 1` fires";
  AlertRule any = with_range("resets", 60, 60);
  any.ranges[0].above_zero = true;
  EXPECT_THAT(reasons(any), ElementsAre(HasSubstr("it never has a value above 0")));
}

TEST(CannotFire, WhatIsNotKnownIsNotTold) {
  EXPECT_THAT(reasons(with_range("rate", 60, 0)), IsEmpty());
}

TEST(CannotFire, AForLongerThanOneEventIsSeen) {
  // rate(haproxy_server_check_up_down_total[5m]) != 0 for 10m: seen for R − S = 285 s
  AlertRule flap = with_range("rate", 300, 15);
  flap.ranges[0].above_zero = true;
  flap.hold = model_seconds(600);
  EXPECT_THAT(reasons(flap), ElementsAre(HasSubstr("sees a single event for 4m45s, which is over "
                                                   "before `for` 10m is")));
  flap.hold = model_seconds(285);
  EXPECT_THAT(reasons(flap), IsEmpty());
  flap.hold = model_seconds(286);
  EXPECT_THAT(reasons(flap), ElementsAre(HasSubstr("a single event"))) << "E·⌈F/E⌉ is 300";
  flap.hold = model_seconds(60);
  flap.interval = model_seconds(3600);
  EXPECT_THAT(reasons(flap), ElementsAre(HasSubstr("before `for` 1m is at an evaluation, with 1h "
                                                   "between them")));
  flap.ranges[0].above_zero = false;
  EXPECT_THAT(reasons(flap), IsEmpty()) << "what a threshold is compared with goes on";
}

TEST(CannotFire, LabelsThatLeadToAnEmptyReceiver) {
  MonitoringFacts facts;
  facts.routes = {{0, "default", {}, true, false, {}, {}, {}},
                  {1, "void", {{"team", Matcher::Op::equal, "x"}}, true, false, {}, {}, {}}};
  facts.empty_receivers = {"void"};
  EXPECT_THAT(why_it_cannot(facts, rule("X", {{"team", "x"}})),
              ElementsAre(HasSubstr("lead to `void` only, which has no integration")));
  EXPECT_THAT(why_it_cannot(facts, rule("X", {{"team", "y"}})), IsEmpty());
  EXPECT_THAT(why_it_cannot(facts, rule("X")), IsEmpty()) << "the series may bring another team";
}

}  // namespace
}  // namespace misfire
