// Witnesses of the misconfigurations that every balancer may have: what shows a fault, and what
// does not. (Weights and reload: misconfiguration_test.cpp.)
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault/scene.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TEST(ServerRemovedWitness, NeedsTheServerGoneAndItsLogins) {
  Scene scene;
  EXPECT_FALSE(scene.see("server-removed").shown);  // nothing happened
  scene.now.servers.pop_back();
  EXPECT_FALSE(scene.see("server-removed").shown);  // by whom are its logins answered?
  scene.answered({500, 500, 0});
  const Shown shown = scene.see("server-removed");
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, Contains("the balancer knows no server auth3 any more"));
  EXPECT_THAT(shown.evidence, Contains("auth3 answered 0 % of the logins (before: 33 %)"));
  EXPECT_FALSE(scene.see("server-removed", {{"servers", std::string("others")}}).shown);
  EXPECT_FALSE(scene.answered({50, 40, 0}).see("server-removed").shown);  // too few
}

TEST(ServerRemovedWitness, OutOfServiceIsAsGoodAsGone) {
  Scene scene;
  scene.now.servers[2].status = "MAINT";
  EXPECT_TRUE(scene.answered({500, 500, 0}).see("server-removed").shown);
  scene.now.servers[2].status = "DRAIN";
  EXPECT_FALSE(scene.see("server-removed").shown);
}

TEST(ServerDuplicatedWitness, NeedsOneAddressAndOneBackendThatAnswers) {
  Scene scene;
  scene.answered({1000, 0, 0});
  EXPECT_FALSE(scene.see("server-duplicated").shown);  // the addresses are as before
  scene.now.servers[1].port = scene.now.servers[2].port = 9001;
  const Shown shown = scene.see("server-duplicated");
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, Contains(HasSubstr("auth3 is at 127.0.0.1:9001 (before: "
                                                 "127.0.0.1:9003)")));
  EXPECT_FALSE(scene.answered({333, 333, 334}).see("server-duplicated").shown);
  scene.before = scene.now;  // it was so before
  EXPECT_FALSE(scene.answered({1000, 0, 0}).see("server-duplicated").shown);
}

TEST(ServerDuplicatedWitness, GoesByTheAddressThatTheOriginalHadBefore) {
  Scene scene;
  for (auto& server : scene.now.servers) server.port = 9003;  // another fault moved the original
  EXPECT_FALSE(scene.answered({1000, 0, 0}).see("server-duplicated").shown);
}

TEST(CheckRemovedWitness, GoesByTheBalancersOwnAccount) {
  Scene scene;
  EXPECT_FALSE(scene.see("check-removed").shown);
  for (auto& server : scene.now.servers) server.check = "";
  EXPECT_TRUE(scene.see("check-removed").shown);
  scene.now.servers[1].check = "disabled";
  EXPECT_TRUE(scene.see("check-removed").shown);
  scene.now.servers[1].check = "L7OK";
  EXPECT_FALSE(scene.see("check-removed").shown);
  EXPECT_TRUE(scene.see("check-removed", {{"servers", std::string("first")}}).shown);
}

TEST(CheckRemovedWitness, TellsAConnectionFromALogin) {
  Scene scene;
  const Args connect = {{"how", std::string("connect")}};
  for (auto& server : scene.now.servers) server.check = "INI";
  EXPECT_FALSE(scene.see("check-removed", connect).shown);  // not checked yet
  for (auto& server : scene.now.servers) server.check = "L4OK";
  EXPECT_TRUE(scene.see("check-removed", connect).shown);
  scene.before = scene.now;
  EXPECT_FALSE(scene.see("check-removed", connect).shown);
}

TEST(CheckRemovedWitness, CountsTheFailuresThatACheckWaitsFor) {
  Scene scene;
  const Args patient = {{"how", std::string("patient")}, {"failures", std::int64_t{500}}};
  for (auto& server : scene.now.servers) server.fall = 499;
  EXPECT_FALSE(scene.see("check-removed", patient).shown);
  for (auto& server : scene.now.servers) server.fall = 500;
  EXPECT_TRUE(scene.see("check-removed", patient).shown);
}

TEST(CheckRemovedWitness, PassesOverServersThatHadNoCheckToLose) {
  Scene scene;
  scene.before.servers[2].check = scene.now.servers[2].check = "";  // it tracks another one
  EXPECT_FALSE(scene.see("check-removed").shown);
  scene.now.servers[0].check = scene.now.servers[1].check = "";
  EXPECT_TRUE(scene.see("check-removed").shown);
  EXPECT_FALSE(scene.see("check-removed", {{"servers", std::string("last")}}).shown);

  Scene patient;
  const Args args = {{"how", std::string("patient")}, {"failures", std::int64_t{500}}};
  patient.before.servers[0].fall = 500;  // it forgave as much before
  for (auto& server : patient.now.servers) server.fall = 500;
  EXPECT_TRUE(patient.see("check-removed", args).shown);
  patient.before = patient.now;
  EXPECT_FALSE(patient.see("check-removed", args).shown);
}

TEST(CheckRemovedWitness, IsNotShownByServersThatAnotherFaultRemoved) {
  Scene scene;
  scene.now.servers.pop_back();
  const Shown shown = scene.see("check-removed", {{"servers", std::string("last")}});
  EXPECT_FALSE(shown.shown);
}

TEST(ServerTimeoutWitness, IsThe504OfTheBalancer) {
  Scene scene;
  EXPECT_FALSE(scene.see("server-timeout").shown);
  EXPECT_TRUE(scene.answered({0, 0, 0}, 504, 500).see("server-timeout").shown);
  EXPECT_FALSE(scene.answered({0, 0, 0}, 503, 500).see("server-timeout").shown);
  EXPECT_FALSE(scene.answered({0, 0, 0}, 504, 99).see("server-timeout").shown);
  scene.logins.before.by_status = {{504, 1000}};
  EXPECT_FALSE(scene.answered({0, 0, 0}, 504, 500).see("server-timeout").shown);
}

