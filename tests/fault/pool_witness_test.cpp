// Witnesses of what may be wrong with a pool's servers, their checks and their choice: what shows a
// fault, and what does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault/scene.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TEST(PoolWitness, AHealthyPoolShowsNothing) {
  Scene scene;
  scene.now = scene.before;  // another worker, perhaps, but none with the fault in it
  scene.now.worker = "pid 2";
  for (const Misconfiguration& fault : misconfigurations("haproxy")) {
    const bool stays =
        fault.doc.name == "reload" || fault.refused;  // shown by what does not change
    if (stays || fault.witness == nullptr) continue;
    EXPECT_FALSE(fault
                     .witness({}, {scene.before, scene.now, scene.logins, scene.configuration,
                                   scene.metrics})
                     .shown)
        << fault.doc.name;
  }
}

struct IdleCase {
  const char* fault;
  void (*put_out)(LiveState::Server&);
};

class IdleServer : public ::testing::TestWithParam<IdleCase> {};

TEST_P(IdleServer, IsOutByTheBalancersWordAndByItsLogins) {
  const IdleCase& c = GetParam();
  const Args last = {{"servers", std::string("last")}};
  Scene scene;
  EXPECT_FALSE(scene.answered({500, 500, 0}).see(c.fault, last).shown);  // it may just be slow
  c.put_out(scene.now.servers[2]);
  EXPECT_TRUE(scene.see(c.fault, last).shown);
  EXPECT_THAT(scene.see(c.fault, last).evidence,
              Contains("auth3 answered 0 % of the logins (before: 33 %)"));
  EXPECT_FALSE(scene.see(c.fault, {{"servers", std::string("others")}}).shown);
  EXPECT_FALSE(scene.answered({333, 333, 334}).see(c.fault, last).shown);  // by whom, then?
  EXPECT_FALSE(scene.answered({40, 40, 0}).see(c.fault, last).shown);      // too few
  scene.before = scene.now;
  EXPECT_FALSE(scene.answered({500, 500, 0}).see(c.fault, last).shown);  // it was so before
}

INSTANTIATE_TEST_SUITE_P(
    Table, IdleServer,
    ::testing::Values(
        IdleCase{"server-drained", [](LiveState::Server& server) { server.status = "DRAIN"; }},
        IdleCase{"server-drained", [](LiveState::Server& server) { server.weight = 0; }},
        IdleCase{"server-drained",
                 [](LiveState::Server& server) { server.admin = "down by configuration"; }},
        IdleCase{"server-disabled", [](LiveState::Server& server) { server.status = "MAINT"; }},
        IdleCase{"server-disabled",
                 [](LiveState::Server& server) { server.admin = "down by configuration"; }},
        IdleCase{"server-backup", [](LiveState::Server& server) { server.admin = "backup"; }},
        IdleCase{"server-stale", [](LiveState::Server& server) { server.port = 9; }},
        IdleCase{"server-wrong-address", [](LiveState::Server& server) {
                   server.port = 9;
                   server.check_code = 404;
                 }}));

TEST(ServerStaleWitness, AnAddressOfThePoolIsNotStale) {
  Scene scene;
  scene.now.servers[2].port = scene.now.servers[0].port;
  EXPECT_FALSE(
      scene.answered({500, 500, 0}).see("server-stale", {{"servers", std::string("last")}}).shown);
}

TEST(ServerWrongAddressWitness, WhoIsThereMustAnswer) {
  Scene scene;
  scene.now.servers[2].port = 9;
  EXPECT_FALSE(scene.answered({500, 500, 0}).see("server-wrong-address").shown);  // nobody is there
  scene.logins.since.by_status = {{200, 700}, {404, 300}};
  EXPECT_TRUE(scene.see("server-wrong-address").shown);
  scene.logins.before.by_status = {{200, 700}, {404, 300}};
  EXPECT_FALSE(scene.see("server-wrong-address").shown);
}

TEST(ServerTwiceWitness, NeedsTwoNamesAndTwiceTheLogins) {
  Scene scene;
  LiveState::Server twin = scene.now.servers[0];
  twin.name = "auth1-2";
  EXPECT_FALSE(scene.answered({500, 250, 250}).see("server-twice").shown);
  scene.now.servers.push_back(twin);
  EXPECT_TRUE(scene.see("server-twice").shown);
  EXPECT_FALSE(scene.answered({333, 333, 334}).see("server-twice").shown);
  EXPECT_FALSE(scene.answered({250, 500, 250}).see("server-twice").shown);
  EXPECT_FALSE(
      scene.answered({500, 250, 250}).see("server-twice", {{"server", std::string("1")}}).shown);
}

TEST(CheckPathTypoWitness, EveryServerAnswersTheCheckWronglyAndIsDown) {
  Scene scene;
  for (auto& server : scene.now.servers) {
    server.check = "L7STS";
    server.check_code = 404;
  }
  EXPECT_FALSE(scene.see("check-path-typo").shown);  // not out yet
  for (auto& server : scene.now.servers) server.status = "DOWN";
  EXPECT_TRUE(scene.see("check-path-typo").shown);
  EXPECT_THAT(scene.see("check-path-typo").evidence,
              Contains(HasSubstr("auth1: the balancer's last check is L7STS (HTTP status 404)")));
  scene.now.servers[1].status = "UP";
  EXPECT_FALSE(scene.see("check-path-typo").shown);
}

