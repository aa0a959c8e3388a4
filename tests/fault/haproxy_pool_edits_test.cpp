// What misconfigurations of HAProxy's pool write: its servers, how one is chosen, who tries again.
#include <gmock/gmock.h>

#include "fault/diff_case.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

const std::string kPlain =
    "defaults\n"
    "  mode http\n"
    "  option redispatch\n"
    "  retries 2\n"
    "backend auth\n"
    "  balance roundrobin\n"
    "  server a a.internal:1 weight 200 id 7 slowstart 10s check # the old one\n"
    "  server b b.internal:2 weight 50 check\n"
    "  server c c.internal:3 weight 50 check\n";

const std::string kInherited =
    "defaults\n"
    "  mode http\n"
    "  retry-on conn-failure\n"
    "  default-server weight 10 slowstart 20s cookie x\n"
    "backend auth\n"
    "  option redispatch\n"
    "  cookie SRV insert\n"
    "  stick-table type ip size 1m expire 1h store conn_cur\n"
    "  stick on hdr(x-user)\n"
    "  server \"a\" \"10.0.0.1:7000\"\n"
    "  server b 10.0.0.2:7000 weight 30\n";

Result<std::string> edited(const std::string& fault, const Args& args, const std::string& text) {
  return edited_text<HaproxyConfig>(fault, args, text);
}

class HaproxyPoolEdit : public ::testing::TestWithParam<DiffCase> {};

TEST_P(HaproxyPoolEdit, IsWhatAPersonWouldType) {
  expect_diff<HaproxyConfig>(GetParam(), GetParam().plain ? kPlain : kInherited);
}

const DiffCase kCases[] = {
    {"Drains",
     "server-drained",
     {},
     true,
     "server c c.internal:3 weight 50 check\n",
     "server c c.internal:3 weight 0 check\n"},
    {"Disables",
     "server-disabled",
     {},
     true,
     "server c c.internal:3 weight 50 check\n",
     "server c c.internal:3 weight 50 check disabled\n"},
    {"KeepsOneForTheWork",
     "server-backup",
     {},
     true,
     "server b b.internal:2 weight 50 check\nserver c c.internal:3 weight 50 check\n",
     "server b b.internal:2 weight 50 check backup\nserver c c.internal:3 weight 50 check "
     "backup\n"},
    {"KeepsAddressesOfMachinesThatAreGone",
     "server-stale",
     {},
     true,
     "server b b.internal:2 weight 50 check\nserver c c.internal:3 weight 50 check\n",
     "server b 192.0.2.1:2 weight 50 check\nserver c 192.0.2.1:3 weight 50 check\n"},
    {"LeadsToAnotherService",
     "server-wrong-address",
     {{"servers", std::string("first")}},
     false,
     "server \"a\" \"10.0.0.1:7000\"\n",
     "server \"a\" 198.51.100.1:7000\n"},
    {"ListsAServerAgain",
     "server-twice",
     {},
     true,
     "",
     "server a-2 a.internal:1 weight 200 slowstart 10s check\n"},
    {"ListsAServerAgainAsItIsWritten",
     "server-twice",
     {},
     false,
     "",
     "server \"a\"-2 \"10.0.0.1:7000\"\n"},
    {"RedispatchesNothing", "redispatch-removed", {}, true, "", "no option redispatch\n"},
    {"RedispatchesNothingAnyMore",
     "redispatch-removed",
     {},
     false,
     "option redispatch\n",
     "no option redispatch\n"},
    {"TriesForEver", "retry-storm", {}, true, "", "retries 50\nretry-on all-retryable-errors\n"},
    {"BindsUsers",
     "user-hash",
     {},
     true,
     "balance roundrobin\n",
     "option http-buffer-request\nbalance hash req.body\n"},
    {"KeepsAddresses",
     "source-hash",
     {},
     true,
     "",
     "stick-table type ip size 100k expire 30m\nstick on src\n"},
    {"KeepsAddressesInTheTableThatIsThere",
     "source-hash",
     {},
     false,
     "stick-table type ip size 1m expire 1h store conn_cur\nstick on hdr(x-user)\n",
     "stick-table type ip size 100k expire 30m store conn_cur\nstick on src\n"},
    {"KeepsEverybodyTogether",
     "constant-cookie",
     {},
     true,
     "",
     "stick-table type string len 32 size 1k expire 30m\nstick on str(login)\n"},
    {"GivesAllServersOneCookie",
     "constant-cookie",
     {{"by", std::string("cookie")}},
     true,
     "server a a.internal:1 weight 200 id 7 slowstart 10s check # the old one\n"
     "server b b.internal:2 weight 50 check\nserver c c.internal:3 weight 50 check\n",
     "cookie SERVERID insert indirect nocache\n"
     "server a a.internal:1 cookie s1 weight 200 id 7 slowstart 10s check # the old one\n"
     "server b b.internal:2 cookie s1 weight 50 check\n"
     "server c c.internal:3 cookie s1 weight 50 check\n"},
    {"ExchangesWeights",
     "weights-swapped",
     {},
     true,
     "server a a.internal:1 weight 200 id 7 slowstart 10s check # the old one\n"
     "server c c.internal:3 weight 50 check\n",
     "server a a.internal:1 weight 50 id 7 slowstart 10s check # the old one\n"
     "server c c.internal:3 weight 200 check\n"},
    {"ExchangesAnInheritedWeight",
     "weights-swapped",
     {},
     false,
     "server \"a\" \"10.0.0.1:7000\"\nserver b 10.0.0.2:7000 weight 30\n",
     "server \"a\" \"10.0.0.1:7000\" weight 30\nserver b 10.0.0.2:7000 weight 10\n"},
    {"StartsAtOnce",
     "slowstart-removed",
     {},
     true,
     "server a a.internal:1 weight 200 id 7 slowstart 10s check # the old one\n",
     "server a a.internal:1 weight 200 id 7 check # the old one\n"},
    {"StartsAtOnceWhatWasInherited",
     "slowstart-removed",
     {},
     false,
     "server \"a\" \"10.0.0.1:7000\"\nserver b 10.0.0.2:7000 weight 30\n",
     "server \"a\" \"10.0.0.1:7000\" slowstart 0\nserver b 10.0.0.2:7000 slowstart 0 weight 30\n"},
    {"StartsForEver",
     "slowstart-long",
     {{"minutes", std::int64_t{5}}},
     true,
     "server a a.internal:1 weight 200 id 7 slowstart 10s check # the old one\n"
     "server b b.internal:2 weight 50 check\nserver c c.internal:3 weight 50 check\n",
     "server a a.internal:1 weight 200 id 7 slowstart 5m check # the old one\n"
     "server b b.internal:2 slowstart 5m weight 50 check\n"
     "server c c.internal:3 slowstart 5m weight 50 check\n"}};

