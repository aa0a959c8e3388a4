// Alertmanager's word about its routes: what shows that a fault is in force, and how much is told.
#include "fault/routing_witness.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::ElementsAre;

/// A root and so many routes below it, which wait that long.
LoadedRouting routes(int count, const std::string& wait) {
  LoadedRouting all{"receiver=default wait=" + wait};
  for (int i = 1; i <= count; ++i) {
    all.push_back("  receiver=team" + std::to_string(i) + " wait=" + wait);
  }
  return all;
}

TEST(RoutingWitness, TellsTheRoutesThatNobodyWroteSo) {
  const LoadedRouting written{"root", "  a", "  b"}, edited{"root", "  a", "  b_"};
  const Shown shown = routing_shown(edited, edited, written);
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, ElementsAre("Alertmanager has the route b_",
                                          "Alertmanager has 3 routes; 3 were written"));
}

TEST(RoutingWitness, TellsThatOneIsMissing) {
  const LoadedRouting written{"root", "  a", "  b"}, edited{"root", "  a"};
  const Shown shown = routing_shown(edited, edited, written);
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, ElementsAre("Alertmanager has 2 routes; 3 were written"));
}

TEST(RoutingWitness, OfManyRoutesThreeStandForAll) {
  const LoadedRouting written = routes(9, "10s"), edited = routes(9, "5m");
  EXPECT_THAT(routing_shown(edited, edited, written).evidence,
              ElementsAre("Alertmanager has the route receiver=default wait=5m",
                          "Alertmanager has the route receiver=team1 wait=5m",
                          "Alertmanager has the route receiver=team2 wait=5m",
                          "Alertmanager has 7 more routes that were not written so",
                          "Alertmanager has 10 routes; 10 were written"));
  const LoadedRouting three = routes(2, "5m");
  EXPECT_EQ(routing_shown(three, three, routes(2, "10s")).evidence.size(), 4u) << "none more";
  const LoadedRouting four = routes(3, "5m");
  EXPECT_EQ(routing_shown(four, four, routes(3, "10s")).evidence[3],
            "Alertmanager has 1 more route that was not written so");
}

TEST(RoutingWitness, IsNotShownByRoutesThatAreAsWrittenOrOthersThanMeant) {
  const LoadedRouting written = routes(2, "10s"), edited = routes(2, "5m");
  const Shown same = routing_shown(written, edited, written);
  EXPECT_FALSE(same.shown);
  EXPECT_THAT(same.evidence, ElementsAre("Alertmanager's routes are as they were written"));
  const Shown other = routing_shown(routes(2, "1m"), edited, written);
  EXPECT_FALSE(other.shown);
  EXPECT_THAT(other.evidence, ElementsAre("Alertmanager's routes are not as edited"));
  EXPECT_FALSE(routing_shown(written, written, written).shown) << "nothing was changed";
}

}  // namespace
}  // namespace misfire
