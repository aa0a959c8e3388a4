#include "judge/review.hpp"

#include <gmock/gmock.h>

#include "judge/reviewed_runs.hpp"

namespace misfire {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Review::Alert alert_in(const Review& review, const std::string& name) {
  for (const Review::Alert& alert : review.alerts) {
    if (alert.name == name) return alert;
  }
  ADD_FAILURE() << name << " is not there";
  return {};
}

std::vector<Cell> cells(const Review& review, const std::string& name) {
  std::vector<Cell> all;
  for (const Review::Field& field : alert_in(review, name).fields) all.push_back(field.cell);
  return all;
}

TEST(Review, ACauseAlertThatNoDecoyAndNoTwinRaisesIsADiscriminatingCatch) {
  const Review r = review({harmful("skew", {symptom(Cell::caught), cause(Cell::caught)}),
                           decoy({symptom(Cell::quiet), cause(Cell::quiet)}),
                           a_twin({symptom(Cell::quiet), cause(Cell::quiet)})});
  EXPECT_EQ(r.caught, (Share{1, 1}));
  EXPECT_EQ(r.discriminating, (Share{1, 1}));
  EXPECT_THAT(r.scenarios[0].caught_by, ElementsAre("LoginFailures", "TrafficImbalance"));
  EXPECT_EQ(r.scenarios[0].discriminating, true);
  EXPECT_EQ(r.count(ScenarioKind::decoy), 1u);
}

TEST(Review, ASymptomAlertDiscriminatesNothingAlsoWhereNoDecoyRaisesIt) {
  const Review r = review({harmful("skew", {symptom(Cell::caught), cause(Cell::missed)}),
                           decoy({symptom(Cell::quiet), cause(Cell::quiet)})});
  EXPECT_EQ(r.caught, (Share{1, 1}));
  EXPECT_EQ(r.discriminating, (Share{0, 1}));
  EXPECT_EQ(r.scenarios[0].why_not, "no alert that names a cause caught it");
}

TEST(Review, ACauseAlertThatADecoyRaisesDiscriminatesNothing) {
  // It need not reach anybody there: it fires.
  ReviewedAlert inhibited = cause(Cell::quiet);
  inhibited.fired = true;
  const Review r = review({harmful("skew", {cause(Cell::caught)}), decoy({inhibited})});
  EXPECT_EQ(r.discriminating, (Share{0, 1}));
  EXPECT_EQ(r.scenarios[0].why_not, "`TrafficImbalance` fires in crashed-backend, too");
}

TEST(Review, ACauseAlertThatATwinRaisesDiscriminatesNothing) {
  const Review r = review({harmful("skew", {cause(Cell::caught)}), decoy({cause(Cell::quiet)}),
                           a_twin({cause(Cell::false_page)})});
  EXPECT_EQ(r.discriminating, (Share{0, 1}));
  ASSERT_THAT(r.on_in_twins, SizeIs(1));
  EXPECT_EQ(r.scenarios[r.on_in_twins[0].scenario].name, "twin");
  EXPECT_THAT(r.false_pages, SizeIs(1));
}

TEST(Review, OneCauseAlertThatTellsItApartIsEnough) {
  const Review r =
      review({harmful("skew", {cause(Cell::caught), cause(Cell::caught, "WeightSkew")}),
              decoy({cause(Cell::false_page), cause(Cell::quiet, "WeightSkew")})});
  EXPECT_EQ(r.discriminating, (Share{1, 1}));
}

TEST(Review, LateIsNoCatch) {
  const Review r = review({harmful("skew", {cause(Cell::late)}), decoy({cause(Cell::quiet)})});
  EXPECT_EQ(r.caught, (Share{0, 1}));
  EXPECT_EQ(r.discriminating, (Share{0, 1}));
  EXPECT_TRUE(r.scenarios[0].noticed);
}

TEST(Review, WithoutADecoyNothingIsSaidOfDiscrimination) {
  const Review r = review({harmful("skew", {cause(Cell::caught)}), a_twin({cause(Cell::quiet)})});
  EXPECT_EQ(r.discriminating, std::nullopt);
  EXPECT_EQ(r.scenarios[0].discriminating, std::nullopt);
  EXPECT_EQ(r.caught, (Share{1, 1}));
}

TEST(Review, WhatExpectsNoBlameCannotBeDiscriminatedAndSaysSo) {
  ReviewedRun run = harmful("removed", {symptom(Cell::caught)});
  run.expects_blame = false;
  const Review r = review({run, decoy({symptom(Cell::quiet)})});
  EXPECT_EQ(r.discriminating, (Share{0, 1}));
  EXPECT_EQ(r.scenarios[0].why_not, "no alert that names a cause is expected");
}

TEST(Review, TwinsAndDecoysAreNotHarmful) {
  const Review r = review({decoy({symptom(Cell::caught)}), a_twin({symptom(Cell::quiet)})});
  EXPECT_EQ(r.caught, (Share{0, 0}));
  EXPECT_EQ(r.discriminating, std::nullopt);
}

TEST(Review, InvalidAndUnsupportedRunsContributeNothingAndAreNamed) {
  ReviewedRun invalid = harmful("skew", {cause(Cell::caught)});
  invalid.verdict = Verdict::invalid;
  invalid.reason = "no witness";
  ReviewedRun unsupported = decoy({cause(Cell::false_page)});
  unsupported.verdict = Verdict::unsupported;
  const Review r = review({invalid, unsupported, not_reviewed("lost", "", "it did not run")});
  EXPECT_THAT(r.scenarios, IsEmpty());
  EXPECT_THAT(r.alerts, IsEmpty());
  EXPECT_THAT(r.untested, IsEmpty());
  EXPECT_EQ(r.caught, (Share{0, 0}));
  ASSERT_THAT(r.left_out, SizeIs(3));
  EXPECT_EQ(r.left_out[0].reason, "no witness");
  EXPECT_EQ(r.left_out[1].verdict, Verdict::unsupported);
  EXPECT_EQ(r.left_out[2].scenario, "lost");
}

TEST(Review, AnInvalidRepeatDoesNotTakeTheScenarioAway) {
  ReviewedRun invalid = harmful("skew", {});
  invalid.verdict = Verdict::invalid;
  const Review r = review({invalid, harmful("skew", {cause(Cell::caught)})});
  EXPECT_EQ(r.caught, (Share{1, 1}));
  EXPECT_EQ(r.scenarios[0].runs, 1u);
  EXPECT_THAT(r.left_out, SizeIs(1));
}

TEST(Review, OfRepeatsTheWorstIsShownAndEveryOneMustCatch) {
  const Review r =
      review({harmful("skew", {cause(Cell::caught)}), harmful("skew", {cause(Cell::missed)}),
              harmful("skew", {cause(Cell::caught)}), decoy({cause(Cell::quiet)}),
              decoy({cause(Cell::false_page)})});
  ASSERT_THAT(r.scenarios, SizeIs(2));
  EXPECT_EQ(r.scenarios[0].runs, 3u);
  EXPECT_EQ(r.caught, (Share{0, 1}));
  EXPECT_THAT(r.scenarios[0].caught_by, IsEmpty());
  EXPECT_THAT(cells(r, "TrafficImbalance"), ElementsAre(Cell::missed, Cell::false_page));
  const Review::Field field = alert_in(r, "TrafficImbalance").fields[0];
  EXPECT_EQ(field.runs.at(Cell::caught), 2u);
  EXPECT_EQ(field.runs.at(Cell::missed), 1u);
}

TEST(Review, AScenarioOnTwoSystemsIsTwoAndEachHasItsOwnDecoys) {
  const Review r = review({on(harmful("skew", {cause(Cell::caught)}), "haproxy.toml"),
                           on(harmful("skew", {cause(Cell::caught)}), "nginx.toml"),
                           on(decoy({cause(Cell::quiet)}), "haproxy.toml"),
                           on(decoy({cause(Cell::false_page)}), "nginx.toml")});
  ASSERT_THAT(r.scenarios, SizeIs(4));
  EXPECT_TRUE(r.several_systems);
  EXPECT_EQ(r.caught, (Share{2, 2}));
  EXPECT_EQ(r.discriminating, (Share{1, 2}));
  EXPECT_EQ(r.scenarios[0].discriminating, true);
  EXPECT_EQ(r.scenarios[1].discriminating, false);
}

TEST(Review, ARuleThatASystemDoesNotHaveIsAbsentThere) {
  const Review r = review({on(harmful("skew", {cause(Cell::caught)}), "haproxy.toml"),
                           on(harmful("skew", {symptom(Cell::caught)}), "nginx.toml")});
  EXPECT_THAT(cells(r, "TrafficImbalance"), ElementsAre(Cell::caught, Cell::absent));
  EXPECT_THAT(cells(r, "LoginFailures"), ElementsAre(Cell::absent, Cell::caught));
}

TEST(Review, PrecisionIsOfThoseWhoWereToldWhetherItWasRight) {
  const Review r =
      review({harmful("a", {cause(Cell::caught)}), harmful("b", {cause(Cell::late)}),
              harmful("c", {cause(Cell::wrong_receiver)}), harmful("d", {cause(Cell::wrong_blame)}),
              harmful("e", {cause(Cell::also)}), harmful("f", {cause(Cell::quiet)}),
              decoy({cause(Cell::false_page)})});
  EXPECT_EQ(alert_in(r, "TrafficImbalance").precision, (Share{2, 5}));
  EXPECT_THAT(r.false_pages, SizeIs(3));
}

TEST(Review, ATicketInATwinIsWrongAndInADecoyNeither) {
  const Review r = review({a_twin({cause(Cell::also)}), decoy({cause(Cell::also)})});
  EXPECT_EQ(alert_in(r, "TrafficImbalance").precision, (Share{0, 1}));
  EXPECT_THAT(r.on_in_twins, SizeIs(1));
  EXPECT_THAT(r.false_pages, IsEmpty()) << "it wakes nobody";
}

TEST(Review, RecallIsOfTheScenariosThatWantIt) {
  ReviewedAlert untold = cause(Cell::untold);
  untold.wanted = true;
  const Review r =
      review({harmful("a", {cause(Cell::caught)}), harmful("b", {cause(Cell::late)}),
              harmful("c", {cause(Cell::missed)}), harmful("d", {cause(Cell::covered)}),
              harmful("e", {cause(Cell::quiet)}), harmful("f", {untold})});
  EXPECT_EQ(alert_in(r, "TrafficImbalance").recall, (Share{1, 4}));
}

TEST(Review, TimesToNotifyAreOfEveryRunInWhichItCameRight) {
  const Review r = review({harmful("a", {timed(cause(Cell::caught), 120)}),
                           harmful("a", {timed(cause(Cell::late), 400)}),
                           harmful("b", {timed(cause(Cell::caught), 130)}),
                           harmful("c", {cause(Cell::missed)})});
  const auto times = alert_in(r, "TrafficImbalance").times;
  EXPECT_EQ(times.at("notified").runs, 3u);
  EXPECT_EQ(times.at("notified").median, 130);
  EXPECT_EQ(times.at("notified").max, 400);
  EXPECT_EQ(times.at("pending").median, 40);
  EXPECT_EQ(times.at("sent").max, 370);
}

TEST(Review, AnAlertThatNeverFiredIsUntestedWithItsReason) {
  ReviewedRun run = harmful("a", {cause(Cell::caught), cause(Cell::missed, "WeightSkew"),
                                  symptom(Cell::quiet, "DiskFull")});
  run.untested = {{"DiskFull", "nothing fills a disk"}};
  const Review r = review({run, decoy({cause(Cell::quiet)})});
  ASSERT_THAT(r.untested, SizeIs(2));
  EXPECT_EQ(r.untested[0].alert, "WeightSkew");
  EXPECT_EQ(r.untested[0].reason, "");
  EXPECT_EQ(r.untested[1].alert, "DiskFull");
  EXPECT_EQ(r.untested[1].reason, "nothing fills a disk");
  EXPECT_THAT(r.tested_after_all, IsEmpty());
}

TEST(Review, AReasonForWhatFiredOrIsNoRuleIsTold) {
  ReviewedRun run = harmful("a", {cause(Cell::caught)});
  run.untested = {{"TrafficImbalance", "too hard"}, {"Gone", "was never any good"}};
  const Review r = review({run});
  EXPECT_THAT(r.untested, IsEmpty());
  ASSERT_THAT(r.tested_after_all, SizeIs(2));
  EXPECT_EQ(r.tested_after_all[0].why, "no rule has this name");
  EXPECT_EQ(r.tested_after_all[1].why, "it fired");
}

TEST(Review, WhyNothingCouldBeSaidIsToldUnlessAnotherRunCould) {
  ReviewedAlert untold = cause(Cell::untold);
  untold.why = "its window was not filled";
  EXPECT_EQ(review({harmful("a", {untold})}).untested[0].why, "its window was not filled");
  EXPECT_EQ(review({harmful("a", {untold}), harmful("b", {cause(Cell::quiet)})}).untested[0].why,
            "");
}

TEST(Review, UntestedIsPerSystem) {
  const Review r = review({on(harmful("a", {cause(Cell::caught)}), "haproxy.toml"),
                           on(harmful("a", {cause(Cell::quiet)}), "nginx.toml")});
  ASSERT_THAT(r.untested, SizeIs(1));
  EXPECT_EQ(r.untested[0].system, "nginx.toml");
}

TEST(Review, AMissedExpectationIsToldOnceOfRepeats) {
  ReviewedRun once = harmful("a", {cause(Cell::missed)});
  once.unmet = {{"a page reaches team auth", "not pending", ""}};
  ReviewedRun again = once;
  again.unmet[0].observed = "pending, not firing";
  const Review r = review({once, again});
  ASSERT_THAT(r.scenarios[0].unmet, SizeIs(1));
  EXPECT_FALSE(r.scenarios[0].noticed);
}

}  // namespace
}  // namespace misfire
