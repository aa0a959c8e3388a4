#include "balancer/caller.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace misfire {
namespace {

TEST(Caller, KeepsWhyTheWaitIsToEnd) {
  int asked = 0;
  const GoOn go_on = [&]() -> Result<void> {
    if (++asked == 2) return environment_error("auth1 died");
    return {};
  };
  Caller caller(go_on);
  EXPECT_TRUE(caller.says());
  EXPECT_TRUE(caller.said());
  EXPECT_FALSE(caller.says());
  EXPECT_EQ(caller.said().error().message, "auth1 died");
  EXPECT_FALSE(caller.says());
  EXPECT_EQ(asked, 2) << "the first reason counts";
}

TEST(CallerDeathTest, AnInterruptIsTheReasonWhateverElseWasWaitedFor) {
  const auto interrupted_wait = [] {
    remember_interrupt(SIGINT);
    const GoOn nobody;
    const Caller caller(nobody);
    std::exit(!caller.said() && caller.said().error().message == "interrupted" ? 7 : 1);
  };
  EXPECT_EXIT(interrupted_wait(), ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace misfire
