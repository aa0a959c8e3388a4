// What misconfigurations of nginx's upstream write: its servers, how one is chosen, who tries
// again.
#include <gmock/gmock.h>

#include "fault/diff_case.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

const std::string kPlain =
    "http {\n"
    "  upstream auth {\n"
    "    server a:1 weight=200 max_fails=3; # the old one\n"
    "    server b:2 weight=50 max_fails=3;\n"
    "    server c:3 max_fails=0;\n"
    "    keepalive 8;\n"
    "  }\n"
    "  server {\n"
    "    location /login {\n"
    "      proxy_pass http://auth;\n"
    "      proxy_next_upstream_tries 2;\n"
    "    }\n"
    "  }\n"
    "}\n";

const std::string kDense =
    "http { proxy_next_upstream error timeout;\n"
    "upstream auth { least_conn; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; }\n"
    "server { location / { proxy_pass http://auth; } } }\n";

Result<std::string> edited(const std::string& fault, const Args& args, const std::string& text) {
  return edited_text<NginxConfig>(fault, args, text);
}

class NginxPoolEdit : public ::testing::TestWithParam<DiffCase> {};

TEST_P(NginxPoolEdit, IsASmallDiffAndAConfigurationAgain) {
  expect_diff<NginxConfig>(GetParam(), GetParam().plain ? kPlain : kDense);
}

const char kServers[] =
    "upstream auth { least_conn; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; }\n";

const DiffCase kCases[] = {
    {"Drains",
     "server-drained",
     {},
     true,
     "server c:3 max_fails=0;\n",
     "server c:3 down max_fails=0;\n"},
    {"Disables",
     "server-disabled",
     {},
     false,
     kServers,
     "upstream auth { least_conn; server 10.0.0.1:7000; server \"10.0.0.2:7000\" down weight=7; "
     "}\n"},
    {"KeepsOneForTheWork",
     "server-backup",
     {},
     true,
     "server b:2 weight=50 max_fails=3;\nserver c:3 max_fails=0;\n",
     "server b:2 backup weight=50 max_fails=3;\nserver c:3 backup max_fails=0;\n"},
    {"KeepsAddressesOfMachinesThatAreGone",
     "server-stale",
     {},
     false,
     kServers,
     "upstream auth { least_conn; server 10.0.0.1:7000; server 192.0.2.1:7000 weight=7; }\n"},
    {"LeadsToAnotherService",
     "server-wrong-address",
     {},
     true,
     "server c:3 max_fails=0;\n",
     "server 198.51.100.1:3 max_fails=0;\n"},
    {"ListsAServerAgain", "server-twice", {}, true, "", "server a:1 weight=200 max_fails=3;\n"},
    {"ListsAServerAgainOnItsLine",
     "server-twice",
     {{"server", std::string("last")}},
     false,
     kServers,
     "upstream auth { least_conn; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; server "
     "\"10.0.0.2:7000\" weight=7; }\n"},
    {"TriesOnce",
     "redispatch-removed",
     {},
     true,
     "proxy_next_upstream_tries 2;\n",
     "proxy_next_upstream_tries 1;\n"},
    {"TriesForEver",
     "retry-storm",
     {},
     true,
     "proxy_next_upstream_tries 2;\n",
     "proxy_next_upstream error timeout invalid_header http_500 http_502 http_503 http_504 "
     "non_idempotent;\n"
     "proxy_next_upstream_timeout 0;\n"
     "proxy_next_upstream_tries 0;\n"},
    {"BindsUsers", "user-hash", {}, true, "", "hash $request_body;\n"},
    {"KeepsAddresses",
     "source-hash",
     {},
     false,
     kServers,
     "upstream auth { ip_hash; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; }\n"},
    {"ForgivesMuch",
     "check-slow",
     {},
     true,
     "server a:1 weight=200 max_fails=3; # the old one\nserver b:2 weight=50 max_fails=3;\n",
     "server a:1 fail_timeout=60s weight=200 max_fails=10; # the old one\n"
     "server b:2 fail_timeout=60s weight=50 max_fails=10;\n"},
    {"ForgivesNothing",
     "check-strict",
     {},
     false,
     kServers,
     "upstream auth { least_conn; server 10.0.0.1:7000 max_fails=1 fail_timeout=600s; server "
     "\"10.0.0.2:7000\" max_fails=1 fail_timeout=600s weight=7; }\n"},
    {"NeverReturns",
     "rise-huge",
     {{"out_s", std::int64_t{3600}}},
     true,
     "server a:1 weight=200 max_fails=3; # the old one\nserver b:2 weight=50 max_fails=3;\n",
     "server a:1 fail_timeout=3600s weight=200 max_fails=3; # the old one\n"
     "server b:2 fail_timeout=3600s weight=50 max_fails=3;\n"},
    {"ExchangesAWeightThatNobodyWrote",
     "weights-swapped",
     {},
     true,
     "server a:1 weight=200 max_fails=3; # the old one\nserver c:3 max_fails=0;\n",
     "server a:1 weight=1 max_fails=3; # the old one\nserver c:3 weight=200 max_fails=0;\n"}};

