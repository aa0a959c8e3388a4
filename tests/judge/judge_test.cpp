// Verdicts over whole histories: what passes, and what each expectation says when it does not.
#include "judge/judging.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace testing;

HistoryBuilder good() {
  return HistoryBuilder().harm().february_alerts();
}

TEST(Judge, FebruaryPassesWhenEverybodyWasReachedInTime) {
  const Judgement j = expect_verdict(february(), good().build(), Verdict::pass);
  EXPECT_TRUE(j.reasons.empty());
  EXPECT_NEAR(j.impact.failed_ratio, 0.30, 0.01);
  EXPECT_TRUE(j.restored);
  EXPECT_EQ(j.expectations.size(), 7u);
  for (const auto& e : j.expectations) EXPECT_EQ(e.ruling, Ruling::met) << e.text;
}

TEST(Judge, StagesAreCompleteAndInOrder) {
  const Judgement j = judge(february(), good().build());
  ASSERT_EQ(j.alerts.size(), 2u);
  for (const AlertOutcome& a : j.alerts) {
    const Stages& s = a.stages;
    ASSERT_TRUE(s.effect && s.pending && s.firing && s.sent && s.notified) << a.name;
    EXPECT_LE(s.fault, *s.effect);
    EXPECT_LE(*s.effect, *s.pending);
    EXPECT_LE(*s.pending, *s.firing);
    EXPECT_LE(*s.firing, *s.sent);
    EXPECT_LE(*s.sent, *s.notified);
  }
  EXPECT_EQ(j.alerts[0].team, "auth");
  EXPECT_EQ(j.alerts[0].receiver, "auth-oncall");
  EXPECT_NEAR(j.alerts[0].notified->seconds(), 131, 0.01);
  EXPECT_EQ(j.alerts[1].team, "network");
  EXPECT_NEAR(j.alerts[1].notified->seconds(), 241, 0.01);
}

TEST(Judge, HarmAfterPendingIsNoStageOfThatAlert) {
  const auto h = HistoryBuilder().failing(100, 360, 0.42).february_alerts().build();
  const Judgement j = judge(february(), h);
  EXPECT_FALSE(alert_named(j, "LoginFailureRatioHigh")->stages.effect);
}

TEST(Judge, AnAlertWithoutForIsPendingWhenItFires) {
  const auto h = HistoryBuilder()
                     .harm()
                     .firing(50, kSymptom)
                     .sent(50.1, kSymptom)
                     .notified(81, "auth-oncall", kSymptom)
                     .alert(90, kCause, "network-oncall", 120)
                     .inactive(500, kSymptom)
                     .build();
  const Judgement j = expect_verdict(february(), h, Verdict::pass);
  EXPECT_EQ(alert_named(j, "LoginFailureRatioHigh")->stages.pending,
            alert_named(j, "LoginFailureRatioHigh")->stages.firing);
}

TEST(Judge, StagesAreOfTheEpisodeThatFired) {
  const auto h = HistoryBuilder()
                     .harm()
                     .pending(20, kSymptom)
                     .inactive(35, kSymptom)
                     .alert(60, kSymptom, "auth-oncall")
                     .alert(90, kCause, "network-oncall", 120)
                     .build();
  const HistoryBuilder clock;
  EXPECT_EQ(alert_named(judge(february(), h), "LoginFailureRatioHigh")->stages.pending,
            clock.at(60));
}

TEST(Judge, AnAlertThatWasPendingBeforeTheFaultHasNoTimeToPending) {
  const Labels l = ticket("WeightSkew", "network");
  const HistoryBuilder clock;
  const auto way = [&](const HistoryBuilder& history) {
    const auto j = judge(february(), history.build());
    return *alert_named(j, "WeightSkew");
  };
  const auto before = way(HistoryBuilder().harm().pending(-20, l).firing(20, l));
  EXPECT_FALSE(before.stages.pending);
  EXPECT_EQ(before.stages.firing, clock.at(20));
  for (const MeasuredStage& stage : before.measured) EXPECT_FALSE(stage.outside) << stage.stage;
  const auto again =
      way(HistoryBuilder().harm().pending(-20, l).inactive(-5, l).pending(10, l).firing(70, l));
  EXPECT_EQ(again.stages.pending, clock.at(10));
  const auto anew =
      way(HistoryBuilder().harm().pending(-20, l).inactive(5, l).pending(10, l).firing(70, l));
  EXPECT_EQ(anew.stages.pending, clock.at(10));
}

