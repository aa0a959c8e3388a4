#include "fault/plan_stressors.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Faults {
 public:
  Faults() {
    plan_.servers = {"auth1", "auth2", "auth3"};
    plan_.load.per_second = 300;
  }
  Faults& add(const std::string& id, const std::string& name, Args args, double at_s,
              double lasts_s) {
    PlannedFault fault;
    fault.id = id;
    fault.name = name;
    fault.params = std::move(args);
    if (const Stressor* kind = find_stressor(name)) {
      for (const ParamSpec& param : kind->doc.params) {
        fault.params.emplace(param.name, *param.fallback);
      }
    }
    fault.at = model_seconds(at_s);
    fault.lasts = model_seconds(lasts_s);
    plan_.faults.push_back(fault);
    return *this;
  }
  Faults& at_speed(double speed) {
    plan_.speed = speed;
    return *this;
  }
  Faults& with_users(int users) {
    plan_.load.users = users;
    return *this;
  }
  /// "id: message", each.
  std::vector<std::string> mistakes() {
    std::vector<std::string> found;
    for (const FaultMistake& one : plan_stressors(plan_)) {
      EXPECT_EQ(one.error.code, ErrorCode::usage);
      EXPECT_FALSE(one.error.hint.empty());
      found.push_back(one.fault + ": " + one.error.message);
    }
    return found;
  }
  const Plan& plan() const { return plan_; }

 private:
  Plan plan_;
};

TEST(PlanStressors, SaysWhatWillBeDone) {
  Faults faults;
  faults.add("skew", "weights", {{"first", 200L}}, 0, 600)
      .add("kill", "crash", {{"servers", "others"}}, 120, 60)
      .add("rush", "surge", {{"factor", 3.0}}, 0, 60);
  EXPECT_THAT(faults.mistakes(), IsEmpty());
  EXPECT_EQ(faults.plan().faults[0].change, "") << "not a stressor";
  EXPECT_EQ(faults.plan().faults[1].change, "auth2 and auth3 are killed, and stay down\n");
  EXPECT_EQ(faults.plan().faults[2].change, "3 times as many logins come\n");
  EXPECT_EQ(faults.plan().faults[1].load_factor, 1);
  EXPECT_EQ(faults.plan().faults[2].load_factor, 3);
}

