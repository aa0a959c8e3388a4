// What each misconfiguration of nginx writes: a small change, wherever the setting stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "balancer/nginx/config.hpp"
#include "fault/misconfiguration.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

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

struct EditCase {
  const char* name;
  const char* fault;
  Args args;
  bool plain;           ///< which of the two
  const char* removed;  ///< the diff's lines
  const char* added;
};

Result<std::string> edited(const std::string& fault, const Args& args, const std::string& text) {
  const auto config = NginxConfig::parse(text, "x.conf", "auth");
  EXPECT_TRUE(config);
  return find_misconfiguration("nginx", fault)
      ->edit(**config, args)
      .and_then([&](const Edits& edits) { return misfire::apply(text, edits); });
}

/// The lines of the diff that begin with that sign, without it and their indentation.
std::string diff_lines(const std::string& before, const std::string& after, char sign) {
  std::string found;
  const std::string diff = unified_diff(before, after, "x.conf");
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = diff.find('\n', at);
    const std::string line = diff.substr(at, end - at);
    if (line.size() > 1 && line[0] == sign && line[1] != sign) {
      found += line.substr(std::min(line.find_first_not_of(" ", 1), line.size())) + "\n";
    }
    at = end + 1;
  }
  return found;
}

class NginxEdit : public ::testing::TestWithParam<EditCase> {};

TEST_P(NginxEdit, IsASmallDiffAndAConfigurationAgain) {
  const EditCase& c = GetParam();
  const std::string& text = c.plain ? kPlain : kDense;
  const auto after = edited(c.fault, c.args, text);
  ASSERT_TRUE(after) << to_string(after.error());
  EXPECT_EQ(diff_lines(text, *after, '-'), c.removed);
  EXPECT_EQ(diff_lines(text, *after, '+'), c.added);
  EXPECT_TRUE(NginxConfig::parse(*after, "x.conf", "auth"));
}

const EditCase kCases[] = {
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
    ASSERT_NE(same, nullptr) << fault.doc.name;
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

TEST(NginxFaults, TheirEvidenceIsNamedForWhatItIs) {
  LiveState before, now;
  before.worker = "generation 1";
  before.configuration = "a";
  before.servers = {{"auth1", "127.0.0.1", "no check", "", "left out", 1, 1, 0, 3}};
  now = before;
  now.worker = "generation 2";
  now.configuration = "b";
  now.servers[0].maxconn = 1;
  const auto* fault = find_misconfiguration("nginx", "connection-limit");
  const Shown shown = fault->witness({}, {before, now, {}, "b"});
  EXPECT_TRUE(shown.shown);
  EXPECT_THAT(shown.evidence, ::testing::Contains(HasSubstr("weaker evidence than the logins")));
  // A generation of another text proves nothing about this one.
  EXPECT_FALSE(fault->witness({}, {before, now, {}, "c"}).shown);
}

}  // namespace
}  // namespace misfire