TEST(Judge, ImpactCountsLoginsPlannedWhileTheFaultLasted) {
  const Judgement j = expect_verdict(
      february(), HistoryBuilder().harm(0.10).february_alerts().build(), Verdict::fail, "impact");
  EXPECT_NEAR(j.impact.failed_ratio, 0.10, 0.01);
  EXPECT_EQ(j.impact.logins, 1200);
  ASSERT_EQ(j.impact.per_backend.size(), 3u);
  EXPECT_EQ(j.impact.per_backend[0].failed, j.impact.failed);
  EXPECT_EQ(j.impact.per_backend[1].failed, 0);
}

TEST(Judge, AffectedUsersAreThoseForWhomHalfOfTheAttemptsFailed) {
  HistoryBuilder b;
  History h = b.build();
  // Two logins each: user 1 fails once, user 2 twice, user 3 never.
  h.logins.clear();
  const auto login = [&](double s, std::uint32_t user, bool ok) {
    Login l;
    l.planned = l.sent = l.answered = b.at(s);
    l.user = user;
    l.outcome = ok ? Outcome::ok : Outcome::timeout;
    h.logins.push_back(l);
  };
  login(10, 1, true), login(11, 1, false), login(12, 2, false), login(13, 2, false);
  login(14, 3, true), login(15, 3, true), login(16, 4, true), login(17, 4, true);
  login(18, 4, false), login(500, 3, false);
  EXPECT_EQ(judge(february(), h).impact.users, 2);
}

// ---- where an alert stopped ----

HistoryBuilder only_cause() {
  return HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120);
}

TEST(Judge, ADeletedRuleIsNamed) {
  Plan plan = february();
  plan.monitoring.rules.erase(plan.monitoring.rules.begin());
  expect_verdict(plan, only_cause().build(), Verdict::fail,
                 "alert (a page for the symptom reaches team auth within 5 min): no rule");
  plan = february();
  plan.scenario.alerts[0].symptom = false;
  plan.scenario.alerts[0].name = "LoginFailureRateHigh";
  expect_verdict(plan, only_cause().build(), Verdict::fail,
                 "no rule named `LoginFailureRateHigh` in the configuration (the nearest is "
                 "`LoginFailureRatioHigh`)");
}

TEST(Judge, AnAlertThatWasNeverPendingIsNamed) {
  expect_verdict(february(), only_cause().build(), Verdict::fail,
                 "`LoginFailureRatioHigh` never crossed its threshold (never pending)");
}

TEST(Judge, AnAlertThatStayedPendingIsNamedWithItsFor) {
  Plan plan = february();
  plan.monitoring.rules[0].hold = model_seconds(1800);
  expect_verdict(plan, only_cause().pending(40, kSymptom).inactive(500, kSymptom).build(),
                 Verdict::fail, "stayed pending (`for` is 30 min)");
}

TEST(Judge, AnAlertThatWasNotSentIsNamed) {
  expect_verdict(
      february(),
      only_cause().pending(40, kSymptom).firing(100, kSymptom).inactive(500, kSymptom).build(),
      Verdict::fail, "fired after 1 min 40 s, but was not sent");
}

TEST(Judge, AnAlertThatNobodyWasToldOfIsInhibitedOrMuted) {
  expect_verdict(february(),
                 only_cause()
                     .pending(40, kSymptom)
                     .firing(100, kSymptom)
                     .sent(100.1, kSymptom)
                     .inactive(500, kSymptom)
                     .build(),
                 Verdict::fail, "inhibited or muted");
}

TEST(Judge, AnAlertThatWentElsewhereIsNamedWithItsReceiver) {
  expect_verdict(february(), only_cause().alert(40, kSymptom, "default").build(), Verdict::fail,
                 "`LoginFailureRatioHigh` fired, but went to `default`");
}