TEST(PlanStressors, AFloodIsPartOfThePlan) {
  Faults faults;
  faults.with_users(1000)
      .add("flood", "login-flood", {{"factor", 1.5}, {"users", 3L}}, 0, 60)
      .add("list", "credential-stuffing", {}, 60, 60)
      .add("blind", "alertmanager-down", {}, 0, 60);
  EXPECT_THAT(faults.mistakes(), IsEmpty());
  EXPECT_EQ(faults.plan().faults[0].flood, (LoginFlood{1.5, 3, true}));
  EXPECT_EQ(faults.plan().faults[0].load_factor, 1);
  EXPECT_THAT(faults.plan().faults[0].change, HasSubstr("3 users log in with wrong passwords"));
  EXPECT_EQ(faults.plan().faults[1].flood, (LoginFlood{1, 10'000, true}));
  EXPECT_EQ(faults.plan().faults[2].change, "alertmanager is killed, and stays down\n");
  EXPECT_EQ(faults.plan().faults[2].flood, LoginFlood{});
}

TEST(PlanStressors, TwoCannotBothFloodOrEndTheSameMonitor) {
  Faults faults;
  faults.add("a", "login-flood", {}, 0, 100).add("b", "credential-stuffing", {}, 50, 100);
  EXPECT_THAT(faults.mistakes(), ElementsAre(HasSubstr("trouble the flood")));
  Faults monitors;
  monitors.add("a", "exporter-down", {{"which", std::string("all")}}, 0, 100)
      .add("b", "exporter-down", {{"which", std::string("log")}}, 50, 100)
      .add("c", "probe-down", {}, 0, 100)
      .add("d", "surge", {}, 0, 100);
  EXPECT_THAT(monitors.mistakes(), ElementsAre(HasSubstr("trouble mtail")));
}

TEST(PlanStressors, TheRightPasswordsAreKnownOfThePlansUsersOnly) {
  Faults faults;
  faults.with_users(4).add("flood", "login-flood", {{"password", std::string("right")}}, 0, 60);
  EXPECT_THAT(faults.mistakes(),
              ElementsAre(HasSubstr("needs the passwords of 5 users, but only 4 log in")));
  Faults fits;
  fits.with_users(5).add("flood", "login-flood", {{"password", std::string("right")}}, 0, 60);
  EXPECT_THAT(fits.mistakes(), IsEmpty());
}

TEST(PlanStressors, TwoCannotHoldOneServersProcess) {
  Faults faults;
  faults.add("a", "crash", {{"servers", "first"}}, 0, 100)
      .add("b", "hang", {{"servers", "all"}}, 50, 100);
  EXPECT_THAT(faults.mistakes(),
              ElementsAre(AllOf(HasSubstr("b: "), HasSubstr("\"a\" (crash) and \"b\" (hang)"),
                                HasSubstr("trouble auth1 at the same time"))));
}

TEST(PlanStressors, TwoCannotBothSurge) {
  Faults faults;
  faults.add("a", "surge", {}, 0, 100).add("b", "surge", {}, 99, 100);
  EXPECT_THAT(faults.mistakes(), ElementsAre(HasSubstr("trouble the load")));
}

TEST(PlanStressors, WhatDoesNotMeetIsFine) {
  Faults faults;
  faults.add("a", "crash", {{"servers", "first"}}, 0, 100)
      .add("b", "hang", {{"servers", "first"}}, 100, 100)  // one after the other
      .add("c", "crash", {{"servers", "last"}}, 0, 200)    // another server
      .add("d", "slow", {{"servers", "all"}}, 0, 200)      // another hold
      .add("e", "errors", {{"servers", "all"}}, 0, 200)
      .add("f", "surge", {}, 0, 200);
  EXPECT_THAT(faults.mistakes(), IsEmpty());
}

TEST(PlanStressors, ARestartMustFitIntoItsTime) {
  Faults faults;
  faults.add("roll", "restart", {{"pause", model_seconds(60)}}, 0, 90);
  EXPECT_THAT(faults.mistakes(),
              ElementsAre(HasSubstr("roll: the fault \"roll\" needs 2m1s for its last server, but "
                                    "lasts 1m30s")));
  // Its last stroke and its end would come in the same moment.
  Faults tight;
  tight.add("roll", "restart", {{"pause", model_seconds(60)}}, 0, 120);
  EXPECT_THAT(tight.mistakes(), SizeIs(1));
  Faults fits;
  fits.add("roll", "restart", {{"pause", model_seconds(60)}}, 0, 121);
  EXPECT_THAT(fits.mistakes(), IsEmpty());
}

TEST(PlanStressors, WhatIsOverBeforeAnybodyCanSeeItIsRefused) {
  Faults faults;
  faults.at_speed(30).add("kill", "crash", {}, 0, 1);
  EXPECT_THAT(faults.mistakes(), ElementsAre(HasSubstr("needs 30s to be seen at this speed")));
  Faults fits;
  fits.at_speed(30).add("kill", "crash", {}, 0, 30);
  EXPECT_THAT(fits.mistakes(), IsEmpty());
}

TEST(PlanStressors, MoreThanCanBeOfferedIsRefused) {
  Faults faults;
  faults.add("rush", "surge", {{"factor", 200.0}}, 0, 90);
  EXPECT_THAT(faults.mistakes(), ElementsAre(HasSubstr("60000 logins a second")));
  Faults flood;
  flood.add("rush", "login-flood", {{"factor", 166.0}}, 0, 90);
  EXPECT_THAT(flood.mistakes(), ElementsAre(HasSubstr("50100 logins a second")));
}

TEST(PlanStressors, AServerThatIsNotThereIsNamed) {
  Faults faults;
  faults.add("a", "crash", {{"servers", "3"}}, 0, 90);
  EXPECT_THAT(faults.mistakes(),
              ElementsAre(AllOf(HasSubstr("the fault \"a\""), HasSubstr("there is no server 3"))));
}

}  // namespace
}  // namespace misfire
