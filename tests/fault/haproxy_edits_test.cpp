// What each misconfiguration of HAProxy writes: a small change, wherever the setting stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "fault/diff_case.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

/// As one team wrote it: settings in each server's line.
const std::string kPlain =
    "defaults\n"
    "  mode http\n"
    "  option redispatch\n"
    "  retries 2\n"
    "  timeout server 10s\n"
    "frontend in\n"
    "  bind :80\n"
    "  http-request deny if { path /x } # never\n"
    "  default_backend auth\n"
    "frontend metrics\n"
    "  bind :8405\n"
    "  http-request use-service prometheus-exporter if { path /metrics }\n"
    "backend other\n"
    "  server a :9 check\n"
    "backend auth\n"
    "  balance roundrobin\n"
    "  option httpchk GET /healthz\n"
    "  server a :1 maxconn 200 check inter 2s # the old one\n"
    "  server b :2 maxconn 200 check inter 2s\n"
    "  server c :3 maxconn 200 check inter 2s\n";

/// As another would: named defaults, a default-server line, quotes, a listen section, tabs.
const std::string kNamed =
    "defaults base\n"
    "\tmode http\n"
    "\toption httpchk\n"
    "\tbalance leastconn\n"
    "\tno option redispatch\n"
    "defaults edge from base\n"
    "\ttimeout server 30s\n"
    "listen \"login\" from edge\n"
    "\tbind *:80,*:81 name plain\n"
    "\tdefault-server check fall 3 minconn 5 maxconn 50\n"
    "\tuse-server 'b' if { path /b }\n"
    "\tserver a 10.0.0.1:7000\n"
    "\tserver \"b\" \"10.0.0.2:7000\" weight 7\n"
    "frontend obs from edge\n"
    "\tbind :9\n"
    "\thttp-request use-service prometheus-exporter\n";

Result<std::string> edited(const std::string& fault, const Args& args, const std::string& text) {
  return edited_text<HaproxyConfig>(fault, args, text);
}

class HaproxyEdit : public ::testing::TestWithParam<DiffCase> {};

TEST_P(HaproxyEdit, IsWhatAPersonWouldType) {
  const bool plain = GetParam().plain;
  expect_diff<HaproxyConfig>(GetParam(), plain ? kPlain : kNamed, plain ? "auth" : "login",
                             Indentation::kept);
}

