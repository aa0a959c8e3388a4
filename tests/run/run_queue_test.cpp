#include "run/run_queue.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::ElementsAre;

/// The order in which scenarios are run when their tries end with these verdicts.
std::vector<std::size_t> order(RunQueue queue, std::vector<std::vector<Verdict>> verdicts) {
  std::vector<std::size_t> ran;
  while (const auto scenario = queue.next()) {
    ran.push_back(*scenario);
    auto& left = verdicts.at(*scenario);
    if (left.empty()) {
      ADD_FAILURE() << "scenario " << *scenario << " was run too often";
      break;
    }
    queue.ended(*scenario, left.front());
    left.erase(left.begin());
  }
  return ran;
}

TEST(RunQueue, RunsEachScenarioOnceInOrder) {
  EXPECT_THAT(order({3, 0}, {{Verdict::pass}, {Verdict::invalid}, {Verdict::fail}}),
              ElementsAre(0, 1, 2));
}

TEST(RunQueue, TriesAnInvalidRunAgainUntilItIsValid) {
  EXPECT_THAT(order({2, 3}, {{Verdict::invalid, Verdict::invalid, Verdict::pass}, {Verdict::pass}}),
              ElementsAre(0, 0, 0, 1));
}

TEST(RunQueue, TriesNoMoreOftenThanAllowed) {
  EXPECT_THAT(order({1, 2}, {{Verdict::invalid, Verdict::invalid, Verdict::invalid}}),
              ElementsAre(0, 0, 0));
}

TEST(RunQueue, NeverTriesAFailureAgain) {
  EXPECT_THAT(order({1, 5}, {{Verdict::fail}}), ElementsAre(0));
  EXPECT_THAT(order({1, 5}, {{Verdict::invalid, Verdict::fail}}), ElementsAre(0, 0));
}

}  // namespace
}  // namespace misfire
