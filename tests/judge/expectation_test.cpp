// The folds as the conductor uses them: live, with ticks, and asked again and again.
#include "judge/expectation.hpp"

#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;

/// Shows the events up to an instant, as a conductor would, and asks.
class Live {
 public:
  Live(const Plan& plan, const History& history)
      : history_(history), expectations_(make_expectations(plan)) {}

  void until(double s) {
    now_ = clock_.at(s);
    while (next_ < history_.events.size() && history_.events[next_].at <= now_) {
      for (auto& e : expectations_) e->see(history_.events[next_]);
      ++next_;
    }
  }
  Ruling ruling(std::size_t i) const { return expectations_.at(i)->at(now_); }
  const Expectation& operator[](std::size_t i) const { return *expectations_.at(i); }
  std::size_t size() const { return expectations_.size(); }

 private:
  History history_;
  std::vector<std::unique_ptr<Expectation>> expectations_;
  HistoryBuilder clock_;
  Instant now_;
  std::size_t next_ = 0;
};

constexpr std::size_t kImpact = 0, kAlert = 1, kBlame = 2, kQuiet = 3, kLogins = 4, kResolved = 5;

TEST(Expectations, AreInFileOrderAndKnowTheirPhase) {
  const auto all = make_expectations(february());
  ASSERT_EQ(all.size(), 6u);
  const char* kinds[] = {"impact", "alert", "blame", "quiet", "recovery", "recovery"};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i]->outcome(Instant{}).kind, kinds[i]);
    EXPECT_EQ(all[i]->concerns_fault(), i < kLogins);
    EXPECT_EQ(all[i]->at(Instant{}), Ruling::open);
  }
}

TEST(Expectations, AreDecidedLiveAsTimeGoesOn) {
  Live live(february(), HistoryBuilder().harm().february_alerts().build());
  live.until(-1);
  for (std::size_t i = 0; i < live.size(); ++i) EXPECT_EQ(live.ruling(i), Ruling::open) << i;
  live.until(130);
  EXPECT_EQ(live.ruling(kAlert), Ruling::open);
  EXPECT_EQ(live.ruling(kImpact), Ruling::open);  // fewer than 500 logins
  live.until(132);
  EXPECT_EQ(live.ruling(kAlert), Ruling::met);
  live.until(200);
  EXPECT_EQ(live.ruling(kImpact), Ruling::met);
  EXPECT_EQ(live.ruling(kBlame), Ruling::open);
  live.until(242);
  EXPECT_EQ(live.ruling(kBlame), Ruling::met);
  EXPECT_EQ(live.ruling(kResolved), Ruling::open);
  live.until(361);
  EXPECT_EQ(live.ruling(kLogins), Ruling::open);
  EXPECT_EQ(live.ruling(kResolved), Ruling::open);
  live.until(420);
  EXPECT_EQ(live.ruling(kLogins), Ruling::met);
  live.until(561);
  EXPECT_EQ(live.ruling(kResolved), Ruling::met);
}

TEST(Expectations, LoginsOfTheTickOfTheRevertAreNotTakenForRecovery) {
  Plan plan = february();
  plan.load.patience = {};  // the next test's matter
  const auto all = make_expectations(plan);
  Expectation& recovery = *all[kLogins];
  const HistoryBuilder clock;
  const Instant reverted = clock.at(300);
  const auto tick = [&](int ms, std::int64_t logins) {
    LoadTick seen;
    seen.logins = logins;
    const Instant end = reverted + std::chrono::milliseconds(ms);
    recovery.see({end, end, seen});
    return recovery.at(end + std::chrono::milliseconds(1));
  };
  recovery.see({clock.at(0), clock.at(0), FaultInjected{"skew", "weights", "reload", ""}});
  recovery.see({reverted, reverted, FaultReverted{"skew", ""}});
  EXPECT_EQ(tick(10, 60), Ruling::open) << "nearly all of them ended before it";
  EXPECT_EQ(tick(260, 60), Ruling::open) << "a share of 99.9 % needs a hundred";
  EXPECT_EQ(tick(510, 60), Ruling::met);
}

// Those that succeed end in milliseconds, those that fail when users lose their patience.
TEST(Expectations, LoginsThatMayStillFailAreWaitedForBeforeARecoveryIsMet) {
  Plan plan = february();
  plan.load.patience = std::chrono::seconds(5);
  const auto all = make_expectations(plan);
  Expectation& recovery = *all[kLogins];
  const Instant reverted = HistoryBuilder().at(300);
  recovery.see({reverted, reverted, FaultReverted{"skew", ""}});
  const auto tick = [&](int ms) {
    LoadTick seen;
    seen.logins = 60;
    const Instant end = reverted + std::chrono::milliseconds(ms);
    recovery.see({end, end, seen});
    return recovery.at(end + std::chrono::milliseconds(1));
  };
  recovery.see({reverted - std::chrono::seconds(9), reverted - std::chrono::seconds(9),
                FaultInjected{"skew", "weights", "reload", ""}});
  for (int ms = 10; ms < 5000; ms += 250) EXPECT_EQ(tick(ms), Ruling::open) << ms;
  EXPECT_EQ(tick(5260), Ruling::met);
}

