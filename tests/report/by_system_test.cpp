#include "report/by_system.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

RunFigures run_on(const std::string& system, const std::string& balancer, double failed,
                  std::map<std::string, double> notified, const std::string& blamed) {
  RunFigures run;
  run.scenario = "feb-18";
  run.system = system;
  run.verdict = "pass";
  run.proves = true;
  run.failed_ratio = failed;
  run.conditions["balancer"] = balancer;
  run.expects_blame = true;
  run.blamed = blamed;
  for (const std::string team : {"auth", "network"}) {
    run.alerts.push_back({"AlertOf" + team, team, true, {}});
    if (notified.count(team) > 0) run.alerts.back().stages["notified"] = notified[team];
  }
  return run;
}

RunFigures haproxy() {
  return run_on("system.toml", "haproxy", 0.297, {{"auth", 142}, {"network", 270}},
                "load-balancer");
}

RunFigures nginx() {
  return run_on("nginx.toml", "nginx", 0.305, {{"auth", 133}}, "");
}

TEST(BySystem, IsHarmTimesAndBlameSideBySide) {
  EXPECT_EQ(by_system_text(by_system({haproxy(), nginx()}), {}),
            "feb-18         balancer  verdict  failed  auth told  network told  blamed\n"
            "  system.toml  haproxy   pass     29.7 %       2:22          4:30  load-balancer\n"
            "  nginx.toml   nginx     pass     30.5 %       2:13         never  nothing\n");
}

TEST(BySystem, TheFolderThatAllAreInIsNotTold) {
  RunFigures a = haproxy(), b = nginx();
  a.system = "fixtures/system.toml";
  b.system = "fixtures/nginx.toml";
  EXPECT_THAT(by_system_text(by_system({a, b}), {}), ::testing::HasSubstr("\n  system.toml "));
  b.system = "edge/system.toml";
  EXPECT_THAT(by_system_text(by_system({a, b}), {}), ::testing::HasSubstr("\n  edge/system.toml "));
}

TEST(BySystem, IsForScenariosOnMoreThanOne) {
  EXPECT_THAT(by_system({haproxy(), haproxy()}), IsEmpty());
  RunFigures other = nginx();
  other.scenario = "another";
  EXPECT_THAT(by_system({haproxy(), other}), IsEmpty());
  EXPECT_EQ(by_system({haproxy(), other, nginx()}).size(), 1u);
  EXPECT_EQ(by_system_text({}, {}), "");
}

TEST(BySystem, RepeatsHaveTheirMedianAndAllTheirVerdicts) {
  RunFigures late = haproxy();
  late.verdict = "fail";
  late.alerts[0].stages["notified"] = 202;
  late.blamed = "database";
  const auto row = by_system({haproxy(), late, nginx()}).at(0).rows.at(0);
  EXPECT_THAT(row.verdicts, ElementsAre(Pair("fail", 1), Pair("pass", 1)));
  EXPECT_EQ(row.notified.at("auth"), 172);
  EXPECT_THAT(row.blamed, ElementsAre(Pair("database", 1), Pair("load-balancer", 1)));
}

TEST(BySystem, ATeamIsToldByTheFirstOfItsAlerts) {
  RunFigures run = haproxy();
  run.alerts.push_back({"Early", "network", true, {{"notified", 60}}});
  run.alerts.push_back({"NotExpected", "network", false, {{"notified", 5}}});
  EXPECT_EQ(by_system({run, nginx()}).at(0).rows.at(0).notified.at("network"), 60);
}

TEST(BySystem, WhatProvesNothingHasNoFigures) {
  RunFigures run = nginx();
  run.proves = false;
  run.verdict = "unsupported";
  run.alerts.clear();
  run.failed_ratio.reset();
  EXPECT_EQ(by_system_text(by_system({haproxy(), run}), {}),
            "feb-18         balancer  verdict      failed  auth told  network told  blamed\n"
            "  system.toml  haproxy   pass         29.7 %       2:22          4:30  load-balancer\n"
            "  nginx.toml   nginx     unsupported       -          -             -  -\n");
}

TEST(SystemsApart, AreScenariosOfTheirOwn) {
  std::vector<RunFigures> runs = {haproxy(), nginx(), haproxy()};
  tell_systems_apart(runs);
  EXPECT_EQ(runs[0].scenario, "feb-18 on system.toml");
  EXPECT_EQ(runs[1].scenario, "feb-18 on nginx.toml");
  EXPECT_EQ(runs[2].scenario, runs[0].scenario);
  runs = {haproxy(), haproxy()};
  tell_systems_apart(runs);
  EXPECT_EQ(runs[0].scenario, "feb-18") << "one system needs no mention";
}

}  // namespace
}  // namespace misfire
