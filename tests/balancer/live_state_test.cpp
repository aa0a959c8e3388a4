#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "balancer/haproxy/runtime.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

LiveState three() {
  LiveState live;
  live.worker = "pid 1";
  for (const char* name : {"a", "b", "c"}) {
    live.servers.push_back({name, "127.0.0.1", "UP", "", "L7OK", 80, 100, 200});
  }
  return live;
}

TEST(Differences, AnotherWorkerAloneIsNone) {
  LiveState now = three();
  now.worker = "pid 2";
  EXPECT_THAT(differences(three(), now), IsEmpty());
}

TEST(Differences, NameWeightStateAddressAndLimit) {
  LiveState now = three();
  now.servers[0].weight = 200;
  now.servers[1].status = "DRAIN";
  now.servers[1].admin = "drain forced";
  now.servers[2].port = 81;
  now.servers[2].maxconn = 1;
  now.servers[2].check = "L4CON";
  EXPECT_THAT(differences(three(), now),
              ElementsAre("a: weight is 200, was 100", "b: state is DRAIN, was UP",
                          "b: administrative state is drain forced, was none",
                          "c: health check is L4CON, was L7OK",
                          "c: address is 127.0.0.1:81, was 127.0.0.1:80",
                          "c: connection limit is 1, was 200"));
}

TEST(Differences, LimitsOfTheProcessAndItsEntries) {
  LiveState before = three(), now = three();
  before.limits = {{"connections of the process", 4000}, {"connections of in", 100}};
  now.limits = {{"connections of the process", 16}, {"sessions a second of in", 1}};
  EXPECT_THAT(differences(before, now),
              ElementsAre("limit of connections of in is none, was 100",
                          "limit of connections of the process is 16, was 4000",
                          "limit of sessions a second of in is 1, was none"));
}

TEST(Differences, ServersThatCameOrWent) {
  LiveState now = three();
  now.servers[1].name = "d";
  EXPECT_THAT(differences(three(), now),
              ElementsAre("b: is gone from the pool", "d: is new in the pool"));
}

TEST(Differences, ACheckWithoutAResultYetIsNone) {
  LiveState now = three();
  now.servers[0].check = "INI";
  EXPECT_THAT(differences(three(), now), IsEmpty());
}

TEST(Differences, ACheckThatFailedOnceBeforeAndPassesNowIsNone) {
  LiveState before = three(), now = three();
  before.servers[0].check = "L7TOUT";
  EXPECT_THAT(differences(before, now), IsEmpty());
  EXPECT_THAT(differences(now, before), ElementsAre("a: health check is L7TOUT, was L7OK"));
  before.servers[0].check = "L7STS";
  now.servers[0].check = "L4CON";
  EXPECT_THAT(differences(before, now), ElementsAre("a: health check is L4CON, was L7STS"));
  before.servers[0].check = "";
  now.servers[0].check = "L4OK";
  EXPECT_THAT(differences(before, now), ElementsAre("a: health check is L4OK, was none"));
}

TEST(LiveState, AllUpNeedsServersThatServe) {
  EXPECT_FALSE(LiveState{}.all_up());
  LiveState live = three();
  EXPECT_TRUE(live.all_up());
  live.servers[0].status = "no check";
  EXPECT_TRUE(live.all_up());
  live.servers[2].status = "MAINT";
  EXPECT_FALSE(live.all_up());
}

// As HAProxy 2.6.12 answers, columns shortened.
const char* const kAnswer =
    "Name: HAProxy\nPid: 77\nStart_time_sec: 1700\nStopping: 0\n\n"
    "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight "
    "srv_port\n"
    "4 auth 1 auth1 127.0.0.1 2 0 100 9001\n4 auth 2 auth2 127.0.0.2 0 9 50 9002\n\n"
    "# pxname,svname,slim,status,check_status,last_chk,\n"
    "auth,auth1,200,UP 1/3,* L7OK,\"a \"\"b\"\", c\",\n"
    "auth,auth2,,MAINT (via x/y),,,\n\n";

TEST(RuntimeApi, ItsAnswerBecomesALiveState) {
  const auto live = parse_live_state(kAnswer, "auth");
  ASSERT_TRUE(live) << to_string(live.error());
  EXPECT_EQ(live->worker, "pid 77, started 1700");
  ASSERT_EQ(live->servers.size(), 2u);
  EXPECT_EQ(live->servers[0],
            (LiveState::Server{"auth1", "127.0.0.1", "UP", "", "L7OK", 9001, 100, 200}));
  EXPECT_EQ(live->servers[1],
            (LiveState::Server{"auth2", "127.0.0.2", "MAINT (via x/y)",
                               "maintenance forced, drain forced", "", 9002, 50, 0}));
}