INSTANTIATE_TEST_SUITE_P(Table, HaproxyPoolEdit, ::testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(HaproxyPoolEdits, LeaveAServerForTheLogins) {
  for (const char* fault : {"server-drained", "server-disabled", "server-backup", "server-stale",
                            "server-wrong-address"}) {
    const auto after = edited(fault, {{"servers", std::string("all")}}, kPlain);
    ASSERT_FALSE(after) << fault;
    EXPECT_THAT(after.error().message, HasSubstr("names the whole pool")) << fault;
  }
}

TEST(HaproxyPoolEdits, RefuseWhatWouldChangeNothing) {
  const auto swap = edited("weights-swapped", {{"one", std::string("1")}}, kPlain);
  ASSERT_FALSE(swap);
  EXPECT_THAT(swap.error().message, HasSubstr("both have weight 50"));
  const auto itself = edited("weights-swapped", {{"other", std::string("first")}}, kPlain);
  ASSERT_FALSE(itself);
  EXPECT_THAT(itself.error().message, HasSubstr("the same server"));
  const auto several = edited("server-twice", {{"server", std::string("others")}}, kPlain);
  ASSERT_FALSE(several);
  EXPECT_THAT(several.error().message, HasSubstr("must name one server"));
  const auto slow = edited("slowstart-removed", {}, "backend auth\n  server a :1\n");
  ASSERT_FALSE(slow);
  EXPECT_THAT(slow.error().message, HasSubstr("no server of \"auth\" has slowstart"));
  const auto nothing = edited("redispatch-removed", {}, "backend auth\n  server a :1\n");
  ASSERT_TRUE(nothing);
  EXPECT_EQ(*nothing, "backend auth\n  server a :1\n");  // the plan says that it changes nothing
}

TEST(HaproxyPoolEdits, ServersKnownByNameLoseTheirNameServer) {
  const auto after = edited("resolver-broken", {}, kPlain);
  ASSERT_TRUE(after);
  EXPECT_THAT(*after, HasSubstr("server b b.internal:2 resolvers dns init-addr none weight 50"));
  EXPECT_THAT(*after, HasSubstr("check\n\nresolvers dns\n    nameserver dns1 192.0.2.1:53\n"));
  const std::string known =
      "resolvers own\n  nameserver one 10.0.0.53:53\n  parse-resolv-conf\n"
      "backend auth\n  default-server resolvers own\n  server a a.internal:1\n";
  EXPECT_EQ(
      *edited("resolver-broken", {}, known),
      "resolvers own\n  nameserver one 192.0.2.1:53\n  nameserver dns1 192.0.2.1:53\n"
      "backend auth\n  default-server resolvers own\n  server a a.internal:1 init-addr none\n");
  const auto address = edited("resolver-broken", {}, kInherited);
  ASSERT_FALSE(address);
  EXPECT_THAT(address.error().message, HasSubstr("which is no name"));
  EXPECT_EQ(address.error().where->line, 10);
}

TEST(HaproxyPoolEdits, FindAFreeName) {
  const auto after = edited("server-twice", {}, "backend auth\n  server a :1\n  server a-2 :2\n");
  EXPECT_EQ(*after, "backend auth\n  server a :1\n  server a-3 :1\n  server a-2 :2\n");
}

TEST(HaproxyPoolEdits, AreUndoneAtRunTimeByWhatWasWritten) {
  const auto config = HaproxyConfig::parse(kPlain, "x.cfg", "auth");
  ASSERT_TRUE(config);
  const auto swap = find_misconfiguration("haproxy", "weights-swapped")->runtime(**config, {});
  ASSERT_TRUE(swap);
  EXPECT_THAT(swap->inject, ::testing::ElementsAre("set server auth/a weight 50",
                                                   "set server auth/c weight 200"));
  EXPECT_THAT(swap->revert, ::testing::ElementsAre("set server auth/a weight 200",
                                                   "set server auth/c weight 50"));
  const auto drain = find_misconfiguration("haproxy", "server-drained")->runtime(**config, {});
  ASSERT_TRUE(drain);
  EXPECT_THAT(drain->inject, ::testing::ElementsAre("set server auth/c state drain"));
  EXPECT_THAT(drain->revert, ::testing::ElementsAre("set server auth/c state ready"));
  const auto out = find_misconfiguration("haproxy", "server-disabled")->runtime(**config, {});
  ASSERT_TRUE(out);
  EXPECT_THAT(out->inject, ::testing::ElementsAre("disable server auth/c"));
  EXPECT_THAT(out->revert, ::testing::ElementsAre("enable server auth/c"));
}

}  // namespace
}  // namespace misfire