INSTANTIATE_TEST_SUITE_P(
    Table, HaproxyEdit,
    ::testing::Values(
        DiffCase{"RemovesALine",
                 "server-removed",
                 {},
                 true,
                 "  server c :3 maxconn 200 check inter 2s\n",
                 ""},
        DiffCase{"RemovesWithComment",
                 "server-removed",
                 {{"servers", std::string("first")}},
                 true,
                 "  server a :1 maxconn 200 check inter 2s # the old one\n",
                 ""},
        DiffCase{"RemovesWhatNamesTheServer",
                 "server-removed",
                 {},
                 false,
                 "\tuse-server 'b' if { path /b }\n\tserver \"b\" \"10.0.0.2:7000\" weight 7\n",
                 ""},
        DiffCase{"RepeatsTheAddress",
                 "server-duplicated",
                 {{"of", std::string("last")}, {"servers", std::string("1")}},
                 true,
                 "  server b :2 maxconn 200 check inter 2s\n",
                 "  server b :3 maxconn 200 check inter 2s\n"},
        DiffCase{"RepeatsTheAddressAsWritten",
                 "server-duplicated",
                 {{"of", std::string("last")}, {"servers", std::string("all")}},
                 false,
                 "\tserver a 10.0.0.1:7000\n",
                 "\tserver a \"10.0.0.2:7000\"\n"},
        DiffCase{"DropsTheCheck",
                 "check-removed",
                 {{"servers", std::string("first")}},
                 true,
                 "  server a :1 maxconn 200 check inter 2s # the old one\n",
                 "  server a :1 maxconn 200 inter 2s # the old one\n"},
        DiffCase{"TakesAnInheritedCheckBack",
                 "check-removed",
                 {{"servers", std::string("last")}},
                 false,
                 "\tserver \"b\" \"10.0.0.2:7000\" weight 7\n",
                 "\tserver \"b\" \"10.0.0.2:7000\" weight 7 no-check\n"},
        DiffCase{"ChecksTheConnectionOnly",
                 "check-removed",
                 {{"how", std::string("connect")}},
                 true,
                 "  option httpchk GET /healthz\n",
                 "  option tcp-check\n"},
        DiffCase{"ChecksTheConnectionOnlyWhereInherited",
                 "check-removed",
                 {{"how", std::string("connect")}},
                 false,
                 "",
                 "\toption tcp-check\n"},
        DiffCase{"ChecksForEver",
                 "check-removed",
                 {{"how", std::string("patient")},
                  {"servers", std::string("first")},
                  {"failures", std::int64_t{500}}},
                 false,
                 "\tserver a 10.0.0.1:7000\n",
                 "\tserver a 10.0.0.1:7000 fall 500\n"},
        DiffCase{"AddsATimeout", "server-timeout", {}, true, "", "  timeout server 5ms\n"},
        DiffCase{"LimitsConnections",
                 "connection-limit",
                 {{"servers", std::string("last")}, {"connections", std::int64_t{2}}},
                 true,
                 "  server c :3 maxconn 200 check inter 2s\n",
                 "  server c :3 maxconn 2 check inter 2s\n"},
        DiffCase{"LimitsInheritedConnections",
                 "connection-limit",
                 {{"servers", std::string("first")}},
                 false,
                 "\tserver a 10.0.0.1:7000\n",
                 "\tserver a 10.0.0.1:7000 maxconn 1 minconn 1\n"},
        DiffCase{"LetsAnotherPathThrough",
                 "path-typo",
                 {},
                 true,
                 "",
                 "  http-request return status 404 unless { path_beg /olgin }\n"},
        DiffCase{"LetsAnotherPathThroughAListener",
                 "path-typo",
                 {{"path", std::string("/api/v1/login")}},
                 false,
                 "",
                 "\thttp-request return status 404 unless { path_beg /pai/v1/login }\n"},
        DiffCase{"SwitchesRetriesOff",
                 "retries-off",
                 {},
                 true,
                 "",
                 "  retries 0\n  no option redispatch\n"},
        DiffCase{"SwitchesRetriesOffWhereNothingIsRedispatched",
                 "retries-off",
                 {},
                 false,
                 "",
                 "\tretries 0\n"},
        DiffCase{"HashesThePath",
                 "one-server-hash",
                 {},
                 true,
                 "  balance roundrobin\n",
                 "  balance uri\n"},
        DiffCase{"HashesTheHostInsteadOfWhatIsInherited",
                 "one-server-hash",
                 {{"by", std::string("host")}},
                 false,
                 "",
                 "\tbalance hdr(Host)\n"},
        DiffCase{"RefusesTheExporter",
                 "metrics-gone",
                 {},
                 true,
                 "",
                 "  http-request deny deny_status 404 if { path /metrics }\n"},
        DiffCase{"RefusesTheExporterWithoutACondition",
                 "metrics-gone",
                 {},
                 false,
                 "",
                 "\thttp-request deny deny_status 404\n"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(HaproxyEdits, RulesComeInTheOrderThatMakesThemBite) {
  const auto path = edited("path-typo", {}, kPlain);
  EXPECT_THAT(*path, HasSubstr("if { path /x } # never\n  http-request return status 404"));
  const auto metrics = edited("metrics-gone", {}, kPlain);
  EXPECT_THAT(*metrics, HasSubstr("deny_status 404 if { path /metrics }\n  http-request use-ser"));
}

TEST(HaproxyEdits, TheLastOfSeveralLinesCounts) {
  const std::string text =
      "backend auth\n  timeout server 1s\n  server a :1\n  timeout server 2s # later\n";
  EXPECT_EQ(*edited("server-timeout", {{"milliseconds", std::int64_t{9}}}, text),
            "backend auth\n  timeout server 9ms\n  server a :1\n  timeout server 9ms # later\n");
}

TEST(HaproxyEdits, LinesEndAsTheFilesOwn) {
  const std::string text = "backend auth\r\n\tserver a :1\r\n\tserver b :2\r\n";
  EXPECT_EQ(*edited("retries-off", {}, text),
            "backend auth\r\n\tretries 0\r\n\tserver a :1\r\n\tserver b :2\r\n");
  EXPECT_EQ(*edited("server-removed", {}, text), "backend auth\r\n\tserver a :1\r\n");
}

TEST(HaproxyEdits, AFileWithoutALastLineFeedIsEditedAsWell) {
  const std::string text = "backend auth\n  server a :1\n  server b :2";
  EXPECT_EQ(*edited("server-removed", {}, text), "backend auth\n  server a :1\n");
  EXPECT_EQ(*edited("server-removed", {{"servers", std::string("0")}}, text),
            "backend auth\n  server b :2");
}

TEST(HaproxyEdits, OtherPoolsStayAsTheyAre) {
  for (const Misconfiguration& fault : misconfigurations("haproxy")) {
    if (fault.edit == nullptr) continue;        // HAProxy cannot do it
    if (fault.doc.name == "weights") continue;  // has no default
    // These need servers that differ, or that have names.
    const std::set<std::string> needy = {"weights-swapped", "slowstart-removed", "resolver-broken"};
    if (needy.contains(fault.doc.name)) continue;
    const auto after = edited(fault.doc.name, {}, kPlain);
    ASSERT_TRUE(after) << fault.doc.name << ": " << to_string(after.error());
    EXPECT_THAT(*after, HasSubstr("backend other\n  server a :9 check\n")) << fault.doc.name;
  }
}

struct WrongCase {
  const char* name;
  const char* fault;
  Args args;
  const char* message;
};

class HaproxyRefuses : public ::testing::TestWithParam<WrongCase> {};

TEST_P(HaproxyRefuses, WithTheParameter) {
  const WrongCase& c = GetParam();
  const auto after = edited(c.fault, c.args, kPlain);
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().code, ErrorCode::usage);
  EXPECT_THAT(after.error().message, HasSubstr(c.message));
}

INSTANTIATE_TEST_SUITE_P(
    Table, HaproxyRefuses,
    ::testing::Values(
        WrongCase{"TheWholePool",
                  "server-removed",
                  {{"servers", std::string("all")}},
                  "names the whole pool"},
        WrongCase{"AServerThatIsNot",
                  "server-removed",
                  {{"servers", std::string("9")}},
                  "\"servers\" of server-removed: there is no server 9"},
        WrongCase{"SeveralOriginals",
                  "server-duplicated",
                  {{"of", std::string("others")}},
                  "must name one server"},
        WrongCase{"ALimitThatIsHigherThanThePresentOne",
                  "connection-limit",
                  {{"connections", std::int64_t{201}}},
                  "a would be raised from 200 to 201"},
        WrongCase{"ACopyOfItself",
                  "server-duplicated",
                  {{"servers", std::string("first")}},
                  "only the server whose address"},
        WrongCase{"WhatIsNoPath", "path-typo", {{"path", std::string("login } # ")}}, "is no path"},
        WrongCase{"APathTooShort", "path-typo", {{"path", std::string("/aa/")}}, "no two letters"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(HaproxyEdits, PathsNeedModeHttpWithItsPlace) {
  const std::string text =
      "frontend in\n bind :80\n default_backend auth\nbackend auth\n server a :1\n";
  const auto after = edited("path-typo", {}, text);
  ASSERT_FALSE(after);
  ASSERT_TRUE(after.error().where);
  EXPECT_EQ(to_string(*after.error().where), "x.cfg:1:1");
}

/// The line that a fault changes or goes by, under a condition.
struct ConditionalCase {
  const char* fault;
  Args args;
  const char* pool;      ///< what stands in the pool inside the condition
  const char* frontend;  ///< or in the frontend
};

class HaproxyCondition : public ::testing::TestWithParam<ConditionalCase> {};

TEST_P(HaproxyCondition, IsNeverEditedNorGoneBy) {
  const ConditionalCase& c = GetParam();
  const auto inside = [](const std::string& line) {
    return line.empty() ? line : "  .if defined(NOPE)\n  " + line + "\n  .endif\n";
  };
  const std::string text = "frontend in\n  mode http\n  bind :80\n" + inside(c.frontend) +
                           "  default_backend auth\nbackend auth\n" + inside(c.pool) +
                           "  server a :1 check\n  server b :2 check\n";
  const auto after = edited(c.fault, c.args, text);
  ASSERT_FALSE(after) << *after;
  EXPECT_EQ(after.error().code, ErrorCode::usage);
  EXPECT_THAT(after.error().message, HasSubstr("stands inside .if … .endif"));
  ASSERT_TRUE(after.error().where);
  EXPECT_EQ(to_string(*after.error().where), *c.frontend != 0 ? "x.cfg:5:3" : "x.cfg:7:3");
}

INSTANTIATE_TEST_SUITE_P(
    Table, HaproxyCondition,
    ::testing::Values(
        ConditionalCase{"retries-off", {}, "retries 5", ""},
        ConditionalCase{"retries-off", {}, "option redispatch", ""},
        ConditionalCase{"retries-off", {}, "no option redispatch", ""},
        ConditionalCase{"server-timeout", {}, "timeout server 9s", ""},
        ConditionalCase{"one-server-hash", {}, "balance leastconn", ""},
        ConditionalCase{
            "check-removed", {{"how", std::string("connect")}}, "option httpchk GET /", ""},
        ConditionalCase{"check-removed", {}, "default-server check", ""},
        ConditionalCase{"connection-limit", {}, "default-server maxconn 1", ""},
        ConditionalCase{"path-typo", {}, "", "http-request deny if { path /x }"},
        ConditionalCase{"path-typo", {}, "", "mode tcp"},
        ConditionalCase{"metrics-gone", {}, "", "http-request use-service prometheus-exporter"}));

TEST(HaproxyEdits, AConditionInDefaultsIsNoCertaintyEither) {
  const std::string text =
      "defaults\n  .if defined(NOPE)\n  option redispatch\n  .endif\nbackend auth\n"
      "  server a :1 check\n";
  const auto after = edited("retries-off", {}, text);
  ASSERT_FALSE(after) << *after;
  EXPECT_EQ(to_string(*after.error().where), "x.cfg:3:3");
}

TEST(HaproxyEdits, AnExporterThatIsNotThereCannotBeGone) {
  const auto after = edited("metrics-gone", {}, "backend auth\n server a :1\n");
  ASSERT_FALSE(after);
  EXPECT_THAT(after.error().message, HasSubstr("no frontend serves"));
}

// ---- at run time ----

Result<RuntimeChange> change(const std::string& fault, const Args& args,
                             const std::string& settings = "") {
  const auto config = HaproxyConfig::parse("backend auth\n" + settings +
                                               " server a 10.0.0.1:1 weight 5 check maxconn 9\n"
                                               " server b 10.0.0.2:2\n",
                                           "x.cfg", "auth");
  return find_misconfiguration("haproxy", fault)->runtime(**config, args);
}

TEST(HaproxyRuntime, CommandsUndoEachOther) {
  using ::testing::ElementsAre;
  const auto weights = change("weights", {{"all", std::int64_t{7}}});
  EXPECT_THAT(weights->inject,
              ElementsAre("set server auth/a weight 7", "set server auth/b weight 7"));
  EXPECT_THAT(weights->revert,
              ElementsAre("set server auth/a weight 5", "set server auth/b weight 1"));
  const auto limit = change("connection-limit", {});
  EXPECT_THAT(limit->inject,
              ElementsAre("set maxconn server auth/a 1", "set maxconn server auth/b 1"));
  EXPECT_THAT(limit->revert,
              ElementsAre("set maxconn server auth/a 9", "set maxconn server auth/b 0"));
  const auto removed = change("server-removed", {});
  EXPECT_THAT(removed->inject, ElementsAre("set server auth/b state maint"));
  EXPECT_THAT(removed->revert, ElementsAre("set server auth/b state ready"));
  // A server without a check has none to switch off.
  EXPECT_THAT(change("check-removed", {})->inject, ElementsAre("disable health auth/a"));
}

TEST(HaproxyRuntime, NoLimitIsKeptBelowAMinconn) {
  const auto refused = change("connection-limit", {}, " default-server minconn 5\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::usage);
  EXPECT_THAT(refused.error().message, HasSubstr("a has minconn 5, and only a reload can lower"));
  // HAProxy moves one that is the same together with the limit.
  EXPECT_TRUE(change("connection-limit", {{"servers", std::string("first")}},
                     " default-server minconn 9\n"));
  // Without a limit it would be lost.
  EXPECT_FALSE(change("connection-limit", {{"servers", std::string("last")}},
                      " default-server minconn 9\n"));
}

TEST(HaproxyRuntime, WeightsCannotChangeUnderAStaticAlgorithm) {
  const Args args = {{"all", std::int64_t{7}}};
  for (const char* dynamic :
       {"", " balance roundrobin\n", " balance leastconn\n", " balance random(2)\n",
        " balance uri\n hash-type consistent sdbm\n"}) {
    EXPECT_TRUE(change("weights", args, dynamic)) << dynamic;
  }
  for (const char* fixed :
       {" balance static-rr\n", " balance source\n", " balance uri\n hash-type map-based\n",
        " balance hdr(Host)\n", " balance static-rr\n hash-type consistent\n"}) {
    const auto refused = change("weights", args, fixed);
    ASSERT_FALSE(refused) << fixed;
    EXPECT_EQ(refused.error().code, ErrorCode::usage);
    EXPECT_THAT(refused.error().message, HasSubstr("takes weights at its start only"));
  }
}

TEST(HaproxyRuntime, WhatOnlyAReloadCanDoIsRefused) {
  const auto patient = change("check-removed", {{"how", std::string("patient")}});
  ASSERT_FALSE(patient);
  EXPECT_THAT(patient.error().message, HasSubstr("can only switch checks off"));
  for (const char* name : {"server-timeout", "path-typo", "retries-off", "one-server-hash",
                           "metrics-gone", "server-duplicated", "reload"}) {
    EXPECT_EQ(find_misconfiguration("haproxy", name)->runtime, nullptr) << name;
  }
}

}  // namespace
}  // namespace misfire
