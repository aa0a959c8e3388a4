// What a balancer cannot do is decided by the plan and started by nobody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/judging.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using namespace testing;

constexpr char kReason[] = "the fault \"skew\": nginx has no weight 0";

Plan unsupported() {
  Plan plan = february();
  plan.unsupported = {kReason};
  return plan;
}

History not_started() {
  History history;
  history.events = {{Instant{}, Instant{}, RunBegan{"r1", "feb", 30, 7}},
                    {Instant{}, Instant{}, RunEnded{}}};
  history.complete = true;
  return history;
}

History missed() {
  return HistoryBuilder().harm().build();
}

TEST(Unsupported, IsTheVerdictOfAPlanThatWasNotStarted) {
  const Judgement judgement = judge(unsupported(), not_started());
  EXPECT_EQ(judgement.verdict, Verdict::unsupported);
  EXPECT_THAT(judgement.reasons, ElementsAre(kReason));
  EXPECT_TRUE(judgement.expectations.empty());
}

TEST(Unsupported, IsNoVerdictOfARunThatTookPlace) {
  const Verdict before = judge(february(), missed()).verdict;
  EXPECT_EQ(before, Verdict::fail);
  EXPECT_EQ(judge(unsupported(), missed()).verdict, before);
}

TEST(Unsupported, IsNoVerdictOfAPlanThatSaysNothingOfIt) {
  EXPECT_EQ(judge(february(), not_started()).verdict, Verdict::invalid);
}

TEST(Unsupported, NeedsAHistoryThatIsWholeAndOfThisPlan) {
  History history = not_started();
  history.complete = false;
  EXPECT_EQ(judge(unsupported(), history).verdict, Verdict::invalid);
  history = not_started();
  history.logins.push_back({});
  EXPECT_EQ(judge(unsupported(), history).verdict, Verdict::invalid);
}

}  // namespace
}  // namespace misfire