TEST(ServerTimeoutWitness, IsNotShownByWhatAnEarlierFaultDid) {
  Scene scene;
  scene.logins.before.by_status = scene.logins.since.by_status = {{200, 600}, {504, 400}};
  EXPECT_FALSE(scene.see("server-timeout").shown);
  scene.logins.since.by_status = {{200, 100}, {504, 900}};
  EXPECT_TRUE(scene.see("server-timeout").shown);
}

TEST(ServerTimeoutWitness, SaysThatAServerIsDown) {
  Scene scene;
  scene.answered({0, 0, 0}, 504, 500);
  EXPECT_THAT(scene.see("server-timeout").evidence, Contains(HasSubstr("no server is down")));
  scene.now.servers[0].status = "DOWN";
  EXPECT_THAT(scene.see("server-timeout").evidence, Contains(HasSubstr("one server is down")));
}

TEST(ConnectionLimitWitness, IsTheLimitThatTheBalancerTells) {
  Scene scene;
  EXPECT_FALSE(scene.see("connection-limit").shown);
  for (auto& server : scene.now.servers) server.maxconn = 1;
  EXPECT_TRUE(scene.see("connection-limit").shown);
  EXPECT_FALSE(scene.see("connection-limit", {{"connections", std::int64_t{2}}}).shown);
  scene.before = scene.now;
  EXPECT_FALSE(scene.see("connection-limit").shown);
}

TEST(PathTypoWitness, IsThe404ThatNoServerSent) {
  Scene scene;
  EXPECT_FALSE(scene.see("path-typo").shown);
  EXPECT_TRUE(scene.answered({0, 0, 0}, 404, 500).see("path-typo").shown);
  scene.logins.since.by_status = {{404, 400}, {200, 600}};
  EXPECT_FALSE(scene.see("path-typo").shown);
  scene.logins.before.by_status = {{404, 1000}};  // there is no such path at all
  EXPECT_FALSE(scene.answered({0, 0, 0}, 404, 500).see("path-typo").shown);
}

TEST(RetriesOffWitness, IsTheWorkersWordOnItsConfigurationAndSaysHowWeakThatIs) {
  Scene scene;
  const Shown shown = scene.see("retries-off");
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, Contains(HasSubstr("started with the configuration bbb")));
  EXPECT_THAT(shown.evidence, Contains(HasSubstr("weaker evidence than traffic")));
  scene.configuration = "ccc";
  EXPECT_FALSE(scene.see("retries-off").shown);
  scene.configuration = "bbb";
  scene.now.worker = scene.before.worker;
  EXPECT_FALSE(scene.see("retries-off").shown);
  scene.now.configuration = "";
  EXPECT_FALSE(scene.see("retries-off").shown);
}

TEST(OneServerHashWitness, NeedsAnotherChoiceAndOneServerThatAnswersAll) {
  Scene scene;
  EXPECT_FALSE(scene.answered({1000, 0, 0}).see("one-server-hash").shown);  // as it was
  scene.now.algorithm = "uri";
  EXPECT_TRUE(scene.see("one-server-hash").shown);
  EXPECT_FALSE(scene.answered({500, 500, 0}).see("one-server-hash").shown);
  scene.logins.before.per_backend = {1000, 0, 0};
  EXPECT_FALSE(scene.answered({1000, 0, 0}).see("one-server-hash").shown);
}

TEST(OneServerHashWitness, IsNotLostWhenTheServerIsOverloadedAndItsLoginsArePassedOn) {
  Scene scene;
  scene.now.algorithm = "source";
  EXPECT_TRUE(scene.answered({830, 160, 10}).see("one-server-hash").shown);
}

TEST(OneServerHashWitness, GoesByTrafficAloneWhereNoBalancerTells) {
  Scene scene;
  scene.before.algorithm = scene.now.algorithm = "";
  EXPECT_FALSE(scene.answered({830, 160, 10}).see("one-server-hash").shown);
  EXPECT_TRUE(scene.answered({0, 950, 50}).see("one-server-hash").shown);
}

TEST(MetricsGoneWitness, IsPrometheusThatCannotScrape) {
  Scene scene;
  EXPECT_FALSE(scene.see("metrics-gone").shown);
  scene.metrics = MetricsScrape{true};
  EXPECT_FALSE(scene.see("metrics-gone").shown);
  scene.metrics = MetricsScrape{false, "server returned HTTP status 404 Not Found"};
  const Shown shown = scene.see("metrics-gone");
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, Contains(HasSubstr("404 Not Found")));
  scene.metrics = MetricsScrape{false, "context deadline exceeded"};
  EXPECT_FALSE(scene.see("metrics-gone").shown);  // it hangs, for whatever reason
}

TEST(Witnesses, AreNotShownByAHealthyPoolThatWasReloaded) {
  for (const Misconfiguration& fault : misconfigurations("haproxy")) {
    if (fault.witness == nullptr) continue;  // HAProxy cannot do it
    Scene scene;
    scene.now.configuration = scene.configuration = scene.before.configuration;
    scene.metrics = MetricsScrape{true};
    const Args args = fault.doc.name == "weights" ? Args{{"first", std::int64_t{200}}} : Args{};
    EXPECT_EQ(scene.see(fault.doc.name.c_str(), args).shown, fault.doc.name == "reload")
        << fault.doc.name;
  }
}

}  // namespace
}  // namespace misfire
