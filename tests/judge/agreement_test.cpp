// Independent records that disagree, and records that are missing: each is invalid, with its
// reason.
#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace testing;

HistoryBuilder good() {
  return HistoryBuilder().harm().february_alerts();
}

void expect_invalid(const History& history, const std::string& reason) {
  expect_verdict(february(), history, Verdict::invalid, reason);
}

template <class T>
T& the(History& history) {
  for (Event& event : history.events) {
    if (T* fact = std::get_if<T>(&event.fact)) return *fact;
  }
  throw std::runtime_error("no such fact");
}

TEST(Agreement, OfAGoodRunIsAPass) {
  expect_verdict(february(), good().build(), Verdict::pass);
}

TEST(Agreement, ALoginThatOnlyOneOfTwoRecordsHas) {
  History h = good().build();
  h.logins.erase(h.logins.begin() + 2000);
  expect_invalid(h, "the load driver's two records disagree");
  h = good().build();
  h.logins[2000].outcome = Outcome::timeout;
  expect_invalid(h, "two records disagree");
  h = good().build();
  h.logins[2000].backend = 2 - h.logins[2000].backend;
  expect_invalid(h, h.logins[2000].backend == 1 ? "" : "two records disagree");
  h = good().build();
  the<LoadTick>(h).logins += 1;
  expect_invalid(h, "two records disagree");
}

TEST(Agreement, AnotherRateThanThePlans) {
  History h = good().build();
  for (Event& event : h.events) {
    if (auto* tick = std::get_if<LoadTick>(&event.fact)) tick->planned /= 2;
  }
  expect_invalid(h, "the load was not the planned one");
}

TEST(Agreement, ASurgeIsPartOfThePlan) {
  // A hundred logins a second come all the time: 19 min of model time, 6 of them with the fault.
  const History h = good().build();
  Plan plan = february();
  plan.load.per_second = 100.0 * 19 / (13 + 3 * 6);
  expect_verdict(plan, h, Verdict::invalid, "the load was not the planned one");
  plan.faults.front().load_factor = 3;
  expect_verdict(plan, h, Verdict::pass);
  plan.load.per_second = 100;
  expect_verdict(plan, h, Verdict::invalid, "the load was not the planned one");
}

/// A good run into which each login of the fault's time came once more, from others: a flood that
/// is as large as the load.
History flooded() {
  const HistoryBuilder times;
  History h = good().build();
  for (Login login : h.logins) {
    if (login.planned < times.at(0) || login.planned >= times.at(360)) continue;
    login.user |= Login::kFlood;
    login.outcome = Outcome::denied;
    h.flood.push_back(login);
  }
  Instant from = Instant::min();
  for (Event& event : h.events) {
    auto* tick = std::get_if<LoadTick>(&event.fact);
    if (tick == nullptr) continue;
    for (const Login& login : h.flood) {
      tick->flood += login.answered > from && login.answered <= event.at ? 1 : 0;
      tick->flood_planned += login.planned > from && login.planned <= event.at ? 1 : 0;
    }
    from = event.at;
  }
  return h;
}

TEST(Agreement, AFloodIsPartOfThePlanAndCountedApart) {
  Plan plan = february();
  expect_verdict(plan, flooded(), Verdict::invalid, "the flood was not the planned one");
  plan.faults.front().flood = {1, 5, true};
  const Judgement j = expect_verdict(plan, flooded(), Verdict::pass);
  const Judgement without = judge(february(), good().build());
  EXPECT_EQ(j.impact.logins, without.impact.logins);
  EXPECT_EQ(j.impact.failed, without.impact.failed);
  EXPECT_EQ(j.impact.users, without.impact.users);
  EXPECT_EQ(j.impact.flood.logins, without.impact.logins);
  EXPECT_EQ(j.impact.flood.denied, j.impact.flood.logins);
  EXPECT_EQ(j.impact.flood.let_in, 0);
  EXPECT_EQ(without.impact.flood.logins, 0);
}

TEST(Agreement, AFloodThatOnlyOneOfTwoRecordsHas) {
  Plan plan = february();
  plan.faults.front().flood = {1, 5, true};
  History lost = flooded();
  lost.flood.erase(lost.flood.begin() + 100);
  expect_verdict(plan, lost, Verdict::invalid, "of a flood it told");
  lost.flood.clear();
  expect_verdict(plan, lost, Verdict::invalid, "the flood was not delivered");
  expect_verdict(plan, good().build(), Verdict::invalid, "the flood was not the planned one");
}

TEST(Agreement, NothingCollectedIsNothingSeen) {
  History h = good().build();
  std::erase_if(h.events, [](const Event& e) { return std::holds_alternative<Collected>(e.fact); });
  expect_invalid(h, "nobody collected");
  h = good().build();
  the<Collected>(h).scrapes.clear();
  expect_invalid(h, "Prometheus scraped nothing");
  h = good().build();
  the<Collected>(h).evaluations.clear();
  expect_invalid(h, "Prometheus evaluated nothing");
}