TEST(RuntimeApi, TellsTheLimitsOfTheProcessAndOfItsFrontends) {
  const std::string frontends =
      "# pxname,svname,slim,rate_lim,\nin,FRONTEND,300,5,\nmetrics,FRONTEND,4000,0,\n\n";
  const auto live = parse_live_state("Maxconn: 4000\n" + std::string(kAnswer) + frontends, "auth");
  ASSERT_TRUE(live) << to_string(live.error());
  EXPECT_EQ(live->limits, (std::map<std::string, int>{{"connections of the process", 4000},
                                                      {"connections of in", 300},
                                                      {"sessions a second of in", 5},
                                                      {"connections of metrics", 4000}}));
}

TEST(RuntimeApi, TheRowsOfAnotherProxyAreNotThePools) {
  EXPECT_THAT(live_question("auth"), ::testing::HasSubstr(";show stat -1 7 -1\n"));
  const std::string state =
      "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_port\n"
      "4 auth 1 a 127.0.0.1 2 0 100 9001\n\n";
  const auto live = parse_live_state(
      state + "# pxname,svname,slim,status,algo,\nauth,FRONTEND,9,OPEN,,\nother,a,1,DOWN,,\n" +
          "other,BACKEND,9,UP,first,\nauth,a,200,UP,,\nauth,BACKEND,9,UP,roundrobin,\n\n",
      "auth");
  ASSERT_TRUE(live) << to_string(live.error());
  EXPECT_EQ(live->algorithm, "roundrobin");
  EXPECT_EQ(live->servers.at(0).status, "UP");
  EXPECT_EQ(live->servers.at(0).maxconn, 200);
  EXPECT_EQ(live->limits, (std::map<std::string, int>{{"connections of auth", 9}}));
}

TEST(RuntimeApi, AServerThatTracksAnotherHasItsChecks) {
  const std::string state =
      "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_port\n"
      "4 auth 1 a 127.0.0.1 2 0 100 9001\n\n";
  const auto live = parse_live_state(
      state + "# pxname,svname,status,tracked,check_status,check_rise,check_fall,check_code,\n" +
          "auth,a,UP,mid/m,,,,,\nmid,m,UP,chk/c,,,,,\nchk,c,UP,,L7STS,2,3,503,\n\n",
      "auth");
  ASSERT_TRUE(live) << to_string(live.error());
  const LiveState::Server& server = live->servers.at(0);
  EXPECT_EQ(server.check, "L7STS");
  EXPECT_EQ(server.rise, 2);
  EXPECT_EQ(server.fall, 3);
  EXPECT_EQ(server.check_code, 503);
}

TEST(RuntimeApi, AnyPrefixOfAnAnswerIsAnErrorOrAState) {
  const std::string whole = kAnswer;
  for (std::size_t n = 0; n < whole.size(); ++n) {
    const auto live = parse_live_state(std::string_view(whole).substr(0, n), "auth");
    if (!live) {
      EXPECT_EQ(live.error().code, ErrorCode::environment);
    }
  }
  EXPECT_FALSE(parse_live_state("Pid: 1\n\nCan't find backend.\n", "auth"));
}

TEST(RuntimeApi, QuotedCsvFields) {
  const auto rows = parse_show_stat("# a,b,c\n\"x,\"\"y\"\"\",2,\n");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("a"), "x,\"y\"");
  EXPECT_EQ(rows[0].at("b"), "2");
}

TEST(MasterCli, TellsWorkersApart) {
  const auto found = parse_show_proc(
      "#<PID>          <type>          <reloads>       <uptime>        <version>      \n"
      "7838            master          2 [failed: 1]   0d00h00m03s     2.6.12\n"
      "# workers\n8057            worker          0               0d00h00m02s     2.6.12\n"
      "# old workers\n7841            worker          1               0d00h00m09s     2.6.12\n"
      "# programs\n\n");
  EXPECT_EQ(found.reloads, 2);
  EXPECT_EQ(found.failed, 1);
  EXPECT_EQ(found.current(), 8057);
  ASSERT_EQ(found.workers.size(), 2u);
  EXPECT_TRUE(found.workers[1].old);
  EXPECT_EQ(parse_show_proc("garbage").current(), 0);
}

}  // namespace
}  // namespace misfire
