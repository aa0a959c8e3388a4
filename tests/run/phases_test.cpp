#include "run/phases.hpp"

#include <gtest/gtest.h>

#include "monitor/scratch_folder.hpp"

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
  EXPECT_EQ(overhead_of(seconds, 6), 3);
  EXPECT_EQ(overhead_of(seconds, 2), 7);
}

TEST(WallByPhase, PrometheussDiscoveryIsUnavoidable) {
  const Instant zero = from_nanos(1'000'000'000);
  History history;
  const auto at = [&](Duration after, Fact fact) {
    history.events.push_back({zero + after, zero + after, std::move(fact)});
  };
  at(1s, PartReady{"auth1", 0.1});
  EXPECT_EQ(unavoidable_wait(history, 2), 0);
  at(2s, PartReady{"prometheus", 0.2});  // for the past
  at(4s, PartReady{"prometheus", 0.2});
  EXPECT_EQ(unavoidable_wait(history, 2), 0);
  at(9s, PhaseBegan{Phase::baseline, ""});
  EXPECT_EQ(unavoidable_wait(history, 2), 5);
  at(14s, PhaseBegan{Phase::fault, ""});
  EXPECT_EQ(unavoidable_wait(history, 5), 5);
  EXPECT_EQ(unavoidable_wait(history, 2), 8);
}

TEST(WallByPhase, AnUnfinishedPhaseHasNoLength) {
  History history;
  history.events.push_back({from_nanos(1), from_nanos(1), PhaseBegan{Phase::start, ""}});
  EXPECT_TRUE(wall_by_phase(history).empty());
}

TEST(Recall, TakesWhatOnlyTheReportTells) {
  const ScratchFolder folder;
  RunFacts facts;
  recall(facts, folder.path / "report.json");  // there is none
  folder.write("report.json", R"({"phase": 4, "versions": {"haproxy": "2.6", "odd": 3}})");
  recall(facts, folder.path / "report.json");
  EXPECT_EQ(facts.phase, 4);
  EXPECT_EQ(facts.versions, (std::map<std::string, std::string>{{"haproxy", "2.6"}}));
}

}  // namespace
}  // namespace misfire
