// What a running HAProxy's answer means, and that a watch only ever asks.
#include <gtest/gtest.h>

#include <optional>

#include "watch/haproxy/running.hpp"

namespace misfire::watch {
namespace {

/// As HAProxy 2.6 writes it, with the columns that are read.
std::string answer(const std::string& states, const std::string& stats,
                   const std::string& stopping = "0") {
  return "Name: HAProxy\nPid: 7\nStopping: " + stopping +
         "\nStart_time_sec: 1700000000\n\n1\n"
         "# be_id be_name srv_id srv_name srv_addr srv_admin_state srv_uweight srv_check_state "
         "srv_agent_state srv_fqdn srv_port\n" +
         states + "\n# pxname,svname,slim,status,bck,algo,\n" + stats + "\n";
}

const std::string kState = "3 auth 1 a1 10.0.0.1 0 100 6 0 - 9001\n";
const std::string kStat = "auth,a1,20,UP,0,,\nauth,BACKEND,,UP,,roundrobin,\n";

std::string value(const HaproxyAnswer& found, const std::string& server, Aspect aspect) {
  const std::string* text = told(found.running.facts, {"auth", server}, aspect);
  return text == nullptr ? "not told" : *text;
}

TEST(RunningHaproxy, TellsItsServers) {
  const auto found = parse_haproxy_answer(answer(kState, kStat));
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_TRUE(found->running.complete);
  EXPECT_EQ(value(*found, "a1", Aspect::weight), "100");
  EXPECT_EQ(value(*found, "a1", Aspect::address), "10.0.0.1:9001");
  EXPECT_EQ(value(*found, "a1", Aspect::maxconn), "20");
  EXPECT_EQ(value(*found, "a1", Aspect::state), "ready");
  EXPECT_EQ(value(*found, "a1", Aspect::check), "on");
  EXPECT_EQ(value(*found, "a1", Aspect::agent), "off");
  EXPECT_EQ(value(*found, "", Aspect::algorithm), "roundrobin");
  EXPECT_TRUE(found->up.at({"auth", "a1"}));
  EXPECT_EQ(found->worker.name, "pid 7, started 1700000000");
}

struct Bits {
  int admin, check;
  const char *state, *checked;
};
class EachState : public ::testing::TestWithParam<Bits> {};

TEST_P(EachState, IsWhatAPersonDidNotWhatAHealthCheckSees) {
  const Bits& bits = GetParam();
  const auto found =
      parse_haproxy_answer(answer("3 auth 1 a1 10.0.0.1 " + std::to_string(bits.admin) + " 100 " +
                                      std::to_string(bits.check) + " 0 - 9001\n",
                                  "auth,a1,,DOWN,0,,\n"));
  ASSERT_TRUE(found);
  EXPECT_EQ(value(*found, "a1", Aspect::state), bits.state);
  EXPECT_EQ(value(*found, "a1", Aspect::check), bits.checked);
  EXPECT_FALSE(found->up.at({"auth", "a1"}));
}

INSTANTIATE_TEST_SUITE_P(RunningHaproxy, EachState,
                         ::testing::Values(Bits{0, 6, "ready", "on"},        //
                                           Bits{0, 2, "ready", "off"},       // switched off
                                           Bits{1, 6, "maintenance", "on"},  // by hand
                                           Bits{5, 6, "maintenance", "on"},  // by the file
                                           Bits{8, 6, "drain", "on"},        //
                                           Bits{0x02, 6, "ready", "on"},     // of a tracked one
                                           Bits{0x20, 6, "ready", "on"},     // no DNS answer
                                           Bits{0x10, 0, "ready", "off"}));  // no check at all

TEST(RunningHaproxy, IsUpOrDownByHealthChecksOnly) {
  const auto up = [](const std::string& status) -> std::optional<bool> {
    const auto found = parse_haproxy_answer(answer(kState, "auth,a1,20," + status + ",0,,\n"));
    const auto at = found.value().up.find({"auth", "a1"});
    return at == found->up.end() ? std::nullopt : std::optional(at->second);
  };
  for (const char* status : {"UP", "UP 1/3", "DRAIN", "no check"}) EXPECT_EQ(up(status), true);
  for (const char* status : {"DOWN", "DOWN 1/2", "NOLB"}) EXPECT_EQ(up(status), false);
  for (const char* status : {"MAINT", "MAINT (via auth/a2)", "MAINT (resolution)"}) {
    EXPECT_EQ(up(status), std::nullopt) << status;
  }
}

TEST(RunningHaproxy, IsCalledByItsNameWhereItHasOne) {
  const auto found =
      parse_haproxy_answer(answer("3 auth 1 a1 10.0.0.9 0 1 0 0 auth1.internal 80\n", kStat));
  EXPECT_EQ(value(found.value(), "a1", Aspect::address), "auth1.internal:80");
}

TEST(RunningHaproxy, AFormerWorkerSaysSo) {
  EXPECT_TRUE(parse_haproxy_answer(answer(kState, kStat, "1"))->stopping);
}

TEST(RunningHaproxy, AnAnswerThatIsCutAnywhereIsNone) {
  const std::string whole = answer(kState, kStat);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    EXPECT_FALSE(parse_haproxy_answer(whole.substr(0, at))) << whole.substr(0, at);
  }
}

TEST(RunningHaproxy, AServerThatCameInBetweenIsAnotherLooksAffair) {
  EXPECT_FALSE(parse_haproxy_answer(answer(kState + "3 auth 2 a2 10.0.0.2 0 1 0 0 - 1\n", kStat)));
}

TEST(RunningHaproxy, IsAskedAndNeverTold) {
  for (const std::string_view question : kHaproxyQuestions) {
    EXPECT_TRUE(question.starts_with("show ")) << question;
    EXPECT_EQ(question.find_first_of(";\n@"), std::string_view::npos) << question;
  }
  EXPECT_EQ(haproxy_question(), "show info;show servers state;show stat -1 6 -1\n");
}

}  // namespace
}  // namespace misfire::watch