TEST(Judge, ATemplateTypoIsNamedWithItsStage) {
  const auto h = HistoryBuilder()
                     .harm()
                     .alert(40, kSymptom, "auth-oncall")
                     .pending(90, kCause)
                     .firing(210, kCause)
                     .sent(210.1, kCause)
                     .observed(241, "network-oncall", kCause)
                     .add(241, DeliveryFailed{"network-oncall", "slack", "rendering",
                                              "template: :1: function \"foo\" not defined"})
                     .inactive(500, kCause)
                     .build();
  expect_verdict(february(), h, Verdict::fail,
                 "`TrafficImbalance` was flushed to `network-oncall`, but slack failed at stage "
                 "rendering: template: :1: function \"foo\" not defined");
}

TEST(Judge, TheFailureOfAnotherAlertsDeliveryIsNotBlamed) {
  Plan plan = february();
  plan.monitoring.rules.push_back(rule(ticket("LoginLatencyHigh", "auth"), 60));
  const DeliveryFailed of_latency{"auth-oncall", "slack", "rendering", "a typo"};
  const auto h = HistoryBuilder()
                     .harm()
                     .pending(40, kSymptom)
                     .firing(100, kSymptom)
                     .sent(100.1, kSymptom)
                     .inactive(500, kSymptom)
                     .alert(90, kCause, "network-oncall", 120)
                     .observed(150, "auth-oncall", ticket("LoginLatencyHigh", "auth"))
                     .add(150, of_latency)
                     .build();
  expect_verdict(plan, h, Verdict::fail,
                 "`LoginFailureRatioHigh` fired and was sent to Alertmanager after 1 min 40 s, but "
                 "nobody was notified");
  plan.monitoring.observers.erase("auth-oncall");  // then nobody knows what it carried
  History unobserved = h;
  std::erase_if(unobserved.events, [](const Event& event) {
    const auto* notified = std::get_if<Notified>(&event.fact);
    return notified != nullptr && notified->observer;
  });
  for (Event& event : unobserved.events) {
    if (auto* collected = std::get_if<Collected>(&event.fact)) {
      --collected->attempts;
      --collected->delivered;
    }
  }
  expect_verdict(plan, unobserved, Verdict::fail, "but slack failed at stage rendering: a typo");
}

TEST(Judge, ALateNotificationIsNamedWithItsTime) {
  const auto j =
      expect_verdict(february(), only_cause().alert(279, kSymptom, "auth-oncall").build(),
                     Verdict::fail, "notified too late: after 6 min 10 s, limit 5 min");
  EXPECT_FALSE(alert_named(j, "LoginFailureRatioHigh")->met);
}

TEST(Judge, AShorterLimitFailsAnOldRun) {
  Plan plan = february();
  plan.scenario.alerts[0].within.limit = model_seconds(1);
  expect_verdict(plan, good().build(), Verdict::fail, "limit 1.0 s");
}

TEST(Judge, ALimitMayCountFromTheEffect) {
  Plan plan = february();
  plan.scenario.alerts[0].within = {model_seconds(60), "effect"};
  const auto h = HistoryBuilder()
                     .failing(100, 360, 0.42)
                     .alert(60, kSymptom, "auth-oncall")
                     .alert(90, kCause, "network-oncall", 120)
                     .build();
  expect_verdict(plan, h, Verdict::pass);  // 151 s after the fault, 51 s after the effect
  plan.scenario.alerts[0].within.from.clear();
  expect_verdict(plan, h, Verdict::fail, "too late");
}

TEST(Judge, WithoutHarmTheEffectIsTheWitness) {
  Plan plan = february();
  plan.scenario.impact.reset();
  plan.scenario.alerts[0].within = {model_seconds(125), "effect"};
  const auto h = HistoryBuilder().february_alerts().build();
  expect_verdict(plan, h, Verdict::pass);  // witnessed at 10 s, notified at 131 s
  plan.scenario.alerts[0].within.limit = model_seconds(120);
  expect_verdict(plan, h, Verdict::fail, "too late");
}

TEST(Judge, AnObserverReachesNobody) {
  expect_verdict(february(),
                 only_cause()
                     .pending(40, kSymptom)
                     .firing(100, kSymptom)
                     .sent(100.1, kSymptom)
                     .observed(131, "auth-oncall", kSymptom)
                     .inactive(500, kSymptom)
                     .build(),
                 Verdict::fail, "was flushed to `auth-oncall`, but no notification arrived");
}

// ---- blame, quiet, recovery, restoration ----