// A third hangs until users give up: of those that have ended, fewer failed than of all.
TEST(Expectations, LoginsThatMayStillFailAreCountedBeforeAnImpactIsMet) {
  Plan plan = february();
  plan.scenario.impact = ExpectImpact{0.05, 0.15, {}};
  const auto all = make_expectations(plan);
  Expectation& impact = *all[kImpact];
  const Instant fault = HistoryBuilder().at(0);
  impact.see({fault, fault, FaultInjected{"skew", "weights", "reload", ""}});
  const auto tick = [&](int n, std::int64_t planned, std::int64_t failed) {
    LoadTick seen;
    seen.planned = planned;
    seen.logins = 600;
    seen.failed = failed;
    const Instant end = fault + n * std::chrono::milliseconds(250);
    impact.see({end, end, seen});
    return impact.at(end + std::chrono::milliseconds(1));
  };
  EXPECT_EQ(tick(1, 900, 60), Ruling::open) << "300 of 900 are under way";
  EXPECT_EQ(tick(2, 310, 60), Ruling::met) << "10 of 1210 are";
}

/// A twin that names no quiet: an unchanged reload proves nothing before a page could have come.
TEST(Expectations, ATwinWaitsForTheLatestPossiblePage) {
  Live live(twin(), HistoryBuilder().build());
  ASSERT_EQ(live.size(), 1u);
  live.until(200);
  EXPECT_EQ(live.ruling(0), Ruling::open);
  live.until(361);  // its time was over at 360
  EXPECT_EQ(live.ruling(0), Ruling::met);
  Live paged(twin(), HistoryBuilder().alert(40, kSymptom, "auth-oncall").build());
  paged.until(132);
  EXPECT_EQ(paged.ruling(0), Ruling::missed);
}

TEST(Expectations, ADecoyDoesNotWaitForWhatItExpects) {
  Plan plan = february();
  plan.scenario.kind = ScenarioKind::decoy;
  plan.scenario.quiet.clear();
  plan.scenario.recovery.reset();
  plan.monitoring.rules = {rule(kSymptom, 60), rule(kCause, 120)};
  Live live(plan, HistoryBuilder().harm().february_alerts().build());
  live.until(1);
  EXPECT_EQ(live.ruling(kQuiet), Ruling::met) << "no other rule pages";
  plan.monitoring.rules.push_back(rule(kDatabase, 60));
  Live waits(plan, HistoryBuilder().harm().february_alerts().build());
  waits.until(100);
  EXPECT_EQ(waits.ruling(kQuiet), Ruling::open);
}

TEST(Expectations, ADecoyWaitsForThePageOfWhichItSawACopy) {
  Plan plan = routed();
  plan.scenario.kind = ScenarioKind::decoy;
  plan.scenario.blame.reset();
  const auto copy = [] { return HistoryBuilder().notified(100, "network-oncall", kSymptom); };
  Live both(plan, copy().notified(110, "auth-oncall", kSymptom).build());
  const std::size_t nobody_else = both.size() - 1;
  both.until(105);
  EXPECT_EQ(both.ruling(nobody_else), Ruling::open);
  both.until(600);
  EXPECT_EQ(both.ruling(nobody_else), Ruling::met);
  Live alone(plan, copy().build());
  alone.until(399);
  EXPECT_EQ(alone.ruling(nobody_else), Ruling::open);
  alone.until(401);
  EXPECT_EQ(alone.ruling(nobody_else), Ruling::missed);
}

TEST(Expectations, AnAlertIsMissedOnceItsLimitHasPassed) {
  Live live(february(), HistoryBuilder().harm().build());
  live.until(300);
  EXPECT_EQ(live.ruling(kAlert), Ruling::open);
  live.until(301);
  EXPECT_EQ(live.ruling(kAlert), Ruling::missed);
}

TEST(Expectations, AWrongBlameIsMissedAtOnce) {
  Live live(february(), HistoryBuilder().harm().notified(60, "database-oncall", kDatabase).build());
  live.until(61);
  EXPECT_EQ(live.ruling(kBlame), Ruling::missed);
  EXPECT_EQ(live.ruling(kQuiet), Ruling::missed);
}

