#include "run/processor_account.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

using namespace std::chrono_literals;

class Thread {
 public:
  /// The next look, 25 ms later: what was booked since the one before.
  ThreadWaits::Look booked(Duration waited, int turns, Duration ran = 0ms) {
    account_.waited += waited;
    account_.turns += turns;
    account_.ran += ran;
    at_ += 25ms;
    return waits_.look(account_, at_);
  }

 private:
  ThreadWaits waits_;
  ProcessorAccount account_{5s, 3s, 1000};
  std::chrono::steady_clock::time_point at_{1h};
};

TEST(ProcessorAccount, IsReadFromThreeNumbers) {
  const auto account = processor_account("1500 47199 12\n");
  ASSERT_TRUE(account);
  EXPECT_EQ(account->ran, 1500ns);
  EXPECT_EQ(account->waited, 47199ns);
  EXPECT_EQ(account->turns, 12);
}

TEST(ProcessorAccount, AnythingElseIsNone) {
  for (const char* text : {"", "1 2", "x", "1 2 x", "1 -2 3", "99999999999999999999 1 1"}) {
    EXPECT_FALSE(processor_account(text)) << text;
  }
}

TEST(ThreadWaits, WhatWasBeforeTheFirstLookIsNotSeen) {
  EXPECT_EQ(Thread().booked(0ms, 0).waited, 0ms);
}

TEST(ThreadWaits, ManyShortWaitsAreNoLongOne) {
  Thread thread;
  thread.booked(0ms, 0);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(thread.booked(24ms, 12, 1ms).waited, 0ms);
}

TEST(ThreadWaits, ALongWaitIsSeenWhenItEndsShortByALookAtMost) {
  Thread thread;
  thread.booked(0ms, 0);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(thread.booked(0ms, 0).waited, 0ms);
  const auto look = thread.booked(210ms, 1, 2ms);
  EXPECT_EQ(look.waited, 185ms);
  EXPECT_EQ(look.ran, 2ms);
  EXPECT_EQ(thread.booked(0ms, 0).waited, 0ms);
}

TEST(ThreadWaits, AWaitThatIsMovedToAnotherQueueIsOne) {
  Thread thread;
  thread.booked(0ms, 0);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(thread.booked(25ms, 0).waited, 0ms);
  EXPECT_EQ(thread.booked(10ms, 1).waited, 185ms);
}

TEST(ThreadWaits, ALateLookClaimsNothingThatItDidNotSee) {
  ThreadWaits waits;
  const std::chrono::steady_clock::time_point at{1h};
  waits.look({0s, 0s, 0}, at);
  EXPECT_EQ(waits.look({0s, 900ms, 1}, at + 1s).waited, 0ms);
}

}  // namespace
}  // namespace misfire
