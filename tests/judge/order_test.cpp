// Events that come twice, or when they cannot come, or by a wrong clock: invalid, with the reason.
#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;
using namespace std::chrono_literals;

HistoryBuilder good() {
  return HistoryBuilder().harm().february_alerts();
}

void expect_invalid(History history, const std::string& reason, Plan plan = february()) {
  std::stable_sort(history.events.begin(), history.events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  expect_verdict(plan, history, Verdict::invalid, reason);
}

/// The good run with each event of a kind changed.
template <class T, class Change>
History with(Change change) {
  History h = good().build();
  for (Event& event : h.events) {
    if (T* fact = std::get_if<T>(&event.fact)) change(event, *fact);
  }
  return h;
}

TEST(Order, AnotherRunsPlan) {
  Plan plan = february();
  plan.run_id = "r2";
  expect_invalid(good().build(), "plan and history are of different runs", plan);
  plan = february();
  plan.faults.front().name = "reload";
  expect_invalid(good().build(), "fault `skew` (weights) was injected, but not planned", plan);
}

TEST(Order, AnEndThatWasAskedForIsAStressors) {
  const PartExited killed{"auth1", -1, 9, true, {}};
  Plan plan = february();
  plan.faults.front().name = "crash";
  const auto by = [&](const std::string& name, double killed_at, const std::string& killed_part) {
    History h = good().add(killed_at, killed).build();
    for (Event& event : h.events) {
      if (auto* injected = std::get_if<FaultInjected>(&event.fact)) {
        *injected = {"skew", name, "stressor", killed_part + " are killed, and stay down\n"};
      }
    }
    return h;
  };
  const auto by_stressor = [&](double killed_at) { return by("crash", killed_at, "auth1"); };
  expect_verdict(plan, by_stressor(10), Verdict::pass);
  expect_invalid(good().add(10, killed).build(),
                 "`auth1` ended as if it had been asked to, while no fault asked for it");
  expect_invalid(by_stressor(-60), "`auth1` ended as if", plan);
  expect_invalid(by_stressor(500), "`auth1` ended as if", plan);
  expect_verdict(plan, by("crash", 10, "auth2, auth1 and auth3"), Verdict::pass);
  expect_invalid(by("crash", 10, "auth11 and xauth1"), "`auth1` ended as if", plan);
  plan.faults.front().name = "flapping";
  expect_verdict(plan, by("flapping", 10, "auth1"), Verdict::pass);
  plan.faults.front().name = "surge";
  expect_invalid(by("surge", 10, "auth1"), "`auth1` ended as if", plan);
}

TEST(Order, WhatHappensOnceHappensOnce) {
  expect_invalid(good().add(-230, RunBegan{"r1", "s", 30, 7}).build(),
                 "the history tells that the run began 2 times");
  expect_invalid(good().add(100, RunEnded{}).build(), "that the run ended 2 times");
  expect_invalid(good().add(100, PhaseBegan{Phase::recovery, ""}).build(),
                 "the phases are not each there once and in order");
  expect_invalid(good().add(100, FaultInjected{"skew", "weights", "reload", ""}).build(),
                 "fault `skew` was injected twice");
  expect_invalid(good().add(300, FaultReverted{"skew", ""}).build(), "taken back twice");
  expect_invalid(good().add(500, RestorationChecked{true, {}}).build(),
                 "whether the balancer was restored 2 times");
}

TEST(Order, WhatHappensInAPhaseHappensInIt) {
  const auto by = [](double s) { return from_seconds(s / 30); };
  expect_invalid(with<FaultInjected>([&](Event& e, auto&) { e.at -= by(100); }),
                 "injected outside of its phase");
  expect_invalid(with<FaultReverted>([&](Event& e, auto&) { e.at += by(100), e.recorded = e.at; }),
                 "taken back, but not while it lasted");
  expect_invalid(with<FaultWitnessed>([&](Event& e, auto&) { e.at -= by(100); }),
                 "witnessed, but not while it lasted");
  expect_invalid(with<RestorationChecked>([&](Event& e, auto&) { e.at -= by(300); }),
                 "restoration was checked at another time");
}

TEST(Order, APhaseThatIsLost) {
  for (const Phase lost :
       {Phase::start, Phase::baseline, Phase::recovery, Phase::collect, Phase::stop}) {
    History h = good().build();
    std::erase_if(h.events, [&](const Event& e) {
      const auto* began = std::get_if<PhaseBegan>(&e.fact);
      return began && began->phase == lost;
    });
    expect_invalid(h, "the phases are not each there once and in order");
  }
}

TEST(Order, ProofsDoNotContradictThemselves) {
  expect_invalid(with<FaultWitnessed>([](Event&, auto& f) { f.evidence.clear(); }),
                 "without evidence");
  expect_invalid(good().add(100, FaultWitnessed{"skew", false, {}}).build(),
                 "both witnessed and not");
  expect_invalid(with<FaultReverted>([](Event&, auto& f) { f.why = "no effect was witnessed"; }),
                 "since one had no effect");
  expect_invalid(good().restored(false, {}).build(), "yet without a difference");
  expect_invalid(good().restored(true, {"weight of auth1"}).build(), "yet with differences");
}

TEST(Order, AnEffectThatWasNotShownTellsWhatWasSeenInstead) {
  History h = with<FaultWitnessed>([](Event&, auto& f) { f = {"skew", false, {"x"}}; });
  const Judgement j = expect_verdict(february(), h, Verdict::invalid);
  EXPECT_THAT(j.reasons, ::testing::ElementsAre("no effect of fault `skew` was witnessed"));
}

TEST(Order, ClocksThatAreWrong) {
  expect_invalid(with<Notified>([](Event& e, auto&) { e.at += 60s, e.recorded = e.at; }),
                 "before the run began or after it ended");
  expect_invalid(with<Notified>([](Event& e, auto&) { e.at += 5s; }),
                 "recorded before it happened");
  expect_invalid(with<Notified>([](Event& e, auto&) { e.recorded += 6s; }),
                 "learnt of long after they came");
  expect_invalid(with<FaultReverted>([](Event& e, auto&) { e.at -= 4s; }),
                 "a fault came or went 4.0 s before that was recorded");
  expect_invalid(with<LoadTick>([](Event& e, auto&) { e.recorded += 3s; }),
                 "the load driver's was 3.0 s behind");
}

TEST(Order, AWatchThatWasBusyIsNoWrongClock) {
  // For 5 s it did not look; then it learnt of everything at once.
  History h = good().build();
  const Instant from = HistoryBuilder().at(60), to = from + 5s;
  for (Event& event : h.events) {
    const bool looked_for = std::holds_alternative<LoadTick>(event.fact) ||
                            std::holds_alternative<Notified>(event.fact) ||
                            std::holds_alternative<AlertSent>(event.fact);
    if (looked_for && event.at >= from && event.at < to) event.recorded = to;
  }
  expect_verdict(february(), h, Verdict::pass);
}

}  // namespace
}  // namespace misfire