TEST(Expectations, QuietIsOpenUntilTheLatestPossiblePage) {
  Live live(february(), HistoryBuilder().harm().february_alerts().build());
  live.until(200);
  EXPECT_EQ(live.ruling(kQuiet), Ruling::open);
  live.until(900);
  EXPECT_EQ(live.ruling(kQuiet), Ruling::met);
}

TEST(Expectations, QuietEndsWithItsOwnTimeIfThatIsSooner) {
  Plan plan = february();
  plan.scenario.quiet[0].until = model_seconds(120);
  Live live(plan, HistoryBuilder().harm().february_alerts().build());
  live.until(119);
  EXPECT_EQ(live.ruling(kQuiet), Ruling::open);
  live.until(121);
  EXPECT_EQ(live.ruling(kQuiet), Ruling::met);
}

TEST(Expectations, AQuietThatHasEndedIsNotBrokenAnyMore) {
  Plan plan = february();
  plan.scenario.quiet[0].until = model_seconds(120);
  const auto paged_at = [&](double s) {
    Live live(plan, HistoryBuilder().harm().notified(s, "database-oncall", kDatabase).build());
    live.until(s + 1);
    return live.ruling(kQuiet);
  };
  EXPECT_EQ(paged_at(119), Ruling::missed);
  EXPECT_EQ(paged_at(121), Ruling::met);
}

/// February with one route, to the team of the database.
Plan with_route(std::vector<std::string> group_by) {
  Plan plan = february();
  plan.monitoring.routes = {{0,
                             "database-oncall",
                             {},
                             true,
                             false,
                             std::move(group_by),
                             model_seconds(30),
                             model_seconds(300)}};
  return plan;
}
Ruling quiet_at(const Plan& plan, double s) {
  Live live(plan, HistoryBuilder().harm().february_alerts().build());
  live.until(s);
  return live.ruling(kQuiet);
}

TEST(Expectations, QuietWaitsForAGroupThatOthersMayHaveBegun) {
  // S + R + E + E·⌈F/E⌉ = 15 + 120 + 15 + 60, and then group_interval 300.
  const Plan plan = with_route({"team"});
  ASSERT_EQ(plan.monitoring.rules[2].name, "DatabaseSlow");
  EXPECT_EQ(quiet_at(plan, 508), Ruling::met);  // nobody else has its label `team`
  Plan shared = plan;
  shared.monitoring.rules[3].labels["team"] = "database";  // a ticket breaks no quiet
  EXPECT_EQ(quiet_at(shared, 508), Ruling::open);
  EXPECT_EQ(quiet_at(shared, 511), Ruling::met);
}

TEST(Expectations, QuietOfAGroupThatOnlyABreachCanBeginEndsAfterGroupWait) {
  // … and then group_wait 30.
  const Plan plan = with_route({"alertname"});
  EXPECT_EQ(quiet_at(plan, 239), Ruling::open);
  EXPECT_EQ(quiet_at(plan, 241), Ruling::met);
}

TEST(Expectations, QuietWaitsForAProbeThatMayBeLucky) {
  // 0.7ⁿ = 0.001 after n = 19.4 scrapes: 276 s later.
  Plan plan = with_route({"alertname"});
  plan.monitoring.rules[2].shares = {{model_seconds(120), 0.1, true}};
  EXPECT_EQ(quiet_at(plan, 505), Ruling::open);
  EXPECT_EQ(quiet_at(plan, 520), Ruling::met);
}

TEST(Expectations, QuietDoesNotTrustAGroupOfAlertsWhoseLabelsTheSeriesTell) {
  // One of them may blame somebody else, begin the group, and let the breach wait for its turn.
  Plan templated = with_route({"alertname"});
  templated.monitoring.rules[2].labels["component"] = "{{ $labels.part }}";
  EXPECT_EQ(quiet_at(templated, 508), Ruling::open);
  Plan relabelled = with_route({"alertname"});
  relabelled.monitoring.alerts_relabelled = true;
  EXPECT_EQ(quiet_at(relabelled, 508), Ruling::open);
  Plan decided = with_route({"alertname"});
  decided.monitoring.components = {{"cache", {{{"job", Matcher::Op::equal, "cache"}}}}};
  EXPECT_EQ(quiet_at(decided, 508), Ruling::open);
  Plan unknown = with_route({"alertname"});
  unknown.monitoring.routes.clear();
  EXPECT_EQ(quiet_at(unknown, 508), Ruling::open);
}

