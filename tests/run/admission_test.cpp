#include "run/admission.hpp"

#include <gtest/gtest.h>

#include "run/machine_meter.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr MachineLoad kQuiet{4, 0.2, 1ms};

TEST(Admission, AFixedNumberIsAllThatCounts) {
  const auto two = Admission::at_most(2);
  const MachineLoad full{1, 1, 500ms};
  EXPECT_TRUE(two.may_start(0, {}, full));
  EXPECT_TRUE(two.may_start(1, 0s, full));
  EXPECT_FALSE(two.may_start(2, 100s, kQuiet));
}

TEST(Admission, AutomaticFollowsTheCores) {
  const auto automatic = Admission::automatic(4);
  EXPECT_TRUE(automatic.may_start(15, 10s, kQuiet));
  EXPECT_FALSE(automatic.may_start(16, 10s, kQuiet));
}

TEST(Admission, AutomaticIsOneACoreInContainers) {
  const auto automatic = Admission::automatic_in_containers(4);
  EXPECT_TRUE(automatic.may_start(3, 10s, kQuiet));
  EXPECT_FALSE(automatic.may_start(4, 10s, kQuiet));
  EXPECT_FALSE(automatic.may_start(1, 1s, kQuiet));
}

TEST(Admission, AutomaticLetsARunSettleBeforeTheNextOne) {
  const auto automatic = Admission::automatic(4);
  EXPECT_FALSE(automatic.may_start(1, 1s, kQuiet));
  EXPECT_TRUE(automatic.may_start(1, 6s, kQuiet));
}

TEST(Admission, LagHoldsBackNewRuns) {
  const auto automatic = Admission::automatic(4);
  EXPECT_TRUE(automatic.may_start(1, 10s, {4, 0.2, 20ms}));
  EXPECT_FALSE(automatic.may_start(1, 10s, {4, 0.2, 30ms}));
}

TEST(Admission, BusyCoresHoldBackNewRuns) {
  const auto automatic = Admission::automatic(2);
  EXPECT_TRUE(automatic.may_start(1, 10s, {2, 1.4, 1ms}));
  EXPECT_FALSE(automatic.may_start(1, 10s, {2, 1.6, 1ms}));
}

TEST(Admission, OneRunAlwaysGoesOn) {
  EXPECT_TRUE(Admission::automatic(1).may_start(0, 0s, {1, 1, 5s}));
}

TEST(MachineMeter, ReadsWhatTheCoresDid) {
  const auto times = core_times("cpu  100 20 30 800 50 5 5 10 7 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n");
  ASSERT_TRUE(times);
  EXPECT_EQ(times->all, 1020);
  EXPECT_EQ(times->nice, 20);
  EXPECT_EQ(times->busy, 170) << "neither idle nor waiting for a disk; guests count once";
}

TEST(MachineMeter, TakesAnOldKernelsShortLineAndNothingElse) {
  EXPECT_EQ(core_times("cpu  1 2 3 4\n")->busy, 6);
  for (const char* text : {"", "cpu", "cpu \n", "cpu  1 2 3\ncpu0 4 5 6 7\n", "intr 1 2 3 4\n"}) {
    EXPECT_FALSE(core_times(text)) << text;
  }
}

TEST(MachineMeter, EndsAtOnce) {
  const MachineMeter meter;
  EXPECT_GE(meter.load().cores, 1);
}

}  // namespace
}  // namespace misfire
