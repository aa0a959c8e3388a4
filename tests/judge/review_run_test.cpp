#include "judge/review_run.hpp"

#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ReviewedRun review_of(const Plan& plan, const History& history) {
  return reviewed(plan, history, judge(plan, history), "system.toml");
}

ReviewedAlert alert_in(const ReviewedRun& run, const std::string& name) {
  for (const ReviewedAlert& alert : run.alerts) {
    if (alert.name == name) return alert;
  }
  ADD_FAILURE() << name << " is not there; " << run.reason;
  return {};
}

/// The cell of an alert, in words so that a failure can be read.
std::string cell(const ReviewedRun& run, const Labels& labels) {
  return to_string(alert_in(run, labels.at("alertname")).cell);
}

std::string cell(const Plan& plan, const HistoryBuilder& history, const Labels& labels) {
  return cell(review_of(plan, history.build()), labels);
}

HistoryBuilder february_history() {
  HistoryBuilder history;
  history.harm().february_alerts();
  return history;
}

const Labels kTicket = ticket("WeightSkew", "network");

TEST(ReviewRun, FebruaryIsCaughtBySymptomAndCauseAndTheRestIsQuiet) {
  const ReviewedRun run = review_of(february(), february_history().build());
  ASSERT_TRUE(run.counts()) << run.reason;
  EXPECT_TRUE(run.harmful && run.noticed && run.caught && run.expects_blame);
  EXPECT_EQ(cell(run, kSymptom), "caught in time");
  EXPECT_EQ(cell(run, kCause), "caught in time");
  EXPECT_EQ(cell(run, kDatabase), "quiet as it should be");
  EXPECT_EQ(cell(run, kTicket), "quiet as it should be");
  EXPECT_THAT(run.unmet, IsEmpty());
  EXPECT_EQ(alert_in(run, "TrafficImbalance").component, "load-balancer");
  EXPECT_EQ(alert_in(run, "LoginFailureRatioHigh").component, "");
  EXPECT_EQ(alert_in(run, "LoginFailureRatioHigh").receiver, "auth-oncall");
  EXPECT_TRUE(alert_in(run, "LoginFailureRatioHigh").page);
  EXPECT_FALSE(alert_in(run, "WeightSkew").page);
}

TEST(ReviewRun, TimesAreModelTimeOfEachStageAfterTheFault) {
  const ReviewedAlert alert =
      alert_in(review_of(february(), february_history().build()), "LoginFailureRatioHigh");
  EXPECT_NEAR(alert.times.effect.value().seconds(), 5, 10);
  EXPECT_NEAR(alert.times.pending.value().seconds(), 40, 0.01);
  EXPECT_NEAR(alert.times.firing.value().seconds(), 100, 0.01);
  EXPECT_NEAR(alert.times.sent.value().seconds(), 100.1, 0.01);
  EXPECT_NEAR(alert.times.notified.value().seconds(), 131, 0.01);
}

TEST(ReviewRun, TimesCountFromTheFaultThatTheExpectationNames) {
  Plan plan = february();
  PlannedFault second = plan.faults[0];
  second.id = "kill";
  plan.faults.push_back(second);
  plan.scenario.alerts[0].within = {model_seconds(120), "kill"};
  auto history = february_history();
  history.add(60, FaultInjected{"kill", "weights", "reload", ""});
  history.add(70, FaultWitnessed{"kill", true, {"it is dead"}});
  history.add(360, FaultReverted{"kill", "its time is over"});
  const ReviewedAlert alert = alert_in(review_of(plan, history.build()), "LoginFailureRatioHigh");
  EXPECT_EQ(alert.cell, Cell::caught);
  EXPECT_NEAR(alert.times.notified.value().seconds(), 71, 0.01);
  EXPECT_NEAR(alert.times.pending.value().seconds(), 0, 0.01) << "it was pending before";
}

TEST(ReviewRun, AfterTheLimitIsLate) {
  auto history = HistoryBuilder().harm();
  history.alert(240, kSymptom, "auth-oncall").alert(90, kCause, "network-oncall", 120);
  const ReviewedRun run = review_of(february(), history.build());
  EXPECT_EQ(cell(run, kSymptom), "late");
  EXPECT_NEAR(alert_in(run, "LoginFailureRatioHigh").times.notified.value().seconds(), 331, 0.01);
  EXPECT_TRUE(run.caught) << "by the cause alert";
  ASSERT_EQ(run.unmet.size(), 1u);
  EXPECT_THAT(run.unmet[0].expectation, HasSubstr("symptom"));
}

TEST(ReviewRun, ARepeatedNotificationDoesNotMakeItLate) {
  auto history = february_history();
  history.notified(340, "auth-oncall", kSymptom);
  EXPECT_EQ(cell(february(), history, kSymptom), "caught in time");
}