TEST(CheckPortWitness, GoesByThePortThatTheBalancerAsksAt) {
  Scene scene;
  const Args last = {{"servers", std::string("last")}};
  scene.now.servers[2].check = "L4CON";
  scene.now.servers[2].status = "DOWN";
  EXPECT_FALSE(scene.see("check-port", last).shown);  // it may have died
  scene.now.servers[2].check_port = 1;
  EXPECT_TRUE(scene.see("check-port", last).shown);
  EXPECT_FALSE(scene.see("check-port").shown);  // of all
}

TEST(CheckWitness, PatienceIsTheBalancersOwnAccountAndOfThatConfiguration) {
  Scene scene;
  for (auto& server : scene.now.servers) server.fall = 10;
  EXPECT_TRUE(scene.see("check-slow").shown);
  EXPECT_FALSE(scene.see("check-slow", {{"failures", std::int64_t{9}}}).shown);
  EXPECT_FALSE(scene.see("check-strict").shown);
  for (auto& server : scene.now.servers) server.fall = 1;
  EXPECT_TRUE(scene.see("check-strict").shown);
  scene.now.configuration = scene.before.configuration;
  EXPECT_FALSE(scene.see("check-strict").shown);
  for (auto& server : scene.before.servers) server.check = "";
  scene.now.configuration = scene.configuration;
  EXPECT_FALSE(scene.see("check-strict").shown);  // nobody was checked
}

TEST(RiseHugeWitness, GoesByWhatBringsAServerBack) {
  Scene scene;
  for (auto& server : scene.before.servers) server.rise = 2;
  for (auto& server : scene.now.servers) server.rise = 2;
  EXPECT_FALSE(scene.see("rise-huge").shown);
  for (auto& server : scene.now.servers) server.rise = 1000;
  EXPECT_TRUE(scene.see("rise-huge").shown);
  for (auto* state : {&scene.before, &scene.now}) {  // as nginx tells it
    for (auto& server : state->servers) server.rise = 0;
  }
  EXPECT_FALSE(scene.see("rise-huge").shown);
  for (auto& server : scene.now.servers) server.check = "left out for 86400s after 3 failed logins";
  EXPECT_TRUE(scene.see("rise-huge").shown);
}

TEST(SettingWitness, WhatNoStateShowsIsToldByTheMark) {
  for (const char* fault :
       {"check-deep", "check-any-status", "check-timeout-low", "redispatch-removed", "retry-storm",
        "slowstart-long", "slowstart-removed"}) {
    Scene scene;
    EXPECT_TRUE(scene.see(fault).shown) << fault;
    EXPECT_THAT(scene.see(fault).evidence, Contains(HasSubstr("weaker evidence"))) << fault;
    scene.now.configuration = "ccc";
    EXPECT_FALSE(scene.see(fault).shown) << fault;
  }
}

TEST(CheckAlways200Witness, TheChecksMustSucceed) {
  Scene scene;
  EXPECT_TRUE(scene.see("check-always-200").shown);
  scene.now.servers[0].check = "INI";
  EXPECT_FALSE(scene.see("check-always-200").shown);
}

TEST(UserHashWitness, GoesByTheBalancersChoice) {
  Scene scene;
  EXPECT_FALSE(scene.see("user-hash").shown);
  scene.now.algorithm = "hash";
  EXPECT_TRUE(scene.see("user-hash").shown);
  scene.now.algorithm = "source";
  EXPECT_FALSE(scene.see("user-hash").shown);
}

TEST(OneServerWitness, NeedsNearlyAllLoginsOnOne) {
  for (const char* fault : {"source-hash", "constant-cookie"}) {
    Scene scene;
    EXPECT_FALSE(scene.see(fault).shown) << fault;
    EXPECT_TRUE(scene.answered({0, 990, 10}).see(fault).shown) << fault;
    scene.logins.before = scene.logins.since;
    EXPECT_FALSE(scene.see(fault).shown) << fault;
  }
}

TEST(ConstantCookieWitness, AllServersHaveOneCookie) {
  Scene scene;
  const Args cookie = {{"by", std::string("cookie")}};
  for (auto& server : scene.before.servers) server.cookie = server.name;
  for (auto& server : scene.now.servers) server.cookie = "auth1";
  EXPECT_TRUE(scene.see("constant-cookie", cookie).shown);
  scene.now.servers[2].cookie = "auth3";
  EXPECT_FALSE(scene.see("constant-cookie", cookie).shown);
  scene.now.servers[2].cookie = "auth1";
  scene.before = scene.now;
  EXPECT_FALSE(scene.see("constant-cookie", cookie).shown);
}

TEST(WeightsSwappedWitness, NeedsTheWeightsAndTheLogins) {
  Scene scene;
  scene.before.servers[0].weight = 200;
  scene.logins.before.per_backend = {500, 250, 250};
  scene.now.servers[2].weight = 200;
  EXPECT_FALSE(scene.answered({500, 250, 250}).see("weights-swapped").shown);
  EXPECT_TRUE(scene.answered({250, 250, 500}).see("weights-swapped").shown);
  scene.now.servers[2].weight = 100;
  EXPECT_FALSE(scene.see("weights-swapped").shown);
}

}  // namespace
}  // namespace misfire
