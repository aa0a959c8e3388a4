#include "run/phases.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

using namespace std::chrono_literals;

TEST(WallByPhase, EachPhaseLastsUntilTheNextAndTheLastUntilTheEnd) {
  const Instant zero = from_nanos(1'000'000'000);
  History history;
  const auto at = [&](Duration after, Fact fact) {
    history.events.push_back({zero + after, zero + after, std::move(fact)});
  };
  at(0s, PhaseBegan{Phase::start, ""});
  at(2s, PhaseBegan{Phase::baseline, ""});
  at(8s, PhaseBegan{Phase::fault, ""});
  at(18s, PhaseBegan{Phase::stop, ""});
  at(19s, RunEnded{});
  const auto seconds = wall_by_phase(history);
  EXPECT_EQ(seconds.at("start"), 2);
  EXPECT_EQ(seconds.at("baseline"), 6);
  EXPECT_EQ(seconds.at("fault"), 10);
  EXPECT_EQ(seconds.at("stop"), 1);
  EXPECT_EQ(overhead_of(seconds), 3);
}

TEST(WallByPhase, AnUnfinishedPhaseHasNoLength) {
  History history;
  history.events.push_back({from_nanos(1), from_nanos(1), PhaseBegan{Phase::start, ""}});
  EXPECT_TRUE(wall_by_phase(history).empty());
}

}  // namespace
}  // namespace misfire
