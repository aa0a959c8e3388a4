// Known holes: told, not red; red when they are closed or have expired.
#include "judge/judging.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace testing;

// Histories of these tests are of November 2023.
const Gap kOpen{"OPS-12", "2023-12-31"};
const Gap kLapsed{"OPS-12", "2023-11-01"};

Plan february_with_gap(const Gap& gap) {
  Plan plan = february();
  plan.scenario.alerts.front().gap = gap;
  return plan;
}

HistoryBuilder without_the_symptom() {
  return HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120);
}

TEST(Gap, AMissThatIsKnownIsToldAndNotRed) {
  const Judgement j =
      expect_verdict(february_with_gap(kOpen), without_the_symptom().build(), Verdict::pass);
  EXPECT_THAT(j.reasons, IsEmpty());
  EXPECT_EQ(outcome(j, "alert")->ruling, Ruling::missed);
  EXPECT_EQ(outcome(j, "alert")->gap_state, GapState::known);
  EXPECT_THAT(outcome(j, "alert")->observed, HasSubstr("(known gap OPS-12, until 2023-12-31)"));
}

TEST(Gap, WithoutItTheSameRunFails) {
  expect_verdict(february(), without_the_symptom().build(), Verdict::fail);
}

TEST(Gap, IsRedWhenItIsClosed) {
  expect_verdict(february_with_gap(kOpen), HistoryBuilder().harm().february_alerts().build(),
                 Verdict::fail, "the known gap OPS-12 is closed: take it out of the scenario");
}

TEST(Gap, IsRedFromTheDayAfterItsLast) {
  const History run = without_the_symptom().build();
  expect_verdict(february_with_gap(kLapsed), run, Verdict::fail,
                 "the gap OPS-12 was known until 2023-11-01");
  // The day of the run counts, so that judging it again in another year changes nothing.
  expect_verdict(february_with_gap({"OPS-12", "2023-11-14"}), run, Verdict::pass);
}

TEST(Gap, ExcusesNothingElse) {
  expect_verdict(february_with_gap(kOpen), HistoryBuilder().harm().build(), Verdict::fail, "blame");
}

TEST(Gap, AMissThatIsDoubtedProvesNotEvenAGap) {
  expect_verdict(february_with_gap(kOpen),
                 without_the_symptom().add(200, Doubt{"auth2 was slow to answer"}).build(),
                 Verdict::invalid, "auth2 was slow to answer");
}

TEST(Gap, OfABlameCoversPagesThatBlameTheWrongPart) {
  Plan plan = february();
  plan.scenario.quiet.clear();
  const History run = HistoryBuilder()
                          .harm()
                          .alert(20, kSymptom, "auth-oncall")
                          .alert(30, kDatabase, "database-oncall")
                          .build();
  const Judgement red = expect_verdict(plan, run, Verdict::fail, "blames `database`");
  EXPECT_EQ(red.reasons.size(), 2u) << joined(red.reasons);
  plan.scenario.blame->gap = kOpen;
  const Judgement known = expect_verdict(plan, run, Verdict::pass);
  EXPECT_EQ(outcome(known, "blame")->gap_state, GapState::known);
  EXPECT_EQ(known.also_notified.size(), 1u);
}

TEST(Gap, OfAQuietCoversItsPage) {
  Plan plan = february();
  plan.scenario.quiet.front().gap = kOpen;
  const History run =
      HistoryBuilder().harm().february_alerts().alert(300, kDatabase, "database-oncall").build();
  const Judgement j = judge(plan, run);
  EXPECT_EQ(outcome(j, "quiet")->gap_state, GapState::known) << joined(j.reasons);
}

}  // namespace
}  // namespace misfire
