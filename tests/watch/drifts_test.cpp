// Differences over time: a reload's moment is none, what stays is told once.
#include <gtest/gtest.h>

#include "watch/drifts.hpp"

namespace misfire::watch {
namespace {

using namespace std::chrono_literals;

Difference weight(const std::string& running) {
  return {{"auth", "a1"}, Aspect::weight, Against::file, running, "100", ""};
}

Instant at(Duration since) {
  return from_nanos(1'700'000'000'000'000'000) + since;
}

TEST(Drifts, OneLookTellsNobody) {
  Drifts drifts;
  EXPECT_TRUE(drifts.take(at(0s), {weight("50")}, 4s).began.empty());
  EXPECT_TRUE(drifts.suspects());
  EXPECT_TRUE(drifts.confirmed().empty());
}

TEST(Drifts, ASecondLookConfirmsAndSinceIsTheFirst) {
  Drifts drifts;
  drifts.take(at(0s), {weight("50")}, 4s);
  const Changes changes = drifts.take(at(7s), {weight("50")}, 4s);
  ASSERT_EQ(changes.began.size(), 1u);
  EXPECT_EQ(changes.began[0].since, at(0s));
  EXPECT_FALSE(drifts.suspects());
  EXPECT_TRUE(drifts.take(at(20s), {weight("50")}, 4s).began.empty());  // told once
}

TEST(Drifts, ASecondLookTooSoonDoesNotConfirm) {
  Drifts drifts;
  drifts.take(at(0s), {weight("50")}, 4s);
  EXPECT_TRUE(drifts.take(at(1s), {weight("50")}, 4s).began.empty());
  EXPECT_EQ(drifts.take(at(4s), {weight("50")}, 4s).began.size(), 1u);
}

TEST(Drifts, AReloadInProgressIsForgotten) {
  Drifts drifts;
  drifts.take(at(0s), {weight("50")}, 4s);
  const Changes changes = drifts.take(at(7s), {}, 4s);
  EXPECT_TRUE(changes.began.empty());
  EXPECT_TRUE(changes.ended.empty());  // nobody was told that it began
  EXPECT_TRUE(drifts.known().empty());
}

TEST(Drifts, AnotherValueIsAnotherSuspicion) {
  Drifts drifts;
  drifts.take(at(0s), {weight("50")}, 4s);
  EXPECT_TRUE(drifts.take(at(7s), {weight("60")}, 4s).began.empty());
  EXPECT_EQ(drifts.take(at(14s), {weight("60")}, 4s).began.at(0).since, at(7s));
}

TEST(Drifts, WhatIsToldGoesOnWithItsNewValue) {
  Drifts drifts;
  drifts.take(at(0s), {weight("50")}, 4s);
  drifts.take(at(7s), {weight("50")}, 4s);
  const Changes changes = drifts.take(at(20s), {weight("60")}, 4s);
  EXPECT_TRUE(changes.began.empty() && changes.ended.empty());
  ASSERT_EQ(drifts.confirmed().size(), 1u);
  EXPECT_EQ(drifts.confirmed()[0].since, at(0s));
  EXPECT_EQ(drifts.confirmed()[0].what.running, "60");
}

TEST(Drifts, OneThatIsOverIsToldAtOnce) {
  Drifts drifts;
  drifts.take(at(0s), {weight("50")}, 4s);
  drifts.take(at(7s), {weight("50")}, 4s);
  EXPECT_EQ(drifts.take(at(20s), {}, 4s).ended.size(), 1u);
}

TEST(Drifts, ASuspicionOutlivesARestart) {
  Drifts before;
  before.take(at(0s), {weight("50")}, 4s);
  Drifts after(before.known());
  EXPECT_EQ(after.take(at(7s), {weight("50")}, 4s).began.size(), 1u);
}

TEST(Drifts, AClockThatWasPutBackDelaysByOneLook) {
  Drifts drifts;
  drifts.take(at(3600s), {weight("50")}, 4s);
  drifts.take(at(0s), {weight("50")}, 4s);
  EXPECT_EQ(drifts.take(at(7s), {weight("50")}, 4s).began.size(), 1u);
}

}  // namespace
}  // namespace misfire::watch
