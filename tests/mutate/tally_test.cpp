// Who has the last word on a mutant.
#include "mutate/tally.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Seen kKilled{Fate::killed, "a page is missed"};
const Seen kSurvived{Fate::survived, ""};
const Seen kUntold{Fate::untold, "its faults were taken back early"};

Trial trial(Seen seen, bool active = false) {
  Trial one;
  one.seen = {std::move(seen)};
  one.active = {active};
  return one;
}

TEST(Tally, OneScenarioThatFailsIsEnough) {
  Tally tally({{"A", MutantKind::deleted}});
  tally.add("first", trial(kSurvived));
  tally.add("second", trial(kKilled));
  tally.add("third", trial(kSurvived));
  EXPECT_FALSE(tally.open(0));
  EXPECT_EQ(tally.outcomes()[0].fate, Fate::killed);
  EXPECT_EQ(tally.outcomes()[0].scenario, "second");
  EXPECT_THAT(tally.scenarios(), ElementsAre("first", "second", "third"));
}

TEST(Tally, WhoCannotTellIsNotOutvotedByWhoPasses) {
  Tally tally({{"A", MutantKind::deleted}});
  tally.add("first", trial(kUntold));
  tally.add("second", trial(kSurvived));
  EXPECT_TRUE(tally.open(0));
  EXPECT_EQ(tally.outcomes()[0].fate, Fate::untold);
  EXPECT_THAT(tally.outcomes()[0].why, HasSubstr("first cannot tell: its faults"));
}

TEST(Tally, ARunHopesWhereAReplayCannotTellOrTheAlertHasItsSay) {
  Tally tally({{"A", MutantKind::deleted}});
  tally.add("silent", trial(kSurvived));
  EXPECT_THAT(tally.hopes(0), IsEmpty());
  tally.add("active", trial(kSurvived, true));
  tally.add("active, too", trial(kSurvived, true));  // would only say the same
  tally.add("early", trial(kUntold));
  tally.add("early", trial(kUntold));
  EXPECT_THAT(tally.hopes(0), ElementsAre("early", "active"));
  tally.add_live(0, "early", kKilled);
  EXPECT_EQ(tally.outcomes()[0].fate, Fate::killed);
  EXPECT_TRUE(tally.outcomes()[0].live);
}

TEST(Tally, WhoWasNotAskedSaysNothing) {
  Tally tally({{"A", MutantKind::deleted}});
  tally.add("first", trial({}));
  EXPECT_EQ(tally.outcomes()[0].fate, Fate::untold);
  EXPECT_THAT(tally.hopes(0), IsEmpty());
}

}  // namespace
}  // namespace misfire
