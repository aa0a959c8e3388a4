#include "judge/harm.hpp"

#include <gmock/gmock.h>

#include "base/random.hpp"
#include "judge/history_builder.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Instant kZero{std::chrono::seconds(1'700'000'000)};  // the first fault
constexpr Duration kTook = std::chrono::milliseconds(20);      // a login, when all is well

Instant at(double s) {
  return kZero + from_seconds(s);
}

/// A run at speed 1 whose baseline lasts a minute; times are seconds after the first fault.
class LoggedRun {
 public:
  LoggedRun() {
    plan_.speed = 1;
    see(-60, PhaseBegan{Phase::baseline, ""});
    see(0, PhaseBegan{Phase::fault, ""});
  }
  LoggedRun& fault(const std::string& id, double from, double to) {
    PlannedFault planned;
    planned.id = id;
    plan_.faults.push_back(planned);
    see(from, FaultInjected{id, "x", "reload", ""});
    see(to, FaultReverted{id, "its time is over"});
    return *this;
  }
  /// A hundred logins a second, of which that share fails, by chance.
  LoggedRun& logins(double from, double to, double failing, Duration took = kTook) {
    for (double s = from; s < to; s += 0.01) {
      const bool fails = random_.uniform() < failing;
      login(s, took, fails ? Outcome::unavailable : Outcome::ok);
    }
    return *this;
  }
  LoggedRun& login(double s, Duration took, Outcome outcome) {
    Login login;
    login.planned = login.sent = at(s);
    login.answered = login.planned + took;
    login.outcome = outcome;
    logins_.push_back(login);
    return *this;
  }
  LoggedRun& end(double s) {
    see(s, PhaseBegan{Phase::collect, ""});
    return *this;
  }
  const Plan& plan() const { return plan_; }
  Harm harm() const {
    Evidence evidence(std::make_shared<const Plan>(plan_));
    for (const Event& event : events_) evidence.see(event);
    return harm_of(evidence, logins_);
  }
  std::string text() const { return harm_text(plan_, harm()); }

 private:
  void see(double s, Fact fact) { events_.push_back({at(s), at(s), std::move(fact)}); }
  Plan plan_;
  std::vector<Event> events_;
  std::vector<Login> logins_;
  Random random_{7, "harm"};
};

TEST(Harm, ALatentFaultBitesWithTheSecond) {
  LoggedRun run;
  run.fault("check-removed", 0, 300).fault("kill", 120, 240);
  run.logins(-60, 120, 0).logins(120.4, 240, 0.33).logins(240, 360, 0).end(360);
  const Harm harm = run.harm();
  ASSERT_TRUE(harm.began);
  EXPECT_NEAR(to_seconds(*harm.began - at(120.4)), 0, 0.2);
  EXPECT_EQ(harm.after, "kill");
  EXPECT_FALSE(harm.taken_back);
  EXPECT_EQ(harm.failed_before, 0);
  ASSERT_EQ(harm.stretches.size(), 5u);
  EXPECT_THAT(harm.stretches[0].active, IsEmpty());
  EXPECT_THAT(harm.stretches[1].active, ElementsAre("check-removed"));
  EXPECT_THAT(harm.stretches[2].active, ElementsAre("check-removed", "kill"));
  EXPECT_THAT(harm.stretches[3].active, ElementsAre("check-removed"));
  EXPECT_THAT(harm.stretches[4].active, IsEmpty());
  EXPECT_EQ(harm.stretches[1].failed, 0);
  EXPECT_NEAR(
      static_cast<double>(harm.stretches[2].failed) / static_cast<double>(harm.stretches[2].logins),
      0.33, 0.03);
  EXPECT_EQ(harm.stretches[2].to, at(240));
  EXPECT_THAT(run.text(), HasSubstr("after `kill` came (at 2 min), while `check-removed` was "
                                    "active since 0 ms; before it none of"));
}

TEST(Harm, TheFirstFaultThatHarmsIsNamedNotTheWorst) {
  LoggedRun run;
  run.fault("skew", 0, 300).fault("kill", 120, 240);
  run.logins(-60, 0, 0).logins(0, 120, 0.1).logins(120, 240, 0.9).end(360);
  const Harm harm = run.harm();
  ASSERT_TRUE(harm.began);
  EXPECT_EQ(harm.after, "skew");
  EXPECT_LT(*harm.began, at(2));
  EXPECT_THAT(run.text(), ::testing::Not(HasSubstr("while")));
}

TEST(Harm, TakingAFaultBackCanHarmToo) {
  LoggedRun run;
  run.fault("a", 0, 100).logins(-60, 100, 0).logins(100, 160, 0.3).end(160);
  const Harm harm = run.harm();
  ASSERT_TRUE(harm.began);
  EXPECT_EQ(harm.after, "a");
  EXPECT_TRUE(harm.taken_back);
  EXPECT_THAT(run.text(), HasSubstr("after `a` was taken back (at 1 min 40 s)"));
}

