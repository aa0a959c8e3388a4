// The measured stages of an alert beside its budget. The February plan: S = E = 15 s, R = 2 min,
// `for` 1 min (the symptom) and 2 min (the cause), group_wait 30 s, group_interval 5 min.
#include <fmt/format.h>

#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

/// "60 s from pending, 60 to 60 s", with ! where it is outside.
std::string told(const AlertOutcome* alert, const std::string& stage) {
  if (alert == nullptr) return "no such alert";
  for (const MeasuredStage& one : alert->measured) {
    if (one.stage != stage) continue;
    return fmt::format("{:g} s from {}, {:g} to {:g} s{}", one.took.seconds(), one.from,
                       one.budget.earliest.seconds(), one.budget.latest.seconds(),
                       one.outside ? "!" : "");
  }
  return "not reached";
}

Judgement judged(const HistoryBuilder& history, const Plan& plan = february()) {
  return judge(plan, history.build());
}

/// The symptom goes its way with these times; the cause as it should.
HistoryBuilder symptom(double pending, double firing, double sent, double notified) {
  return HistoryBuilder()
      .harm()
      .pending(pending, kSymptom)
      .firing(firing, kSymptom)
      .sent(sent, kSymptom)
      .notified(notified, "auth-oncall", kSymptom)
      .alert(90, kCause, "network-oncall", 120);
}

TEST(Measure, StagesInsideTheirBudgetAreFine) {
  const Judgement j = judged(symptom(40, 100, 100.3, 130.5));
  const AlertOutcome* alert = alert_named(j, "LoginFailureRatioHigh");
  // S + R + E = 150 s
  EXPECT_THAT(told(alert, "pending"), HasSubstr("from effect, 0 to 150 s"));
  EXPECT_THAT(told(alert, "pending"), Not(HasSubstr("!")));
  EXPECT_EQ(told(alert, "firing"), "60 s from pending, 60 to 60 s");
  EXPECT_EQ(told(alert, "sent"), "0.3 s from firing, 0 to 0 s");
  EXPECT_EQ(told(alert, "notified"), "30.2 s from sent, 0 to 300 s") << "its group is not known";
}

TEST(Measure, APendingThatLastsTooLongIsOutside) {
  // one evaluation without a result started it anew
  const Judgement j = judged(symptom(40, 160, 160.3, 190.5));
  EXPECT_EQ(told(alert_named(j, "LoginFailureRatioHigh"), "firing"),
            "120 s from pending, 60 to 60 s!");
}

TEST(Measure, AlsoWhatIsTooEarlyIsOutside) {
  const Judgement j = judged(symptom(40, 70, 70.3, 100.5));
  EXPECT_EQ(told(alert_named(j, "LoginFailureRatioHigh"), "firing"),
            "30 s from pending, 60 to 60 s!");
}

TEST(Measure, ALateCrossingIsOutside) {
  const Judgement j = judged(symptom(200, 260, 260.3, 290.5));
  EXPECT_THAT(told(alert_named(j, "LoginFailureRatioHigh"), "pending"), EndsWith("150 s!"));
}

TEST(Measure, AFaultThatTakesItsTimeCountsFromItsEffect) {
  const Judgement j = judged(HistoryBuilder()
                                 .failing(200, 360, 0.304)
                                 .alert(240, kSymptom, "auth-oncall")
                                 .alert(250, kCause, "network-oncall", 60));
  EXPECT_THAT(told(alert_named(j, "LoginFailureRatioHigh"), "pending"),
              AllOf(HasSubstr("from effect"), Not(HasSubstr("!"))));
}

TEST(Measure, WallTimeThatScrapesAndDeliveriesTakeIsNoSurprise) {
  // 100 ms of wall time are 3 s at speed 30
  EXPECT_THAT(
      told(alert_named(judged(symptom(40, 102.9, 103, 130)), "LoginFailureRatioHigh"), "firing"),
      Not(HasSubstr("!")));
  EXPECT_THAT(
      told(alert_named(judged(symptom(40, 103.2, 104, 130)), "LoginFailureRatioHigh"), "firing"),
      EndsWith("!"));
}

Notified flush(const std::string& group, const Labels& labels) {
  Notified n;
  n.receiver = "auth-oncall";
  n.integration = "webhook";
  n.group_key = group;
  n.alerts.push_back({labels, false});
  return n;
}

HistoryBuilder grouped_symptom(double sent, double notified) {
  return HistoryBuilder()
      .harm()
      .pending(sent - 60, kSymptom)
      .firing(sent, kSymptom)
      .sent(sent, kSymptom)
      .add(notified, flush("g", kSymptom))
      .alert(90, kCause, "network-oncall", 120);
}

TEST(Measure, ANewGroupWaitsForGroupWait) {
  const Judgement j = judged(grouped_symptom(100, 130));
  EXPECT_EQ(told(alert_named(j, "LoginFailureRatioHigh"), "notified"),
            "30 s from sent, 30 to 30 s");
  const Judgement late = judged(grouped_symptom(100, 190));
  EXPECT_EQ(told(alert_named(late, "LoginFailureRatioHigh"), "notified"),
            "90 s from sent, 30 to 30 s!");
}

TEST(Measure, AGroupWaitsFromTheFirstOfItsAlertsOn) {
  const Labels other = page("LoginSlow", "auth", "auth");
  Notified both = flush("g", kSymptom);
  both.alerts.push_back({other, false});
  const Judgement j = judged(HistoryBuilder()
                                 .harm()
                                 .pending(75, other)
                                 .firing(75, other)
                                 .sent(75, other)
                                 .pending(30, kSymptom)
                                 .firing(90, kSymptom)
                                 .sent(90, kSymptom)
                                 .add(105, both)
                                 .alert(90, kCause, "network-oncall", 120));
  EXPECT_EQ(told(alert_named(j, "LoginFailureRatioHigh"), "notified"),
            "15 s from sent, 15 to 15 s");
}

TEST(Measure, AGroupThatWasToldOfWaitsForItsNextTurn) {
  const Labels other = page("LoginSlow", "auth", "auth");
  const Judgement j =
      judged(grouped_symptom(100, 250).pending(20, other).firing(20, other).sent(20, other).add(
          50, flush("g", other)));
  EXPECT_EQ(told(alert_named(j, "LoginFailureRatioHigh"), "notified"),
            "150 s from sent, 0 to 300 s");
}

TEST(Measure, WhatWasNotReachedHasNoMeasure) {
  const Judgement j = judged(HistoryBuilder().harm().bare().pending(40, kSymptom));
  const AlertOutcome* alert = alert_named(j, "LoginFailureRatioHigh");
  EXPECT_THAT(told(alert, "pending"), Not("not reached"));
  EXPECT_EQ(told(alert, "firing"), "not reached");
}

TEST(Measure, AnAlertOfTwoRulesIsNotMeasured) {
  Plan plan = february();
  plan.monitoring.rules.push_back(plan.monitoring.rules[0]);
  const Judgement j = judged(symptom(40, 100, 100.3, 130.5), plan);
  EXPECT_TRUE(alert_named(j, "LoginFailureRatioHigh")->measured.empty());
}

}  // namespace
}  // namespace misfire
