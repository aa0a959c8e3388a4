// What each misconfiguration of nginx writes: a small change, wherever the setting stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault/diff_case.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// As one team wrote it: settings where they are needed.
const std::string kPlain =
    "events { }\n"
    "http {\n"
    "  upstream auth {\n"
    "    server a:1 weight=100 max_fails=3; # the old one\n"
    "    server b:2 weight=100 max_fails=3;\n"
    "    server c:3 weight=100 max_fails=3;\n"
    "    keepalive 8;\n"
    "  }\n"
    "  server {\n"
    "    listen 80;\n"
    "    location /login {\n"
    "      proxy_pass http://auth;\n"
    "      proxy_read_timeout 10s;\n"
    "    }\n"
    "    location = /status { stub_status; }\n"
    "  }\n"
    "}\n";

/// As another would: settings for all of http, two locations, everything on one line.
const std::string kDense =
    "http { proxy_next_upstream error timeout; proxy_read_timeout 30s;\n"
    "upstream auth { least_conn; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; }\n"
    "server { location /login { proxy_pass http://auth; } location ~ ^/x { proxy_pass http://auth; "
    "} }\n"
    "server { stub_status on; } }\n";

Result<std::string> edited(const std::string& fault, const Args& args, const std::string& text) {
  return edited_text<NginxConfig>(fault, args, text);
}

class NginxEdit : public ::testing::TestWithParam<DiffCase> {};

TEST_P(NginxEdit, IsASmallDiffAndAConfigurationAgain) {
  expect_diff<NginxConfig>(GetParam(), GetParam().plain ? kPlain : kDense);
}