TEST(Harm, ALoginThatWasUnderWayAsUsualIsTheFaultsThatCame) {
  LoggedRun run;
  run.fault("latent", 0, 100).fault("kill", 50, 100).logins(-60, 49.99, 0);
  run.login(49.99, std::chrono::milliseconds(15), Outcome::broken);
  run.logins(50, 100, 0.5).end(160);
  EXPECT_EQ(run.harm().began, at(50));
  EXPECT_EQ(run.harm().after, "kill");
}

TEST(Harm, ALoginThatWaitedMuchLongerThanUsualIsNot) {
  // They hang from the first fault on, and are given up after the second one came.
  LoggedRun run;
  run.fault("hang", 0, 100).fault("late", 4, 100).logins(-60, 0, 0);
  run.logins(0, 10, 1, std::chrono::seconds(5)).end(160);
  EXPECT_EQ(run.harm().after, "hang");
}

TEST(Harm, AStrayFailureShortlyBeforeTheFaultIsNotItsBeginning) {
  LoggedRun run;
  run.fault("latent", 0, 300).fault("kill", 120, 240);
  run.logins(-60, 119.8, 0).login(119.8, kTook, Outcome::broken).logins(119.81, 120, 0);
  run.logins(120, 240, 0.33).logins(240, 360, 0).end(360);
  const Harm harm = run.harm();
  ASSERT_TRUE(harm.began);
  EXPECT_EQ(harm.after, "kill");
  EXPECT_GE(*harm.began, at(120));
}

TEST(Harm, WhatWasHarmAlreadyBeforeTheNextFaultBeganThere) {
  LoggedRun run;
  run.fault("skew", 0, 300).fault("kill", 120, 240);
  run.logins(-60, 119.945, 0).logins(119.945, 120, 1).logins(120, 240, 0.33).end(360);
  EXPECT_EQ(run.harm().after, "skew");
}

TEST(Harm, FewFailuresAreNoHarm) {
  LoggedRun run;
  run.fault("a", 0, 100).logins(-60, 0, 0).logins(0, 100, 0.001).end(200);
  EXPECT_FALSE(run.harm().began);
  EXPECT_EQ(run.text(), "");
}

TEST(Harm, WhatFailedAsOftenBeforeIsNoHarm) {
  LoggedRun run;
  run.fault("a", 0, 100).logins(-60, 200, 0.01).end(200);
  EXPECT_FALSE(run.harm().began) << run.text();
}

TEST(Harm, AShortBurstIsHarm) {
  // A tenth of a second: what a health check needs to take a server out.
  LoggedRun run;
  run.fault("a", 0, 100).logins(-60, 50, 0).logins(50, 50.1, 1).logins(50.1, 200, 0).end(200);
  ASSERT_TRUE(run.harm().began);
  EXPECT_NEAR(to_seconds(*run.harm().began - at(50)), 0, 0.02);
}

TEST(Harm, WithoutAFaultOrAnEndThereIsNothingToSay) {
  LoggedRun run;
  run.logins(-60, 0, 0).end(10);
  EXPECT_THAT(run.harm().stretches, IsEmpty());
  LoggedRun unended;
  unended.fault("a", 0, 100).logins(-60, 0, 0);
  EXPECT_THAT(unended.harm().stretches, IsEmpty());
}

TEST(HarmTest, FindsHarmThatIsNotThereOnceInTenThousandRuns) {
  Random random(3, "luck");
  for (const double share : {0.0005, 0.003, 0.009}) {
    int found = 0;
    for (int run = 0; run < 300; ++run) {
      Tally steady;
      for (; steady.logins < 1500; ++steady.logins) steady.failed += random.uniform() < share;
      HarmTest test(steady, 4000);
      bool harm = false;
      for (int i = 0; i < 4000; ++i) harm = test.see(random.uniform() < share) || harm;
      found += harm ? 1 : 0;
    }
    // The baseline's share is an estimate: one that is by chance too good costs some.
    EXPECT_LE(found, 1) << share;
  }
}

TEST(HarmTest, FindsFivePercentWithinAFewHundredLogins) {
  Random random(3, "harm");
  for (int run = 0; run < 300; ++run) {
    HarmTest test({1500, 0}, 4000);
    int seen = 1;
    while (!test.see(random.uniform() < 0.05)) ++seen;
    EXPECT_LT(seen, 1000) << run;
  }
}

TEST(Harm, IsPartOfTheJudgement) {
  const Plan plan = testing::february();
  const History history = testing::HistoryBuilder().harm().february_alerts().build();
  const Harm harm = judge(plan, history).harm;
  ASSERT_TRUE(harm.began);
  EXPECT_EQ(harm.after, "skew");
  EXPECT_EQ(harm.stretches.size(), 3u);
}

}  // namespace
}  // namespace misfire