TEST(Judge, AWrongFirstBlameFailsThoughTheRightOneFollows) {
  Plan plan = february();
  plan.scenario.quiet.clear();
  expect_verdict(plan, good().notified(100, "database-oncall", kDatabase).build(), Verdict::fail,
                 "the first page blamed `database` (`DatabaseSlow` at `database-oncall` after "
                 "1 min 40 s)");
}

TEST(Judge, ATicketBlamesNobody) {
  Labels l = ticket("WeightSkew", "network");
  l["component"] = "database";
  expect_verdict(february(), good().notified(50, "network-tickets", l).build(), Verdict::pass);
}

TEST(Judge, BlameMustReachItsTeam) {
  expect_verdict(february(),
                 HistoryBuilder()
                     .harm()
                     .alert(40, kSymptom, "auth-oncall")
                     .alert(90, kCause, "default", 120)
                     .build(),
                 Verdict::fail, "`TrafficImbalance` fired, but went to `default`");
}

TEST(Judge, APageAboutTheDatabaseBreaksTheQuiet) {
  expect_verdict(february(), good().notified(300, "database-oncall", kDatabase).build(),
                 Verdict::fail, "quiet (nobody is paged about `database`): `DatabaseSlow` paged");
}

TEST(Judge, QuietWithoutAMatchingRuleIsMetAtOnce) {
  Plan plan = february();
  plan.scenario.quiet[0].component = "dns";
  const auto j = expect_verdict(plan, good().build(), Verdict::pass);
  EXPECT_EQ(outcome(j, "quiet")->observed, "no rule could page about it");
}

TEST(Judge, QuietByNameIsBrokenByATicketAndByNoOther) {
  Plan plan = february();
  const History told =
      good().notified(300, "network-tickets", ticket("WeightSkew", "network")).build();
  plan.scenario.quiet[0] = {};
  plan.scenario.quiet[0].name = "WeightSkew";
  expect_verdict(plan, good().build(), Verdict::pass);
  expect_verdict(plan, told, Verdict::fail,
                 "quiet (nobody is notified of `WeightSkew`): `WeightSkew` was notified to "
                 "`network-tickets`");
  plan.scenario.quiet[0].name = "Another";
  const auto j = expect_verdict(plan, told, Verdict::pass);
  EXPECT_EQ(outcome(j, "quiet")->observed, "no rule could notify of it");
}

TEST(Judge, QuietUntilSaysWhenItEnded) {
  Plan plan = february();
  plan.scenario.quiet[0] = {};
  plan.scenario.quiet[0].name = "WeightSkew";
  plan.scenario.quiet[0].until = model_seconds(240);
  const auto told = [&](double s) {
    return good().notified(s, "network-tickets", ticket("WeightSkew", "network")).build();
  };
  const auto j = expect_verdict(plan, told(300), Verdict::pass);
  EXPECT_EQ(outcome(j, "quiet")->text,
            "nobody is notified of `WeightSkew` until 4 min after the fault");
  EXPECT_EQ(outcome(j, "quiet")->observed, "no notification until then");
  expect_verdict(plan, told(200), Verdict::fail,
                 "quiet (nobody is notified of `WeightSkew` until 4 min after the fault)");
}

TEST(Judge, QuietThatCouldStillBeBrokenIsInvalid) {
  Plan plan = february();
  plan.monitoring.rules[2].hold = model_seconds(3600);
  expect_verdict(plan, good().build(), Verdict::invalid, "reaches beyond what was observed");
}

TEST(Judge, LoginsThatStayBadFailTheRecovery) {
  expect_verdict(february(), good().failing(360, 500, 0.2).build(), Verdict::fail,
                 "recovery (at least 99.9 % of the logins succeed again");
}

TEST(Judge, AnAlertThatIsNotResolvedFailsTheRecovery) {
  Plan plan = february();
  plan.scenario.recovery->alerts_resolved = model_seconds(100);  // it takes 200
  expect_verdict(plan, good().build(), Verdict::fail,
                 "`LoginFailureRatioHigh` and `TrafficImbalance` still fired 1 min 40 s after");
}

TEST(Judge, AResolvedNotificationResolves) {
  const auto h = HistoryBuilder()
                     .harm()
                     .notified(131, "auth-oncall", kSymptom)
                     .notified(241, "network-oncall", kCause)
                     .resolved(500, "auth-oncall", kSymptom)
                     .resolved(500, "network-oncall", kCause)
                     .build();
  expect_verdict(february(), h, Verdict::pass);
}

