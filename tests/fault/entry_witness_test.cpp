// Witnesses of what goes wrong between clients and the pool: what shows it, and what does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault/misconfiguration.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

/// A healthy pool of two under even load; the worker has the fault's configuration.
struct Scene {
  LiveState before, now;
  LoginTally logins{{{500, 500}, {{200, 1000}}}, {{500, 500}, {{200, 1000}}}};
  std::string configuration = "bbb";
  const char* balancer = "haproxy";

  Scene() {
    before.worker = "pid 1";
    before.configuration = "aaa";
    before.limits = {{"connections of the process", 4000}, {"connections of in", 4000}};
    before.servers = {{"a", "127.0.0.1", "UP", "", "L7OK", 1, 1, 0, 3},
                      {"b", "127.0.0.1", "UP", "", "L7OK", 2, 1, 0, 3}};
    now = before;
    now.worker = "pid 2";
    now.configuration = "bbb";
  }

  Scene& since(std::vector<std::int64_t> per_backend, std::map<int, std::int64_t> by_status) {
    logins.since = {std::move(per_backend), std::move(by_status)};
    return *this;
  }
  Shown see(const char* fault, const Args& args = {}) const {
    return find_misconfiguration(balancer, fault)
        ->witness(args, {before, now, logins, configuration, {}});
  }
};

TEST(MaintenancePageWitness, IsASuccessThatNoServerAnswered) {
  Scene scene;
  EXPECT_FALSE(scene.see("maintenance-page").shown);
  EXPECT_FALSE(scene.since({0, 0}, {{503, 1000}}).see("maintenance-page").shown);
  EXPECT_FALSE(scene.since({0, 0}, {{200, 90}}).see("maintenance-page").shown);  // too few
  const Shown shown = scene.since({10, 10}, {{200, 1000}}).see("maintenance-page");
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence,
              Contains("the servers of the pool answered 2 % of the logins (before: 100 %); by "
                       "status: 200: 100 %"));
}

TEST(WrongPoolWitness, NeedsServersThatAnsweredBefore) {
  Scene scene;
  EXPECT_FALSE(scene.see("wrong-pool").shown);
  EXPECT_TRUE(scene.since({0, 0}, {{503, 1000}}).see("wrong-pool").shown);
  scene.logins.before = {{0, 0}, {{503, 1000}}};
  EXPECT_FALSE(scene.see("wrong-pool").shown);
}

TEST(SilentDropWitness, NeedsLoginsWithoutAnAnswer) {
  Scene scene;
  EXPECT_FALSE(scene.see("silent-drop").shown);
  EXPECT_TRUE(scene.since({450, 450}, {{200, 900}, {0, 100}}).see("silent-drop").shown);
  EXPECT_FALSE(scene.since({495, 495}, {{200, 990}, {0, 10}}).see("silent-drop").shown);
  EXPECT_FALSE(scene.since({450, 450}, {{200, 900}, {503, 100}}).see("silent-drop").shown);
}

TEST(StatusWitnesses, GoByTheStatusThatTheFaultMakesAndNoOther) {
  const std::pair<const char*, int> all[] = {{"deny-rate", 429},      {"body-limit", 413},
                                             {"path-rewritten", 404}, {"host-mismatch", 404},
                                             {"method-denied", 403},  {"tls-listener", 400},
                                             {"tls-expired", 0}};
  for (const auto& [fault, status] : all) {
    Scene scene;
    EXPECT_FALSE(scene.see(fault).shown) << fault;
    EXPECT_FALSE(scene.since({0, 0}, {{503, 1000}}).see(fault).shown) << fault;
    EXPECT_TRUE(scene.since({0, 0}, {{status, 1000}}).see(fault).shown) << fault;
    scene.logins.before = scene.logins.since;  // it was so before
    EXPECT_FALSE(scene.see(fault).shown) << fault;
  }
}

TEST(UnreachedWitnesses, NeedAPoolThatNobodyReachesAnyMore) {
  for (const char* fault : {"rule-order", "routes-removed"}) {
    Scene scene;
    EXPECT_FALSE(scene.see(fault).shown) << fault;
    EXPECT_TRUE(scene.since({0, 0}, {{503, 1000}}).see(fault).shown) << fault;
  }
}

TEST(OldConfigurationWitness, NeedsTheServersGone) {
  Scene scene;
  EXPECT_FALSE(scene.since({1000, 0}, {{200, 1000}}).see("old-configuration").shown);
  scene.now.servers.pop_back();
  EXPECT_TRUE(scene.see("old-configuration").shown);
  EXPECT_FALSE(scene.since({500, 500}, {{200, 1000}}).see("old-configuration").shown);
}

TEST(LoginCachedWitness, NeedsOneServersAnswerForAll) {
  Scene scene;
  scene.balancer = "nginx";
  EXPECT_FALSE(scene.see("login-cached").shown);
  EXPECT_TRUE(scene.since({1000, 0}, {{200, 1000}}).see("login-cached").shown);
  scene.now.configuration = "aaa";
  EXPECT_FALSE(scene.see("login-cached").shown);
}