const DiffCase kCases[] = {
    {"Reload", "reload", {}, true, "", ""},
    {"Weights",
     "weights",
     {{"first", 200L}},
     true,
     "server a:1 weight=100 max_fails=3; # the old one\n",
     "server a:1 weight=200 max_fails=3; # the old one\n"},
    {"WeightsNobodyWrote",
     "weights",
     {{"first", 9L}},
     false,
     "upstream auth { least_conn; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; }\n",
     "upstream auth { least_conn; server 10.0.0.1:7000 weight=9; server \"10.0.0.2:7000\" "
     "weight=7; "
     "}\n"},
    {"ServerRemoved",
     "server-removed",
     {{"servers", std::string("first")}},
     true,
     "server a:1 weight=100 max_fails=3; # the old one\n",
     ""},
    {"ServerRemovedFromALine",
     "server-removed",
     {{"servers", std::string("last")}},
     false,
     "upstream auth { least_conn; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; }\n",
     "upstream auth { least_conn; server 10.0.0.1:7000;  }\n"},
    {"ServerDuplicated",
     "server-duplicated",
     {},
     true,
     "server b:2 weight=100 max_fails=3;\nserver c:3 weight=100 max_fails=3;\n",
     "server a:1 weight=100 max_fails=3;\nserver a:1 weight=100 max_fails=3;\n"},
    {"CheckRemoved",
     "check-removed",
     {{"servers", std::string("last")}},
     true,
     "server c:3 weight=100 max_fails=3;\n",
     "server c:3 weight=100 max_fails=0;\n"},
    {"CheckPatient",
     "check-removed",
     {{"servers", std::string("last")}, {"how", std::string("patient")}, {"failures", 50L}},
     true,
     "server c:3 weight=100 max_fails=3;\n",
     "server c:3 weight=100 max_fails=50;\n"},
    {"ServerTimeout",
     "server-timeout",
     {},
     true,
     "proxy_read_timeout 10s;\n",
     "proxy_read_timeout 5ms;\n"},
    {"ServerTimeoutOfAll",
     "server-timeout",
     {{"milliseconds", 7L}},
     false,
     "http { proxy_next_upstream error timeout; proxy_read_timeout 30s;\n",
     "http { proxy_next_upstream error timeout; proxy_read_timeout 7ms;\n"},
    {"ConnectionLimit",
     "connection-limit",
     {{"servers", std::string("last")}},
     true,
     "server c:3 weight=100 max_fails=3;\n",
     "server c:3 max_conns=1 weight=100 max_fails=3;\n"},
    {"PathTypo", "path-typo", {}, true, "location /login {\n", "location /olgin {\n"},
    {"RetriesOff", "retries-off", {}, true, "", "proxy_next_upstream off;\n"},
    {"RetriesOffForAll",
     "retries-off",
     {},
     false,
     "http { proxy_next_upstream error timeout; proxy_read_timeout 30s;\n",
     "http { proxy_next_upstream off; proxy_read_timeout 30s;\n"},
    {"OneServerHash", "one-server-hash", {}, true, "", "hash $uri;\n"},
    {"OneServerHashInsteadOfAnother",
     "one-server-hash",
     {{"by", std::string("host")}},
     false,
     "upstream auth { least_conn; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; }\n",
     "upstream auth { hash $host; server 10.0.0.1:7000; server \"10.0.0.2:7000\" weight=7; }\n"},
    {"MetricsGone",
     "metrics-gone",
     {},
     true,
     "location = /status { stub_status; }\n",
     "location = /status { return 404; }\n"},
    {"MetricsGoneOfAServer",
     "metrics-gone",
     {},
     false,
     "server { stub_status on; } }\n",
     "server { return 404; } }\n"},
};
INSTANTIATE_TEST_SUITE_P(Faults, NginxEdit, ::testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(NginxFaults, AreTheSameAsHaproxysByName) {
  for (const Misconfiguration& fault : misconfigurations("haproxy")) {
    const Misconfiguration* same = find_misconfiguration("nginx", fault.doc.name);
    if (same == nullptr) {
      EXPECT_THAT(why_unsupported("nginx", fault.doc.name, {}), HasSubstr("for nginx"));
      continue;
    }
    ASSERT_EQ(same->doc.params.size(), fault.doc.params.size()) << fault.doc.name;
    for (std::size_t i = 0; i < fault.doc.params.size(); ++i) {
      EXPECT_EQ(same->doc.params[i].name, fault.doc.params[i].name) << fault.doc.name;
    }
  }
}

TEST(NginxFaults, WhatNginxDoesNotHaveIsUnsupported) {
  EXPECT_THAT(why_unsupported("nginx", "weights", {{"last", 0L}}), HasSubstr("begin at 1"));
  EXPECT_EQ(why_unsupported("nginx", "weights", {{"last", 1L}}), "");
  EXPECT_THAT(why_unsupported("nginx", "check-removed", {{"how", std::string("connect")}}),
              HasSubstr("no health checks"));
  EXPECT_EQ(why_unsupported("nginx", "check-removed", {}), "");
}

TEST(NginxFaults, APathThatNoLocationHasIsAMistakeWithItsPlace) {
  const auto after = edited("path-typo", {{"path", std::string("/sign-in")}}, kPlain);
  ASSERT_FALSE(after);
  EXPECT_THAT(to_string(after.error()), HasSubstr("x.conf:3:3: no location of /sign-in leads"));
}

/// Around a pool of three and one server of http, which has these lines.
std::string serving(const std::string& lines, const std::string& pool = "",
                    const std::string& http = "") {
  return "http {\nupstream auth {\nserver a:1;\nserver b:2;\nserver c:3;\n" + pool + "}\n" + http +
         "server {\n" + lines + "}\n}\n";
}

std::string refusal(const std::string& fault, const Args& args, const std::string& text) {
  const auto after = edited(fault, args, text);
  return after ? *after : to_string(after.error());
}

TEST(NginxFaults, ALimitIsNotRaised) {
  EXPECT_THAT(
      refusal("connection-limit", {{"connections", 9L}}, serving("", "server d:4 max_conns=8;\n")),
      HasSubstr("raised from 8 to 9"));
}

TEST(NginxSettings, AreWrittenWhereNginxTakesThem) {
  const std::string text = serving(
      "location /login {\nif ($a) { proxy_pass http://auth; }\nlimit_except GET { deny all; }\n"
      "proxy_pass http://auth;\n}\n");
  for (const auto& [fault, line] : {std::pair("retries-off", "proxy_next_upstream off;\n"),
                                    std::pair("server-timeout", "proxy_read_timeout 5ms;\n")}) {
    const auto after = edited(fault, {}, text);
    ASSERT_TRUE(after) << to_string(after.error());
    EXPECT_THAT(*after, HasSubstr(std::string("location /login {\n") + line)) << fault;
    EXPECT_EQ(diff_lines(text, *after, '+'), line) << "once";
  }
}

TEST(NginxSettings, AreOfThePassesOwnModule) {
  EXPECT_THAT(refusal("retries-off", {}, serving("location / { grpc_pass grpc://auth; }\n")),
              HasSubstr("location / { grpc_next_upstream off; grpc_pass"));
}

TEST(NginxSettings, HoldForAPoolThatAVariableNames) {
  const std::string text = serving("location /login { proxy_pass http://$to; }\n", "",
                                   "map $uri $to { default auth; }\n");
  EXPECT_THAT(refusal("retries-off", {}, text), HasSubstr("{ proxy_next_upstream off; proxy_pass"));
  EXPECT_THAT(refusal("server-timeout", {}, text),
              HasSubstr("{ proxy_read_timeout 5ms; proxy_pass"));
  EXPECT_THAT(refusal("path-typo", {}, text), HasSubstr("location /olgin {"));
}

TEST(NginxHash, APoolWithBackupServersCannotBeHashed) {
  EXPECT_THAT(refusal("one-server-hash", {}, serving("", "server d:4 backup;\n")),
              HasSubstr("x.conf:6:1: nginx cannot hash a pool with backup servers (line 6)"));
}

TEST(NginxServerRemoved, LeavesAPool) {
  const std::string text =
      "http { upstream auth {\nserver a:1;\nserver b:2 backup;\n}\n"
      "server { location / { proxy_pass http://auth; } } }";
  EXPECT_THAT(refusal("server-removed", {{"servers", std::string("first")}}, text),
              HasSubstr("x.conf:2:1: only backup servers would be left"));
  EXPECT_THAT(refusal("server-removed", {{"servers", std::string("last")}}, text),
              Not(HasSubstr("backup")));
}

TEST(NginxServerRemoved, IsNotOneOfTwoOfOneAddress) {
  const std::string text = serving("location / { proxy_pass http://auth; }\n", "server a:1;\n");
  EXPECT_THAT(refusal("server-removed", {{"servers", std::string("first")}}, text),
              HasSubstr("x.conf:3:1: the servers of lines 3 and 6 have one address"));
  EXPECT_THAT(refusal("server-removed", {{"servers", std::string("1")}}, text),
              Not(HasSubstr("server b:2")));
}

TEST(NginxMetricsGone, LeavesValuesAlone) {
  const std::string text =
      serving("location / { stub_status; }\n", "", "map $a $b { default 0; stub_status 1; }\n");
  EXPECT_THAT(refusal("metrics-gone", {}, text),
              ::testing::AllOf(HasSubstr("stub_status 1;"), HasSubstr("{ return 404; }")));
}

TEST(NginxPathTypo, IsWrittenOnceForSeveralPassesOfALocation) {
  EXPECT_THAT(refusal("path-typo", {},
                      serving("location = \"/login\" { if ($a) { proxy_pass http://auth; } "
                              "proxy_pass http://auth; }\n")),
              HasSubstr("location = \"/olgin\" {"));
}

TEST(NginxPathTypo, IsThatOfTheLocationsAroundAndInsideToo) {
  const std::string text = serving(
      "location /login {\nlocation /login/static { return 204; }\n"
      "location ~ x$ { proxy_pass http://auth; }\n}\nlocation / { return 404; }\n");
  EXPECT_EQ(diff_lines(text, refusal("path-typo", {}, text), '+'),
            "location /olgin {\nlocation /olgin/static { return 204; }\n");
}

TEST(NginxPathTypo, OutsideOfTheLocationAroundItIsAMistake) {
  EXPECT_THAT(refusal("path-typo", {},
                      serving("location /log {\nlocation /login { proxy_pass http://auth; }\n}\n")),
              HasSubstr("x.conf:9:1: location /login stands in location /log: misspelt as /olgin"));
}

TEST(NginxPathTypo, OfAnExpressionIsAMistakeThatSaysWhatToDo) {
  const std::string told =
      refusal("path-typo", {}, serving("location ~ ^/login$ { proxy_pass http://auth; }\n"));
  EXPECT_THAT(told, HasSubstr("x.conf:8:1: location ^/login$ is a regular expression"));
  EXPECT_THAT(told, HasSubstr("\"location /login\""));
}

TEST(NginxPathTypo, ThatAnotherLocationMakesGoodIsAMistake) {
  const std::string login = "location /login { proxy_pass http://auth; }\n";
  EXPECT_THAT(refusal("path-typo", {}, serving(login + "location / { proxy_pass http://auth; }\n")),
              HasSubstr("x.conf:9:1: a typo in /login changes nothing: location /"));
  // A closer one comes first.
  EXPECT_THAT(refusal("path-typo", {},
                      serving(login + "location / { proxy_pass http://auth; }\n"
                                      "location /log { return 404; }\n")),
              HasSubstr("location /olgin {"));
}

TEST(NginxFaults, TheirEvidenceIsNamedForWhatItIs) {
  LiveState before, now;
  before.worker = "generation 1";
  before.configuration = "a";
  before.servers = {{"auth1", "127.0.0.1", "no check", "", "left out", 1, 1, 0, 3}};
  now = before;
  now.worker = "generation 2";
  now.configuration = "b";
  now.servers[0].maxconn = 1;
  const LoginTally none;
  const auto* fault = find_misconfiguration("nginx", "connection-limit");
  const Shown shown = fault->witness({}, {before, now, none, "b"});
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, ::testing::Contains(HasSubstr("weaker evidence than the logins")));
  // A generation of another text proves nothing about this one.
  EXPECT_FALSE(fault->witness({}, {before, now, none, "c"}).shown);
}

}  // namespace
}  // namespace misfire
