// Parts without a processor: the machine's doing is neither a fail nor a pass.
#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;

HistoryBuilder good() {
  return HistoryBuilder().harm().february_alerts().looked();
}

TEST(HeldUp, APartThatHadItsProcessorIsNoReason) {
  expect_verdict(february(), good().build(), Verdict::pass);
}

TEST(HeldUp, ABackendWithoutAProcessorIsInvalidHoweverTheRunWent) {
  const auto j =
      expect_verdict(february(), good().held(0, 360, "auth1", 100).build(), Verdict::invalid,
                     "the machine could not keep the pace: of the 12.0 s of wall time "
                     "while the fault lasted there was no processor for `auth1` in 4.8 s "
                     "(waits of 100 ms and more)");
  EXPECT_EQ(j.reasons.size(), 1u);
  auto failing = HistoryBuilder().harm(0.5).february_alerts().looked();
  ASSERT_EQ(judge(february(), failing.build()).verdict, Verdict::fail);
  expect_verdict(february(), failing.held(0, 360, "auth1", 100).build(), Verdict::invalid,
                 "keep the pace");
}

TEST(HeldUp, AHiccupIsNoReason) {
  // 2.0 % of the time, and 0.5 s of 12: 4.2 %.
  expect_verdict(february(), good().held(0, 360, "auth1", 5).build(), Verdict::pass);
  expect_verdict(february(), good().held(100, 115, "auth1", 250).build(), Verdict::pass);
}

TEST(HeldUp, EachStretchOfTheRunCountsForItself) {
  // One second: 5.6 % of the time before and while the fault lasted, 8.3 % while it lasted.
  const auto j = expect_verdict(february(), good().held(100, 130, "balancer", 250).build(),
                                Verdict::invalid, "while the fault lasted");
  EXPECT_THAT(joined(j.reasons), ::testing::HasSubstr("for `balancer` in 1.0 s"));
  expect_verdict(february(), good().held(-60, -30, "auth2", 250).build(), Verdict::invalid,
                 "of the 6.0 s of wall time before the fault");
  expect_verdict(february(), good().held(400, 460, "auth2", 250).build(), Verdict::invalid,
                 "of the 20.0 s of wall time after the fault");
  // Starting takes whatever the machine has.
  expect_verdict(february(), good().held(-240, -180, "auth1", 250).build(), Verdict::pass);
}

TEST(HeldUp, IsToldOfARunThatTroubleEndedEarly) {
  History h = good().held(0, 300, "auth1", 200).add(100, Trouble{"auth1 did not answer"}).build();
  std::erase_if(h.events, [](const Event& event) {
    return event.at > HistoryBuilder().at(300) || std::holds_alternative<FaultReverted>(event.fact);
  });
  const auto j = expect_verdict(february(), h, Verdict::invalid, "for `auth1` in 8.0 s");
  EXPECT_EQ(j.reasons.back(), "auth1 did not answer");  // for that reason
}

TEST(HeldUp, WhatNobodyLookedAtIsInvalid) {
  History h = good().build();
  std::erase_if(h.events, [](const Event& event) {
    return std::holds_alternative<ProcessorTick>(event.fact) &&
           event.at > HistoryBuilder().at(100) && event.at < HistoryBuilder().at(190);
  });
  expect_verdict(february(), h, Verdict::invalid, "nobody saw whether the parts had a processor");
}

TEST(HeldUp, AnOlderHistoryDoesNotTell) {
  expect_verdict(february(), HistoryBuilder().harm().february_alerts().build(), Verdict::pass);
}

}  // namespace
}  // namespace misfire