TEST(ReviewRun, WhatNobodyNoticedIsMissedByEveryAlertThatCouldHave) {
  Plan plan = february();
  plan.monitoring.rules.push_back(rule(page("LoginProbeFailing", "auth"), 60));
  const ReviewedRun run = review_of(plan, HistoryBuilder().harm().build());
  EXPECT_EQ(cell(run, kSymptom), "missed");
  EXPECT_EQ(cell(run, page("LoginProbeFailing", "auth")), "missed");
  EXPECT_EQ(cell(run, kCause), "missed");
  EXPECT_EQ(cell(run, kDatabase), "quiet as it should be");
  EXPECT_FALSE(run.noticed || run.caught);
  EXPECT_EQ(run.unmet.size(), 2u);
}

TEST(ReviewRun, WhatAnotherAlertCaughtIsCovered) {
  Plan plan = february();
  plan.monitoring.rules.push_back(rule(page("LoginProbeFailing", "auth"), 60));
  const ReviewedRun run = review_of(plan, february_history().build());
  EXPECT_EQ(cell(run, page("LoginProbeFailing", "auth")), "covered by others");
  EXPECT_TRUE(alert_in(run, "LoginProbeFailing").wanted);
}

TEST(ReviewRun, AnotherTeamsSymptomAlertIsNotWanted) {
  Plan plan = february();
  plan.monitoring.rules.push_back(rule(page("EdgeErrors", "network"), 60));
  const ReviewedRun run = review_of(plan, HistoryBuilder().harm().build());
  EXPECT_EQ(cell(run, page("EdgeErrors", "network")), "quiet as it should be");
}

TEST(ReviewRun, APageAtAnotherTeamThanItsOwnHasTheWrongReceiver) {
  auto history = HistoryBuilder().harm();
  history.alert(40, kSymptom, "database-oncall").alert(90, kCause, "network-oncall", 120);
  const ReviewedRun run = review_of(february(), history.build());
  EXPECT_EQ(cell(run, kSymptom), "wrong receiver");
  EXPECT_EQ(alert_in(run, "LoginFailureRatioHigh").receiver, "database-oncall");
  EXPECT_TRUE(alert_in(run, "LoginFailureRatioHigh").wanted);
}

TEST(ReviewRun, ACopyForAnotherTeamComesAsWell) {
  auto history = february_history();
  history.notified(100, "network-oncall", kSymptom).notified(200, "network-oncall", kSymptom);
  EXPECT_EQ(cell(february(), history, kSymptom), "caught in time");
}

TEST(ReviewRun, ThatNobodyButTheArchiveWasToldIsTheWrongReceiver) {
  auto history = HistoryBuilder().harm();
  history.alert(40, kSymptom, "default").alert(90, kCause, "network-oncall", 120);
  EXPECT_EQ(cell(february(), history, kSymptom), "wrong receiver");
  history.notified(135, "auth-oncall", kSymptom);
  EXPECT_EQ(cell(february(), history, kSymptom), "caught in time")
      << "an archive may have it as well";
}

TEST(ReviewRun, ATicketInTheArchiveIsWrongOnlyWhereNobodyHadAnother) {
  Plan plan = february();
  ExpectAlert any_cause;
  any_cause.labels = {{"team", "network"}};
  any_cause.team = "network";
  any_cause.within = {model_seconds(400), ""};
  plan.scenario.alerts.push_back(any_cause);
  auto history = february_history();
  history.notified(200, "default", kTicket);
  EXPECT_EQ(cell(plan, history, kTicket), "also notified") << "the page met it";
  auto alone = HistoryBuilder().harm();
  alone.alert(40, kSymptom, "auth-oncall").notified(200, "default", kTicket);
  EXPECT_EQ(cell(plan, alone, kTicket), "wrong receiver");
}

TEST(ReviewRun, APageThatNamesAnotherPartHasTheWrongBlame) {
  auto history = february_history();
  history.alert(20, kDatabase, "database-oncall");
  Plan plan = february();
  EXPECT_EQ(cell(plan, history, kDatabase), "wrong blame");
  plan.scenario.quiet.clear();
  EXPECT_EQ(cell(plan, history, kDatabase), "wrong blame");
}

TEST(ReviewRun, APageAgainstAQuietIsWrongAlsoWhereNobodyIsBlamed) {
  Plan plan = february();
  plan.scenario.blame.reset();
  plan.monitoring.rules.push_back(rule(page("EdgeErrors", "network"), 60));
  auto history = february_history();
  history.alert(20, kDatabase, "database-oncall");
  EXPECT_EQ(cell(plan, history, kDatabase), "wrong blame");
  plan.scenario.quiet[0].component.reset();
  plan.scenario.quiet[0].name = "EdgeErrors";
  history.alert(20, page("EdgeErrors", "network"), "network-oncall");
  EXPECT_EQ(cell(plan, history, page("EdgeErrors", "network")), "false page");
}

