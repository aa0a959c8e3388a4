#include "base/clock_step.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

using namespace std::chrono_literals;

/// Two clocks; the wall clock can be set.
struct Clocks {
  ClockStep watch;
  ClockStep::Steady steady{1000s};
  Instant wall{std::chrono::seconds(1'700'000'000)};
  std::optional<Duration> after(Duration passed, Duration set = 0s, Duration torn = 0s) {
    steady += passed;
    wall += passed + set;
    return watch.step(steady - torn, wall, steady);
  }
};

TEST(ClockStep, ASteadyClockIsNone) {
  Clocks clocks;
  EXPECT_FALSE(clocks.after(0s));
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(clocks.after(25ms));
  EXPECT_FALSE(clocks.after(10h));
}

TEST(ClockStep, SlewingIsNone) {
  Clocks clocks;
  clocks.after(0s);
  for (int i = 0; i < 10'000; ++i)
    EXPECT_FALSE(clocks.after(25ms, 12us));  // 500 ppm: 120 ms in all
}

TEST(ClockStep, ASetClockIsToldOnce) {
  Clocks clocks;
  clocks.after(0s);
  EXPECT_EQ(clocks.after(25ms, 3600s), Duration(3600s));
  EXPECT_FALSE(clocks.after(25ms));
  EXPECT_EQ(clocks.after(25ms, -150ms), Duration(-150ms));
}

TEST(ClockStep, AReadingThatWasInterruptedSaysNothing) {
  Clocks clocks;
  clocks.after(0s);
  EXPECT_FALSE(clocks.after(1s, 0s, 900ms));
  EXPECT_FALSE(clocks.after(25ms));
  EXPECT_TRUE(clocks.after(25ms, 1s));
}

}  // namespace
}  // namespace misfire