TEST(Judge, WhatWasNotPutBackFails) {
  const auto j =
      expect_verdict(february(), good().restored(false, {"weight of auth1 is 200"}).build(),
                     Verdict::fail, "weight of auth1 is 200");
  EXPECT_FALSE(j.restored);
  EXPECT_THAT(j.restoration_differences, ElementsAre("weight of auth1 is 200"));
}

// ---- unexplained pages ----

TEST(Judge, ATwinPassesWhenNobodyIsPaged) {
  const auto j = expect_verdict(twin(), HistoryBuilder().build(), Verdict::pass);
  EXPECT_EQ(outcome(j, "unexplained")->ruling, Ruling::met);
}

TEST(Judge, AnyPageFailsATwin) {
  expect_verdict(twin(), HistoryBuilder().alert(40, kSymptom, "auth-oncall").build(), Verdict::fail,
                 "`LoginFailureRatioHigh` paged `auth-oncall`");
}

TEST(Judge, ATicketHidesNoPageOfTheSameName) {
  Plan plan = twin();
  const Labels slow = ticket("Burn", "auth"), fast = page("Burn", "auth");
  plan.monitoring.rules.push_back(rule(slow, 60));
  plan.monitoring.rules.push_back(rule(fast, 60));
  const auto j = expect_verdict(
      plan, HistoryBuilder().alert(40, slow, "auth-oncall").alert(90, fast, "auth-oncall").build(),
      Verdict::fail, "`Burn` paged `auth-oncall`");
  EXPECT_THAT(j.also_notified, ElementsAre(HasSubstr("`Burn` went to `auth-oncall`")));
}

TEST(Judge, ATicketDoesNotFailATwin) {
  const auto j = expect_verdict(
      twin(),
      HistoryBuilder().alert(40, ticket("WeightSkew", "network"), "network-tickets").build(),
      Verdict::pass);
  EXPECT_THAT(j.also_notified, ElementsAre(HasSubstr("`WeightSkew` went to `network-tickets`")));
}

TEST(Judge, AStrictScenarioFailsForWhatElseWasTold) {
  Plan plan = february();
  plan.scenario.strict = true;
  expect_verdict(plan,
                 good().notified(200, "network-tickets", ticket("WeightSkew", "network")).build(),
                 Verdict::fail, "strict");
}

/// A page of February's symptom at the database's team, and nowhere else unless that is said.
HistoryBuilder astray(double end = 960) {
  return HistoryBuilder().harm().end_at(end).alert(90, kCause, "network-oncall", 120);
}

TEST(Judge, APageAtTheWrongTeamAloneFails) {
  Plan plan = february();
  plan.scenario.alerts[0].name = "AnotherSymptom";  // which its own team gets in time
  plan.scenario.alerts[0].symptom = false;
  plan.monitoring.rules.push_back(rule(page("AnotherSymptom", "auth"), 60));
  const auto other = [] {
    return astray().alert(40, page("AnotherSymptom", "auth"), "auth-oncall");
  };
  expect_verdict(plan, other().notified(131, "database-oncall", kSymptom).build(), Verdict::fail,
                 "it is team auth's page, but the receiver is team database's");
  // What only an observer saw reached nobody, and what came long after is no copy's original.
  expect_verdict(plan,
                 other()
                     .notified(131, "database-oncall", kSymptom)
                     .observed(131, "auth-oncall", kSymptom)
                     .notified(500, "auth-oncall", kSymptom)
                     .build(),
                 Verdict::fail, "it is team auth's page");
  // Nor does another alert of the same name at the own team count.
  Labels other_series = kSymptom;
  other_series["instance"] = "b";
  expect_verdict(plan,
                 other()
                     .notified(131, "database-oncall", kSymptom)
                     .notified(131, "auth-oncall", other_series)
                     .build(),
                 Verdict::fail, "it is team auth's page");
}