TEST(ReviewRun, ATicketThatNobodyExpectsCameAsWell) {
  auto history = february_history();
  history.notified(200, "network-tickets", kTicket);
  EXPECT_EQ(cell(february(), history, kTicket), "also notified");
  Plan strict = february();
  strict.scenario.strict = true;
  EXPECT_EQ(cell(strict, history, kTicket), "false page") << "a strict scenario forbids it";
}

TEST(ReviewRun, WhoeverIsPagedInATwinIsPagedForNothing) {
  auto history = HistoryBuilder();
  history.alert(40, kSymptom, "auth-oncall");
  history.notified(200, "network-tickets", kTicket);
  const ReviewedRun run = review_of(twin(), history.build());
  EXPECT_EQ(cell(run, kSymptom), "false page");
  EXPECT_EQ(cell(run, kTicket), "also notified");
  EXPECT_FALSE(run.harmful);
  EXPECT_FALSE(alert_in(run, "LoginFailureRatioHigh").wanted);
}

TEST(ReviewRun, ADecoyIsNotHarmfulAndItsRightAlertIsCaught) {
  Plan plan = february();
  plan.scenario.kind = ScenarioKind::decoy;
  plan.scenario.alerts.clear();
  plan.scenario.blame = ExpectBlame{"database", "database", {model_seconds(300), ""}, {}};
  plan.scenario.quiet.clear();
  auto history = HistoryBuilder().harm();
  history.alert(20, kDatabase, "database-oncall").alert(90, kCause, "network-oncall");
  const ReviewedRun run = review_of(plan, history.build());
  EXPECT_FALSE(run.harmful);
  EXPECT_EQ(cell(run, kDatabase), "caught in time");
  EXPECT_EQ(cell(run, kCause), "false page");
}

TEST(ReviewRun, WhatFiredAndReachedNobodyFiredAllTheSame) {
  auto history = february_history();
  history.bare().pending(20, kDatabase).firing(80, kDatabase);
  const ReviewedRun run = review_of(february(), history.build());
  EXPECT_TRUE(alert_in(run, "DatabaseSlow").fired);
  EXPECT_EQ(cell(run, kDatabase), "quiet as it should be");
  EXPECT_FALSE(alert_in(run, "WeightSkew").fired);
}

TEST(ReviewRun, OfARuleWhoseWindowIsNotFilledNothingIsSaid) {
  Plan plan = february();
  plan.monitoring.rules[3].window_filled = false;
  auto history = february_history();
  history.notified(200, "network-tickets", kTicket);
  const ReviewedRun run = review_of(plan, history.build());
  EXPECT_EQ(cell(run, kTicket), "nothing can be said");
  EXPECT_FALSE(alert_in(run, "WeightSkew").fired);
  EXPECT_THAT(alert_in(run, "WeightSkew").why, HasSubstr("was not filled"));
}

TEST(ReviewRun, IgnoredAlertsHaveNoRow) {
  Plan plan = february();
  plan.monitoring.rules.push_back(rule({{"alertname", "Watchdog"}, {"severity", "none"}}, 0));
  auto history = february_history();
  history.notified(10, "default", {{"alertname", "Watchdog"}, {"severity", "none"}});
  const ReviewedRun run = review_of(plan, history.build());
  EXPECT_THAT(run.alerts, Each(Field(&ReviewedAlert::name, ::testing::Ne("Watchdog"))));
}

TEST(ReviewRun, AMissThatIsAKnownGapNamesItsTicket) {
  Plan plan = february();
  plan.scenario.blame->gap = Gap{"OPS-12", "2999-01-01"};
  auto history = HistoryBuilder().harm();
  history.alert(40, kSymptom, "auth-oncall");
  const ReviewedRun run = review_of(plan, history.build());
  ASSERT_EQ(run.unmet.size(), 1u);
  EXPECT_EQ(run.unmet[0].ticket, "OPS-12");
  EXPECT_EQ(cell(run, kCause), "missed");
}

TEST(ReviewRun, AnInvalidRunSaysNothingButItsReason) {
  const ReviewedRun run = review_of(february(), february_history().witnessed(false).build());
  EXPECT_FALSE(run.counts());
  EXPECT_THAT(run.alerts, IsEmpty());
  EXPECT_FALSE(run.reason.empty());
}

TEST(ReviewRun, WithAlertFaultsItIsNotTheSystemsMonitoringThatIsTried) {
  Plan plan = february();
  plan.alert_faults.emplace_back();
  const ReviewedRun run = review_of(plan, february_history().build());
  EXPECT_TRUE(run.alert_faults);
  EXPECT_FALSE(run.harmful);
}

TEST(ReviewRun, AFaultThatNobodyNeedNoticeIsNotHarmful) {
  Plan plan = february();
  plan.scenario.alerts.clear();
  plan.scenario.blame.reset();
  EXPECT_FALSE(review_of(plan, february_history().build()).harmful);
}

}  // namespace
}  // namespace misfire
