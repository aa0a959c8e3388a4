// Runs that ended their faults early because everything was decided, judged by what was not.
#include "judge/judging.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using namespace testing;

/// The symptom may take so long, and nothing else is expected.
Plan symptom_within(double seconds) {
  Plan plan = february();
  plan.scenario.alerts.front().within.limit = model_seconds(seconds);
  plan.scenario.blame.reset();
  plan.scenario.quiet.clear();
  plan.scenario.recovery.reset();
  return plan;
}

TEST(CutShort, AMissThatWasNotCertainWhenTheFaultWasTakenBackProvesNothing) {
  const Judgement j = expect_verdict(symptom_within(600), HistoryBuilder().harm().decided().build(),
                                     Verdict::invalid,
                                     "reaches beyond what was observed: the faults were taken back "
                                     "6 min after the first");
  EXPECT_EQ(outcome(j, "alert")->ruling, Ruling::open);
}

TEST(CutShort, AFaultThatTookItsTimeProvesAMiss) {
  expect_verdict(symptom_within(600), HistoryBuilder().harm().build(), Verdict::fail, "alert");
}

TEST(CutShort, AMissThatWasCertainBeforeStaysOne) {
  expect_verdict(symptom_within(300), HistoryBuilder().harm().decided().build(), Verdict::fail,
                 "alert");
}

TEST(CutShort, AnAlertThatCameAllTheSameCounts) {
  const History run = HistoryBuilder().harm().decided().alert(400, kSymptom, "auth-oncall").build();
  expect_verdict(symptom_within(600), run, Verdict::pass);
}

TEST(CutShort, AFailureThatIsProvedIsNotHiddenByWhatIsNot) {
  Plan plan = symptom_within(300);
  plan.scenario.blame = ExpectBlame{"load-balancer", "network", {model_seconds(600), ""}, {}};
  const Judgement j =
      expect_verdict(plan, HistoryBuilder().harm().decided().build(), Verdict::fail);
  EXPECT_EQ(outcome(j, "alert")->ruling, Ruling::missed);
  EXPECT_EQ(outcome(j, "blame")->ruling, Ruling::open);
}

Plan quiet_only() {
  Plan plan = symptom_within(300);
  plan.scenario.alerts.clear();
  ExpectQuiet quiet;
  quiet.component = "database";
  plan.scenario.quiet.push_back(quiet);
  return plan;
}

TEST(CutShort, SilenceAfterTheFaultWasTakenBackIsNoQuiet) {
  expect_verdict(quiet_only(), HistoryBuilder().harm().decided().build(), Verdict::invalid,
                 "quiet (nobody is paged about `database`) reaches beyond");
  expect_verdict(quiet_only(), HistoryBuilder().harm().build(), Verdict::pass);
}

TEST(CutShort, NorDoesItProveThatNobodyWasPagedInATwin) {
  expect_verdict(twin(), HistoryBuilder().revert_at(60).decided().build(), Verdict::invalid,
                 "unexplained (nobody is paged without an explanation) reaches beyond");
  Plan slow = twin();
  slow.monitoring.rules.push_back(rule(page("Slow", "auth"), 3600));
  const Judgement j = expect_verdict(slow, HistoryBuilder().build(), Verdict::pass);
  EXPECT_THAT(outcome(j, "unexplained")->observed,
              HasSubstr("nobody was; the latest moment for it would be"));
}

TEST(CutShort, APageThatCameLaterBreaksTheQuietAllTheSame) {
  const History run =
      HistoryBuilder().harm().decided().alert(400, kDatabase, "database-oncall").build();
  expect_verdict(quiet_only(), run, Verdict::fail, "quiet");
}

}  // namespace
}  // namespace misfire