TEST(LimitWitnesses, GoByWhatTheBalancerTells) {
  Scene scene;
  for (const char* fault : {"session-rate-limit", "frontend-limit", "process-limit"}) {
    EXPECT_FALSE(scene.see(fault).shown) << fault;
  }
  scene.now.limits["sessions a second of in"] = 1;
  EXPECT_TRUE(scene.see("session-rate-limit").shown);
  scene.now.limits["connections of in"] = 1;
  const Shown shown = scene.see("frontend-limit");
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, Contains("limit of connections of in: 1 (before: 4000)"));
  EXPECT_FALSE(scene.see("frontend-limit", {{"connections", 2L}}).shown);
  scene.now.limits["connections of the process"] = 16;
  EXPECT_TRUE(scene.see("process-limit").shown);
  scene.before = scene.now;
  EXPECT_FALSE(scene.see("process-limit").shown);
}

TEST(StaleProcessWitness, IsAWorkerThatHasAnotherConfigurationThanTheFile) {
  Scene scene;
  EXPECT_FALSE(scene.see("stale-process").shown);  // it has what it was given
  scene.now.configuration = "aaa";
  const Shown shown = scene.see("stale-process");
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, Contains(HasSubstr("configuration aaa, and the file is bbb")));
  scene.now.configuration = "";
  EXPECT_FALSE(scene.see("stale-process").shown);
}

TEST(TlsExpiredWitness, NeedsAWorkerThatHasTheCertificate) {
  Scene scene;
  EXPECT_TRUE(scene.since({0, 0}, {{0, 1000}}).see("tls-expired").shown);
  scene.now.configuration = "aaa";
  EXPECT_FALSE(scene.see("tls-expired").shown);
}

TEST(LatentWitnesses, GoByTheConfigurationOfTheServingWorker) {
  for (const char* fault :
       {"server-timeout-huge", "connect-timeout-huge", "error-page-200", "metrics-filtered",
        "queue-timeout-low", "client-timeout-low", "http-request-timeout-low"}) {
    Scene scene;
    EXPECT_TRUE(scene.see(fault).shown) << fault;
    EXPECT_THAT(scene.see(fault).evidence, Contains(HasSubstr("weaker evidence than traffic")));
    scene.now.configuration = "aaa";
    EXPECT_FALSE(scene.see(fault).shown) << fault;
  }
}

TEST(TlsToPlainWitness, GoesByTheChecksOfTheServersThatAreMeant) {
  Scene scene;
  EXPECT_FALSE(scene.see("tls-to-plain").shown);
  scene.now.servers[1].check = "L6RSP";
  EXPECT_FALSE(scene.see("tls-to-plain").shown);
  EXPECT_TRUE(scene.see("tls-to-plain", {{"servers", std::string("last")}}).shown);
  scene.now.servers[0].check = "L7STS";  // fails, but not for that
  EXPECT_FALSE(scene.see("tls-to-plain").shown);
  scene.now.servers[0].check = "L6OK";
  EXPECT_FALSE(scene.see("tls-to-plain").shown);
  scene.now.servers[0].check = "L6RSP";
  EXPECT_TRUE(scene.see("tls-to-plain").shown);
}

TEST(HandshakeWitnesses, OfWhatServersTakeForABrokenRequest) {
  for (const char* fault : {"proxy-protocol-mismatch", "http-version"}) {
    Scene scene;
    EXPECT_FALSE(scene.see(fault).shown) << fault;
    for (auto& server : scene.now.servers) server.check = "L7RSP";
    if (fault == std::string("http-version")) scene.now.servers[0].check = "SOCKERR";
    EXPECT_TRUE(scene.see(fault).shown) << fault;
    scene.before = scene.now;
    EXPECT_FALSE(scene.see(fault).shown) << fault;
  }
}

TEST(TlsToPlainWitness, WithoutChecksGoesByTheConfiguration) {
  Scene scene;
  for (auto* state : {&scene.before, &scene.now}) {
    for (auto& server : state->servers) server.check = "";
  }
  EXPECT_TRUE(scene.see("tls-to-plain").shown);
  scene.now.configuration = "aaa";
  EXPECT_FALSE(scene.see("tls-to-plain").shown);
}

TEST(NginxEntryWitnesses, GoByTheLogins) {
  Scene scene;
  scene.balancer = "nginx";
  EXPECT_FALSE(scene.see("tls-to-plain").shown);
  EXPECT_TRUE(scene.since({0, 0}, {{502, 1000}}).see("tls-to-plain").shown);
  EXPECT_FALSE(scene.see("session-rate-limit").shown);
  EXPECT_TRUE(scene.since({100, 100}, {{200, 200}, {0, 800}}).see("session-rate-limit").shown);
}

}  // namespace
}  // namespace misfire
