// What makes a run prove nothing, each with its true reason; and that invalid outranks the rest.
#include "judge/judging.hpp"
#include "judge/match.hpp"

namespace misfire {
namespace {

using namespace testing;

HistoryBuilder good() {
  return HistoryBuilder().harm().february_alerts();
}

void expect_invalid(const History& history, const std::string& reason, Plan plan = february()) {
  expect_verdict(plan, history, Verdict::invalid, reason);
}

void drop(History& history, const std::function<bool(const Event&)>& which) {
  std::erase_if(history.events, which);
}

template <class T>
bool is(const Event& event) {
  return std::holds_alternative<T>(event.fact);
}

TEST(Judge, NoDataIsInvalidNotPass) {
  expect_invalid({}, "incomplete");
  History empty;
  empty.complete = true;
  expect_invalid(empty, "never injected");
  expect_invalid(empty, "never injected", twin());
}

TEST(Judge, AnIncompleteHistoryIsInvalidWithThatReasonAlone) {
  History h = good().build();
  h.complete = false;
  h.damage = "history.jsonl ends in the middle of line 90";
  const auto j = judge(february(), h);
  EXPECT_EQ(j.verdict, Verdict::invalid);
  EXPECT_EQ(joined(j.reasons),
            "the history is incomplete: history.jsonl ends in the middle of line 90\n");
}

TEST(Judge, TroubleIsInvalid) {
  expect_invalid(good().add(100, Trouble{"Prometheus could not scrape `auth2`"}).build(),
                 "Prometheus could not scrape `auth2`");
}

TEST(Judge, AnUnaskedExitIsInvalid) {
  expect_invalid(good().add(100, PartExited{"auth2", -1, 11, false}).build(),
                 "`auth2` was ended by signal 11, unasked");
  expect_verdict(february(), good().add(965, PartExited{"auth2", 0, 0, true}).build(),
                 Verdict::pass);
}

TEST(Judge, WhoDiedIsNamedBeforeWhatFollowed) {
  const auto j =
      judge(february(), good()
                            .add(100, Trouble{"Prometheus scraped auth auth2 only 3 times"})
                            .add(101, PartExited{"auth2", -1, 9, false})
                            .build());
  ASSERT_EQ(j.verdict, Verdict::invalid);
  EXPECT_THAT(j.reasons.front(), ::testing::HasSubstr("`auth2` was ended by signal 9, unasked"));
}

TEST(Judge, ARunThatTroubleEndedEarlyNamesTheTroubleAlone) {
  History h = good().add(100, Trouble{"sink did not answer for 5.0 s"}).build();
  drop(h, [](const Event& event) {
    const auto* began = std::get_if<PhaseBegan>(&event.fact);
    return (began != nullptr && began->phase == Phase::collect) || is<RestorationChecked>(event) ||
           is<FaultReverted>(event);
  });
  const auto j = judge(february(), h);
  EXPECT_EQ(j.verdict, Verdict::invalid);
  EXPECT_EQ(j.reasons.front(), "sink did not answer for 5.0 s");
  for (const std::string& reason : j.reasons) {
    EXPECT_THAT(reason, ::testing::Not(::testing::HasSubstr("restored")));
    EXPECT_THAT(reason, ::testing::Not(::testing::HasSubstr("did not reach its end")));
  }
}

const Doubt kDoubt{"sink left questions unanswered for 3.0 of 9.0 s"};

Plan without_quiet() {
  Plan plan = february();
  plan.scenario.quiet.clear();
  return plan;
}

TEST(Judge, AMissInDoubtIsInvalidAHitIsNot) {
  const History missed = HistoryBuilder().harm().build();
  ASSERT_EQ(judge(without_quiet(), missed).verdict, Verdict::fail);
  expect_invalid(HistoryBuilder().harm().add(500, kDoubt).build(), kDoubt.what, without_quiet());
  expect_verdict(without_quiet(), good().add(500, kDoubt).build(), Verdict::pass);
}

TEST(Judge, SilenceInDoubtIsInvalid) {
  expect_invalid(good().add(500, kDoubt).build(), kDoubt.what);
  expect_invalid(HistoryBuilder().add(500, kDoubt).build(), kDoubt.what, twin());
}

TEST(Judge, AMissAfterABurstOfLateLoginsIsInvalidAHitIsNot) {
  const auto with_burst = [&](HistoryBuilder builder) {
    History h = builder.build();
    for (Event& event : h.events) {
      auto* tick = std::get_if<LoadTick>(&event.fact);
      if (tick == nullptr || event.at < HistoryBuilder().at(100)) continue;
      tick->lag_ms = 3000;
      break;
    }
    return h;
  };
  expect_invalid(with_burst(HistoryBuilder().harm()), "offered up to 3.0 s late");
  expect_verdict(february(), with_burst(good()), Verdict::pass);
}

TEST(Judge, AFaultWithoutAWitnessIsInvalid) {
  expect_invalid(good().witnessed(false).build(), "no effect of fault `skew` was witnessed");
  History h = good().build();
  drop(h, is<FaultWitnessed>);
  expect_invalid(h, "nobody looked");
}

TEST(Judge, FailedLoginsInTheBaselineAreInvalid) {
  expect_invalid(good().failing(-180, 0, 0.02).build(), "the baseline was not steady: 1.8 %");
}

TEST(Judge, APageBeforeTheFaultIsInvalid) {
  expect_invalid(good().notified(-20, "auth-oncall", kSymptom).build(),
                 "`LoginFailureRatioHigh` paged before the fault");
}

// Else the fault would be blamed for it when it is repeated, or it would be taken for quiet.
TEST(Judge, AForbiddenTicketThatFiredBeforeTheFaultIsInvalid) {
  const Labels labels = ticket("WeightSkew", "network");
  Plan quiet = february();
  quiet.scenario.quiet.push_back({});
  quiet.scenario.quiet.back().name = "WeightSkew";
  Plan strict = february();
  strict.scenario.strict = true;
  for (const Plan& plan : {quiet, strict}) {
    expect_invalid(good().firing(-100, labels).build(), "`WeightSkew` was firing before the fault",
                   plan);
    expect_invalid(good().notified(-20, "network-tickets", labels).build(),
                   "`WeightSkew` was notified before the fault", plan);
  }
  expect_verdict(february(), good().firing(-100, labels).build(), Verdict::pass);
}

TEST(Judge, AnExpectedTicketThatFiredBeforeTheFaultIsInvalid) {
  Plan plan = february();
  ExpectAlert skew;
  skew.name = "WeightSkew";
  skew.team = "network";
  skew.within = {model_seconds(300), ""};
  plan.scenario.alerts.push_back(skew);
  const Labels labels = ticket("WeightSkew", "network");
  const History h = good()
                        .notified(-20, "network-tickets", labels)
                        .notified(60, "network-tickets", labels)
                        .build();
  expect_verdict(plan, h, Verdict::invalid, "`WeightSkew` was notified before the fault");
}

TEST(Judge, APendingPageBeforeTheFaultIsInvalid) {
  expect_invalid(good().pending(-20, kCause).build(),
                 "`TrafficImbalance` was pending before the fault");
  expect_invalid(good().pending(-185, kCause).inactive(-100, kCause).build(), "was pending");
  expect_invalid(good().pending(-20, kCause).inactive(-10, kCause).build(), "was pending");
}

TEST(Judge, WhatWasOverBeforeTheBaselineDoesNotCount) {
  expect_verdict(february(), good().pending(-230, kCause).inactive(-190, kCause).build(),
                 Verdict::pass);
  expect_verdict(february(), good().pending(-20, ticket("WeightSkew", "network")).build(),
                 Verdict::pass);
}

TEST(Judge, WhatWasPendingWhileTheStackSettledDoesNotCount) {
  expect_verdict(february(), good().pending(-185, kCause).inactive(-150, kCause).build(),
                 Verdict::pass);
  expect_verdict(february(), good().pending(-170, kCause).inactive(-150, kCause).build(),
                 Verdict::pass);
  expect_invalid(good().firing(-170, kCause).inactive(-150, kCause).build(), "was firing");
}

TEST(Judge, ASlowMachineIsInvalid) {
  expect_invalid(good().lag_ms(150).build(), "the machine could not keep the pace");
}

TEST(Judge, LoadThatWasNotDeliveredIsInvalid) {
  History h = good().build();
  int n = 0;
  std::erase_if(h.logins, [&](const Login&) { return ++n % 20 == 0; });
  expect_invalid(h, "the load was not delivered: 95 % of the 3,800");
}

TEST(Judge, AnUnfilledWindowIsInvalidNeverMet) {
  Plan plan = february();
  plan.monitoring.rules[0].window_filled = false;
  expect_invalid(good().build(), "the window of `LoginFailureRatioHigh`", plan);
}

TEST(Judge, AnUnfilledWindowThatNoExpectationTouchesDoesNotMatter) {
  Plan plan = february();
  plan.monitoring.rules[3].window_filled = false;
  expect_verdict(plan, good().build(), Verdict::pass);
}

TEST(Judge, ARuleThatAsksForTheTimeIsInvalidAtSpeedOneWhereTheScenarioHasItsOwn) {
  Plan plan = february();
  plan.speed = 1;
  plan.monitoring.rules[0].compressible = Compressible::no;
  plan.monitoring.rules[0].why = "hour() follows the wall clock";
  EXPECT_EQ(distrust(plan, plan.monitoring.rules[0]), "") << "there is no other clock";
  plan.scenario.timeline.at = "Tue 14:10 UTC";
  plan.scenario.timeline.at_where = {"scenario.toml", 4, 1};
  EXPECT_EQ(distrust(plan, plan.monitoring.rules[0]),
            "`LoginFailureRatioHigh` asks for the time: hour() follows the wall clock, not "
            "timeline.at (Tue 14:10 UTC)");
  plan.monitoring.rules[0].why = "time() follows the wall clock";
  EXPECT_EQ(distrust(plan, plan.monitoring.rules[0]), "") << "spans are true at speed 1";
}

TEST(Judge, AnotherTrustedAlertCanMeetASymptomExpectation) {
  Plan plan = february();
  plan.monitoring.rules.push_back(rule(page("LoginErrorBudgetBurn", "auth"), 0));
  plan.monitoring.rules.back().window_filled = false;
  const Labels burn = page("LoginErrorBudgetBurn", "auth");
  expect_verdict(
      plan, good().notified(30, "auth-oncall", burn).resolved(500, "auth-oncall", burn).build(),
      Verdict::pass);
  expect_invalid(HistoryBuilder()
                     .harm()
                     .notified(30, "auth-oncall", burn)
                     .alert(90, kCause, "network-oncall", 120)
                     .build(),
                 "the window of `LoginErrorBudgetBurn`", plan);
}

TEST(Judge, ARuleThatCannotBeCompressedIsInvalidAtSpeed) {
  Plan plan = february();
  plan.monitoring.rules[1].compressible = Compressible::no;
  plan.monitoring.rules[1].why = "it uses hour()";
  expect_invalid(good().build(), "does not keep its meaning at speed 30: it uses hour()", plan);
}

TEST(Judge, AnExpectationBeyondWhatWasObservedIsInvalid) {
  Plan plan = february();
  plan.scenario.alerts[0].within.limit = model_seconds(3600);
  expect_invalid(HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120).build(),
                 "reaches beyond what was observed", plan);
}

TEST(Judge, WithoutALookAtTheRestorationItIsInvalid) {
  History h = good().build();
  drop(h, is<RestorationChecked>);
  expect_invalid(h, "nobody checked that the balancer was restored");
}

TEST(Judge, InvalidOutranksFail) {
  expect_invalid(HistoryBuilder().harm().restored(false).witnessed(false).build(), "witnessed");
}

// ---- sabotage: none of this may turn fail or invalid into pass ----

TEST(Sabotage, MissingMinutesOfTicksAreInvalid) {
  History h = good().build();
  const HistoryBuilder clock;
  drop(h, [&](const Event& e) {
    return is<LoadTick>(e) && e.at > clock.at(100) && e.at < clock.at(180);
  });
  expect_invalid(h, "the load driver told nothing for 2.");
}

TEST(Sabotage, MissingMinutesOfLoginsAreInvalid) {
  History h = good().build();
  const HistoryBuilder clock;
  std::erase_if(h.logins, [&](const Login& l) {
    return l.planned > clock.at(100) && l.planned < clock.at(180);
  });
  expect_invalid(h, "no login was recorded for 2.");
}

TEST(Sabotage, TicksThatEndEarlyAreInvalid) {
  History h = good().build();
  const HistoryBuilder clock;
  drop(h, [&](const Event& e) { return is<LoadTick>(e) && e.at > clock.at(800); });
  expect_invalid(h, "the load driver told nothing");
}

TEST(Sabotage, NoLoginsAtAllAreInvalid) {
  History h = good().build();
  h.logins.clear();
  expect_invalid(h, "no logins in the baseline");
}

TEST(Sabotage, AnyTruncationIsInvalid) {
  const History whole = good().build();
  for (std::size_t keep = 0; keep < whole.events.size(); keep += 7) {
    History h = whole;
    h.events.resize(keep);
    h.complete = false;
    EXPECT_EQ(judge(february(), h).verdict, Verdict::invalid) << keep;
    h.complete = true;  // even when nobody noticed
    const auto ruled = judge(february(), h).verdict;
    if (keep == 0 || whole.events[keep - 1].at < HistoryBuilder().at(960)) {
      EXPECT_EQ(ruled, Verdict::invalid) << keep;
    }
  }
}

TEST(Sabotage, RepeatedAndDisorderedNotificationsChangeNothing) {
  const auto good_history = good().build();
  History h = good_history;
  for (const Event& e : good_history.events) {
    if (is<Notified>(e)) h.events.insert(h.events.begin(), 3, e);
  }
  // More than Alertmanager sent; but as many as it tried to send change nothing.
  expect_invalid(h, "8 notifications arrived, but Alertmanager sent only 2");
  for (Event& e : h.events) {
    if (auto* collected = std::get_if<Collected>(&e.fact)) collected->attempts = 8;
  }
  expect_verdict(february(), h, Verdict::pass);

  History bad = HistoryBuilder().harm().alert(300, kSymptom, "auth-oncall").build();
  for (int i = 0; i < 5; ++i) bad.events.push_back(bad.events[bad.events.size() / 2]);
  std::reverse(bad.events.begin(), bad.events.end());
  EXPECT_NE(judge(february(), bad).verdict, Verdict::pass);
}

TEST(Sabotage, AStrangerReceiverIsInvalid) {
  expect_invalid(HistoryBuilder().harm().alert(40, kSymptom, "somebody-else").build(),
                 "a notification came for receiver `somebody-else`");
}

TEST(Sabotage, AnUnknownAlertIsInvalid) {
  expect_invalid(good().notified(50, "auth-oncall", page("Forged", "auth")).build(),
                 "alert `Forged` was notified, but no rule makes it");
  Notified nameless;
  nameless.receiver = "auth-oncall";
  nameless.alerts.push_back({{{"severity", "page"}}, false});
  expect_invalid(good().add(50, nameless).build(), "no rule makes it");
}

TEST(Judge, AnAlertThatMayBeTheOneInANotificationThatDoesNotTellIsNotMissed) {
  Plan plan = without_quiet();
  plan.scenario.blame.reset();
  Notified silent;
  silent.receiver = "auth-oncall";
  silent.integration = "slack";
  const auto with = [&](HistoryBuilder builder) { return builder.add(131, silent).build(); };
  expect_verdict(plan, HistoryBuilder().harm().build(), Verdict::fail, "alert");
  expect_invalid(with(HistoryBuilder().harm()), "without telling which alerts it carried", plan);
  expect_verdict(plan, with(good()), Verdict::pass);
}

TEST(Sabotage, ANotificationThatDoesNotTellItsAlertsIsInvalid) {
  Notified silent;
  silent.receiver = "database-oncall";
  silent.integration = "slack";
  expect_invalid(good().add(50, silent).build(), "without telling which alerts it carried");
  expect_invalid(HistoryBuilder().add(50, silent).build(), "without telling", twin());
}

TEST(Sabotage, AResolvedNotificationPagesNobody) {
  const auto h = HistoryBuilder()
                     .harm()
                     .resolved(100, "auth-oncall", kSymptom)
                     .alert(90, kCause, "network-oncall", 120)
                     .build();
  EXPECT_EQ(judge(february(), h).verdict, Verdict::fail);
}

Plan misled() {
  Plan plan = february();
  PlannedFault fault;
  fault.id = "dead-alert";
  fault.name = "alert-old-metric";
  plan.alert_faults = {fault};
  return plan;
}

TEST(Judge, AnAlertSideFaultThatNobodyTellsOfIsInvalid) {
  const FaultWitnessed shown{"dead-alert", true, {"Prometheus says so"}};
  expect_verdict(misled(), good().add(-60, shown).build(), Verdict::pass);
  expect_invalid(good().build(), "no effect of fault `dead-alert` was witnessed: nobody looked",
                 misled());
  expect_invalid(good().add(-60, FaultWitnessed{"dead-alert", false, {}}).build(),
                 "no effect of fault `dead-alert` was witnessed", misled());
  expect_invalid(good().add(60, shown).build(),
                 "fault `dead-alert` was not witnessed before the others came", misled());
  expect_invalid(good().add(-60, shown).build(),
                 "fault `dead-alert` was witnessed, but not while it lasted", february());
}

}  // namespace
}  // namespace misfire