TEST(Judge, ACopyBesidesItsOwnTeamsPageIsAlsoNotified) {
  for (const double at : {100.0, 131.0, 200.0}) {
    const auto j = expect_verdict(
        february(), good().notified(at, "database-oncall", kSymptom).build(), Verdict::pass);
    EXPECT_THAT(j.also_notified,
                ElementsAre(HasSubstr("`LoginFailureRatioHigh` paged `database-oncall`")))
        << at;
  }
  Plan plan = february();
  plan.scenario.strict = true;
  expect_verdict(plan, good().notified(131, "database-oncall", kSymptom).build(), Verdict::fail,
                 "the scenario is strict");
}

TEST(Judge, ACopyNeedsNoTeamLabel) {
  const Labels bare{{"alertname", "LoginFailureRatioHigh"}, {"severity", "page"}};
  Plan plan = february();
  plan.monitoring.rules[0] = rule(bare, 60);
  const auto history =
      astray().alert(40, bare, "auth-oncall").notified(131, "network-oncall", bare);
  expect_verdict(plan, history.build(), Verdict::pass);
  expect_verdict(plan, astray().alert(40, bare, "network-oncall").build(), Verdict::fail,
                 "it is team auth's page, but the receiver is team network's");
}

TEST(Judge, ACopyOfAPageThatIsExpectedLateMayBeMuchEarlier) {
  Plan plan = february();
  plan.scenario.alerts[0].within.limit = model_seconds(900);
  const auto history =
      astray().alert(40, kSymptom, "database-oncall").notified(800, "auth-oncall", kSymptom);
  expect_verdict(plan, history.build(), Verdict::pass);
}

TEST(Judge, ACopyWhoseOriginalMayYetComeAtTheEndProvesNothing) {
  Plan plan = routed();
  plan.scenario.alerts.clear();
  const auto copy = [](double end) {
    return astray(end).notified(950, "database-oncall", kSymptom).build();
  };
  expect_verdict(plan, copy(960), Verdict::invalid, "unless that team was told soon after");
  expect_verdict(plan, copy(1300), Verdict::fail, "it is team auth's page");
  plan.monitoring.routes.erase(plan.monitoring.routes.begin() + 1);  // which leads to auth-oncall
  expect_verdict(plan, copy(960), Verdict::fail, "it is team auth's page");
}

TEST(Judge, ADecoysExpectedPageMayHaveACopy) {
  Plan plan = routed();
  plan.scenario.kind = ScenarioKind::decoy;
  plan.scenario.blame.reset();
  const auto decoy = [] { return HistoryBuilder().harm().alert(40, kSymptom, "auth-oncall"); };
  expect_verdict(plan, decoy().notified(131, "network-oncall", kSymptom).build(), Verdict::pass);
  expect_verdict(plan, decoy().notified(131, "network-oncall", kCause).build(), Verdict::fail,
                 "nothing in this decoy explains it");
}

TEST(Judge, APageThatBlamesTheWrongPartLaterFails) {
  Plan plan = february();
  plan.monitoring.rules.push_back(rule(page("CapacityLow", "auth", "auth"), 60));
  expect_verdict(plan,
                 good().notified(300, "auth-oncall", page("CapacityLow", "auth", "auth")).build(),
                 Verdict::fail, "it blames `auth`, not `load-balancer`");
}

TEST(Judge, AnotherSymptomPageIsAlsoNotified) {
  Plan plan = february();
  plan.scenario.alerts[0].symptom = false;
  plan.scenario.alerts[0].name = "LoginFailureRatioHigh";
  plan.monitoring.rules.push_back(rule(page("LoginLatencyHigh", "auth"), 60));
  const auto j = expect_verdict(
      plan, good().notified(200, "auth-oncall", page("LoginLatencyHigh", "auth")).build(),
      Verdict::pass);
  EXPECT_THAT(j.also_notified, ElementsAre(HasSubstr("`LoginLatencyHigh` paged `auth-oncall`")));
}

TEST(Judge, IgnoredAlertsNeverCount) {
  expect_verdict(twin(), HistoryBuilder().notified(40, "default", page("Watchdog", "")).build(),
                 Verdict::invalid);  // no rule makes it in this plan
  Plan plan = twin();
  plan.monitoring.rules.push_back(rule(page("Watchdog", ""), 0));
  expect_verdict(plan,
                 HistoryBuilder()
                     .firing(-170, page("Watchdog", ""))
                     .notified(40, "default", page("Watchdog", ""))
                     .build(),
                 Verdict::pass);
}

}  // namespace
}  // namespace misfire