TEST(Agreement, MinutesOfMetricsMissing) {
  History h = good().build();
  the<Collected>(h).scrapes = {{"auth auth1", 70, 70}, {"auth auth2", 61, 70}};
  expect_invalid(h, "Prometheus scraped auth auth2 only 61 of 70 times");
  the<Collected>(h).scrapes = {{"auth auth1", 62, 70}};  // nine tenths, and one of phase
  expect_verdict(february(), h, Verdict::pass);
  the<Collected>(h).evaluations = {{"login.yml;login", 50, 70}};
  expect_invalid(h, "Prometheus evaluated login.yml;login only 50 of 70 times");
}

TEST(Agreement, AGroupThatWasNeverEvaluatedMissedNothing) {
  Plan plan = february();
  for (AlertRule& rule : plan.monitoring.rules) rule.group = "hourly";
  History h = HistoryBuilder().harm().build();  // without alerts
  the<Collected>(h).evaluations = {{"rules/login.yml;hourly", 0, 0}, {"rules/a.yml;a", 70, 70}};
  expect_verdict(plan, h, Verdict::invalid, "its group was not evaluated");
  the<Collected>(h).evaluations = {{"rules/login.yml;hourly", 1, 1}};
  expect_verdict(plan, h, Verdict::fail, "never pending");
  // An alert that came shows that its group was.
  h = good().build();
  the<Collected>(h).evaluations = {{"rules/login.yml;another", 0, 0}};
  expect_verdict(plan, h, Verdict::pass);
}

TEST(Agreement, AlertmanagersOwnCount) {
  History h = good().build();
  const auto received = the<Collected>(h).delivered;
  the<Collected>(h).delivered = the<Collected>(h).attempts = received + 1;
  expect_invalid(h, "but only 2 arrived");
  the<Collected>(h).delivered = the<Collected>(h).attempts = received - 1;
  expect_invalid(h, "2 notifications arrived, but Alertmanager sent only 1");
  the<Collected>(h).attempts = received + 3;  // attempts that failed, or were repeated
  expect_verdict(february(), h, Verdict::pass);
}

TEST(Agreement, AChangeOfAnAlertThatWasLost) {
  History h = good().build();
  the<Collected>(h).alert_changes += 1;
  expect_invalid(h, "changes of alerts, the history has");
}

TEST(Agreement, ANotificationOfWhatWasNeverSent) {
  expect_invalid(good().bare().notified(150, "auth-oncall", kDatabase).build(),
                 "alert `DatabaseSlow` was notified to `auth-oncall` as firing, but Prometheus "
                 "never sent it so before");
  expect_invalid(good().bare().resolved(100, "auth-oncall", kSymptom).build(), "as resolved");
  Labels others = kSymptom;
  others["team"] = "network";
  expect_invalid(good().bare().notified(150, "auth-oncall", others).build(), "never sent it so");
}

TEST(Agreement, AnAlertThatIsRelabelledNobodyKnowsHowMayBeAnyOfThoseStored) {
  Plan plan = february();
  const History h = good().bare().sent(150, kDatabase).build();
  expect_verdict(plan, h, Verdict::invalid, "stored nothing of it");
  plan.monitoring.alerts_relabelled = true;
  expect_verdict(plan, h, Verdict::pass);
}

TEST(Agreement, AnAlertSentThatWasNeverStored) {
  expect_invalid(good().bare().sent(150, kDatabase).build(),
                 "Prometheus sent `DatabaseSlow` to Alertmanager, but stored nothing of it");
  expect_invalid(good().bare().sent(150, kDatabase, true).build(), "never before as firing");
}

TEST(Agreement, AFlushOfWhichNothingIsKnownIsNoSilence) {
  const auto flushed =
      HistoryBuilder().pending(40, kSymptom).observed(130, "auth-oncall", kSymptom);
  expect_verdict(twin(), flushed.build(), Verdict::invalid,
                 "`auth-oncall` was flushed to, but neither");
  auto failed = flushed;
  failed.add(131, DeliveryFailed{"auth-oncall", "slack", "delivery", "no route"});
  expect_verdict(twin(), failed.build(), Verdict::pass);
}

TEST(Agreement, OnlyWhatWasAddedObserves) {
  History h = good().build();
  the<Notified>(h).observer = true;
  expect_invalid(h,
                 "webhook[0] of `auth-oncall` is the receiver's own, but the history tells that "
                 "it only observed");
  h = good().build();
  the<Notified>(h).index = kObserver;
  expect_invalid(h,
                 "webhook[1] of `auth-oncall` only observes, but the history tells that it "
                 "reached somebody");
}

TEST(Agreement, AStatusThatContradictsItself) {
  History h = good().build();
  the<Notified>(h).resolved = true;
  expect_invalid(h, "both that its alerts are resolved and that not");
}

}  // namespace
}  // namespace misfire
