// Parts without a processor: the machine's doing is neither a fail nor a pass.
#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;
using namespace std::chrono_literals;

struct Held {
  double from = 0, to = 0;  ///< seconds of model time after the fault
  std::string part = "auth1";
  std::int64_t ms = 0;  ///< in each tick of 250 ms
};

/// That run, looked at each quarter of a second from the start to the end.
History looked_at(History history, const std::vector<Held>& held) {
  const HistoryBuilder times;
  for (Instant at = times.at(-240); at <= times.at(990); at += 250ms) {
    ProcessorTick tick{{{"auth1", 0}, {"auth2", 0}, {"balancer", 0}}};
    for (const Held& one : held) {
      if (at > times.at(one.from) && at <= times.at(one.to)) tick.held_ms[one.part] = one.ms;
    }
    history.events.push_back({at, at, tick});
  }
  std::stable_sort(history.events.begin(), history.events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  return history;
}

History good() {
  return HistoryBuilder().harm().february_alerts().build();
}

TEST(HeldUp, APartThatHadItsProcessorIsNoReason) {
  expect_verdict(february(), looked_at(good(), {}), Verdict::pass);
}

TEST(HeldUp, ABackendWithoutAProcessorIsInvalidHoweverTheRunWent) {
  const std::vector<Held> held{{0, 360, "auth1", 100}};
  const auto j =
      expect_verdict(february(), looked_at(good(), held), Verdict::invalid,
                     "the machine could not keep the pace: of the 12.0 s of wall time "
                     "while the fault lasted there was no processor for `auth1` in 4.8 s "
                     "(waits of 100 ms and more)");
  EXPECT_EQ(j.reasons.size(), 1u);
  const auto failing = HistoryBuilder().harm(0.5).february_alerts().build();
  ASSERT_EQ(judge(february(), failing).verdict, Verdict::fail);
  expect_verdict(february(), looked_at(failing, held), Verdict::invalid, "keep the pace");
}

TEST(HeldUp, AHiccupIsNoReason) {
  // 2.0 % of the time, and 0.5 s of 12: 4.2 %.
  expect_verdict(february(), looked_at(good(), {{0, 360, "auth1", 5}}), Verdict::pass);
  expect_verdict(february(), looked_at(good(), {{100, 115, "auth1", 250}}), Verdict::pass);
}

TEST(HeldUp, EachStretchOfTheRunCountsForItself) {
  // One second: 5.9 % of the baseline's and the fault's time together, 8.3 % of the fault's.
  const auto j = expect_verdict(february(), looked_at(good(), {{100, 130, "balancer", 250}}),
                                Verdict::invalid, "while the fault lasted");
  EXPECT_THAT(joined(j.reasons), ::testing::HasSubstr("for `balancer` in 1.0 s"));
  expect_verdict(february(), looked_at(good(), {{-60, -30, "auth2", 250}}), Verdict::invalid,
                 "of the 6.0 s of wall time before the fault");
  expect_verdict(february(), looked_at(good(), {{400, 460, "auth2", 250}}), Verdict::invalid,
                 "of the 20.0 s of wall time after the fault");
  // Starting takes whatever the machine has.
  expect_verdict(february(), looked_at(good(), {{-240, -180, "auth1", 250}}), Verdict::pass);
}

TEST(HeldUp, IsToldOfARunThatTroubleEndedEarly) {
  History h = looked_at(HistoryBuilder().harm().add(100, Trouble{"auth1 did not answer"}).build(),
                        {{0, 300, "auth1", 200}});
  std::erase_if(h.events, [](const Event& event) {
    return event.at > HistoryBuilder().at(300) || std::holds_alternative<FaultReverted>(event.fact);
  });
  const auto j = expect_verdict(february(), h, Verdict::invalid, "for `auth1` in 8.0 s");
  EXPECT_EQ(j.reasons.back(), "auth1 did not answer");  // for that reason
}

TEST(HeldUp, WhatNobodyLookedAtIsInvalid) {
  History h = looked_at(good(), {});
  std::erase_if(h.events, [](const Event& event) {
    return std::holds_alternative<ProcessorTick>(event.fact) &&
           event.at > HistoryBuilder().at(100) && event.at < HistoryBuilder().at(190);
  });
  expect_verdict(february(), h, Verdict::invalid, "nobody saw whether the parts had a processor");
}

TEST(HeldUp, AnOlderHistoryDoesNotTell) {
  expect_verdict(february(), good(), Verdict::pass);
}

}  // namespace
}  // namespace misfire