TEST(Expectations, QuietWaitsForAPageThatOnlyTheSeriesTell) {
  Plan plan = with_route({"alertname"});
  AlertRule& rule = plan.monitoring.rules[2];
  rule.hold = model_seconds(600);
  rule.labels = {{"team", "auth"}};
  EXPECT_EQ(quiet_at(plan, 241), Ruling::met) << "its alerts are no pages";
  rule.labels["severity"] = "{{ $labels.severity }}";
  EXPECT_EQ(quiet_at(plan, 700), Ruling::met) << "they blame nobody";
  rule.labels["component"] = "{{ $labels.component }}";
  EXPECT_EQ(quiet_at(plan, 700), Ruling::open);
  rule.labels.erase("component");
  rule.labels["zone"] = "{{ $labels.zone }}";
  plan.monitoring.components = {{"database", {{{"zone", Matcher::Op::equal, "db"}}}}};
  EXPECT_EQ(quiet_at(plan, 700), Ruling::open) << "a component that the template decides";
}

TEST(Expectations, QuietWaitsForTheLastFault) {
  Plan plan = february();
  PlannedFault second = plan.faults[0];
  second.id = "later";
  plan.faults.push_back(second);
  Live live(plan,
            HistoryBuilder().end_at(900).add(700, FaultInjected{"later", "", "", ""}).build());
  live.until(699);
  EXPECT_EQ(live.ruling(kQuiet), Ruling::open);
  live.until(720);
  EXPECT_EQ(live.ruling(kQuiet), Ruling::open);
}

TEST(Expectations, ALimitFromAnotherFaultIgnoresWhatCameBefore) {
  Plan plan = february();
  PlannedFault second = plan.faults[0];
  second.id = "later";
  plan.faults.push_back(second);
  plan.scenario.alerts[0].within = {model_seconds(60), "later"};
  const auto story = HistoryBuilder()
                         .add(200, FaultInjected{"later", "", "", ""})
                         .notified(100, "auth-oncall", kSymptom);
  Live before(plan, story.build());
  before.until(261);
  EXPECT_EQ(before.ruling(kAlert), Ruling::missed);
  Live after(plan, HistoryBuilder(story).notified(230, "auth-oncall", kSymptom).build());
  after.until(261);
  EXPECT_EQ(after.ruling(kAlert), Ruling::met);
}

TEST(Expectations, TakeEventsInAnyOrder) {
  History history = HistoryBuilder().harm().february_alerts().build();
  auto all = make_expectations(february());
  for (auto e = history.events.rbegin(); e != history.events.rend(); ++e) {
    for (auto& expectation : all) expectation->see(*e);
  }
  const HistoryBuilder clock;
  for (auto& expectation : all) {
    const auto out = expectation->outcome(clock.at(960));
    EXPECT_EQ(out.ruling, Ruling::met) << out.text << ": " << out.observed;
  }
}

TEST(Expectations, AnAlertThatFiresAgainIsNotResolved) {
  Live live(february(), HistoryBuilder()
                            .harm()
                            .notified(131, "auth-oncall", kSymptom)
                            .sent(400, kSymptom, true)
                            .sent(450, kSymptom)
                            .build());
  live.until(700);
  EXPECT_EQ(live.ruling(kResolved), Ruling::open);
}

// `up == 0 or absent(up)` makes alerts with and without an instance.
TEST(Expectations, AlertsOfOneNameWithMoreAndFewerLabelsAreTwo) {
  Labels of_one = kSymptom;
  of_one["instance"] = "lb1";
  const auto both = [&](HistoryBuilder builder) {
    return builder.alert(40, kSymptom, "auth-oncall")
        .pending(45, of_one)
        .firing(105, of_one)
        .sent(105.1, of_one)
        .notified(136, "auth-oncall", of_one)
        .alert(90, kCause, "network-oncall", 120);
  };
  expect_verdict(february(), both(HistoryBuilder().harm()).build(), Verdict::fail,
                 "`LoginFailureRatioHigh` still fired");
  const double over = 560;
  expect_verdict(
      february(),
      both(HistoryBuilder().harm()).inactive(over, of_one).sent(over + 0.1, of_one, true).build(),
      Verdict::pass);
}

TEST(Expectations, ExternalLabelsDoNotMakeAnotherAlert) {
  Labels sent = kSymptom;
  sent["cluster"] = "prod";
  const auto h = HistoryBuilder()
                     .harm()
                     .pending(40, kSymptom)
                     .firing(100, kSymptom)
                     .sent(100.1, sent)
                     .notified(131, "auth-oncall", sent)
                     .inactive(500, kSymptom)
                     .alert(90, kCause, "network-oncall", 120)
                     .build();
  const auto j = expect_verdict(february(), h, Verdict::pass);
  const auto& stages = alert_named(j, "LoginFailureRatioHigh")->stages;
  EXPECT_TRUE(stages.pending && stages.firing && stages.sent && stages.notified);
}

}  // namespace
}  // namespace misfire