INSTANTIATE_TEST_SUITE_P(Table, NginxPoolEdit, ::testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(NginxPoolEdits, LeaveAServerForTheLogins) {
  for (const char* fault : {"server-drained", "server-disabled", "server-backup", "server-stale",
                            "server-wrong-address"}) {
    const auto after = edited(fault, {{"servers", std::string("all")}}, kPlain);
    ASSERT_FALSE(after) << fault;
    EXPECT_THAT(after.error().message, HasSubstr("names the whole pool")) << fault;
  }
}

TEST(NginxPoolEdits, AHashAndBackupServersExcludeEachOther) {
  const auto hashed = edited("user-hash", {}, kPlain);
  ASSERT_TRUE(hashed);
  const auto backup = edited("server-backup", {}, *hashed);
  ASSERT_FALSE(backup);
  EXPECT_THAT(backup.error().message, HasSubstr("no backup servers where hash chooses"));
  const auto standing_by = edited("server-backup", {}, kPlain);
  ASSERT_TRUE(standing_by);
  for (const char* fault : {"user-hash", "source-hash"}) {
    const auto after = edited(fault, {}, *standing_by);
    ASSERT_FALSE(after) << fault;
    EXPECT_THAT(after.error().message, HasSubstr("backup servers")) << fault;
  }
}

TEST(NginxPoolEdits, ANameInAVariableIsLookedUpByAResolverThatIsGone) {
  const std::string text =
      "http {\n  resolver 10.0.0.53;\n  upstream auth { server a.internal:7; }\n"
      "  server { location /login {\n    proxy_pass \"http://auth/x\";\n  } }\n}\n";
  const auto after = edited("resolver-broken", {}, text);
  ASSERT_TRUE(after) << to_string(after.error());
  EXPECT_THAT(*after, HasSubstr("proxy_pass \"http://$login_server/x\";"));
  EXPECT_THAT(*after, HasSubstr("set $login_server a.internal:7;"));
  EXPECT_THAT(*after, HasSubstr("resolver 192.0.2.1;"));
  EXPECT_THAT(*after, ::testing::Not(HasSubstr("10.0.0.53")));
  const auto address = edited("resolver-broken", {}, kDense);
  ASSERT_FALSE(address);
  EXPECT_THAT(address.error().message, HasSubstr("which is no name"));
}

TEST(NginxPoolEdits, WhatNginxHasNotIsUnsupportedWithTheReason) {
  for (const char* fault : {"check-path-typo", "check-always-200", "check-deep", "check-any-status",
                            "check-port", "check-timeout-low"}) {
    EXPECT_THAT(why_unsupported("nginx", fault, {}), HasSubstr("no health checks")) << fault;
    EXPECT_EQ(why_unsupported("haproxy", fault, {}), "") << fault;
  }
  EXPECT_THAT(why_unsupported("nginx", "constant-cookie", {}), HasSubstr("by a hash only"));
  for (const char* fault : {"slowstart-removed", "slowstart-long"}) {
    EXPECT_THAT(why_unsupported("nginx", fault, {}), HasSubstr("no slow start")) << fault;
  }
}

}  // namespace
}  // namespace misfire
