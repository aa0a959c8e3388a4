// What misconfigurations of HAProxy write between clients and the pool: limits, times, rules, and
// how servers are spoken to.
#include <gmock/gmock.h>

#include "fault/diff_case.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

/// As one team wrote it.
const std::string kPlain =
    "global\n"
    "  maxconn 4000\n"
    "defaults\n"
    "  mode http\n"
    "  timeout connect 1s\n"
    "  timeout server 10s\n"
    "frontend in\n"
    "  bind :80\n"
    "  maxconn 3000 # enough\n"
    "  http-request deny if { path /x }\n"
    "  use_backend other if { path /o }\n"
    "  default_backend auth\n"
    "frontend metrics\n"
    "  bind :8405\n"
    "  http-request use-service prometheus-exporter if { path /metrics }\n"
    "backend other\n"
    "  server a :9 check\n"
    "backend auth\n"
    "  timeout server 5s\n"
    "  server a :1 check # the old one\n"
    "  server b :2 check\n";

/// As another would: no global, a default backend above, a listen section, servers' defaults.
const std::string kBare =
    "defaults\n"
    "\tmode http\n"
    "\tdefault_backend auth\n"
    "frontend in\n"
    "\tbind :80\n"
    "listen auth\n"
    "\tbind :81\n"
    "\tdefault-server check inter 1s\n"
    "\tserver a :1\n"
    "\tserver b :2\n";

class HaproxyEntryEdit : public ::testing::TestWithParam<WholeDiffCase> {};

TEST_P(HaproxyEntryEdit, IsWhatAPersonWouldType) {
  expect_diff<HaproxyConfig>(GetParam(), GetParam().plain ? kPlain : kBare);
}

const WholeDiffCase kCases[] = {
    {"MaintenancePage",
     "maintenance-page",
     {},
     true,
     "+http-request return status 200 content-type text/plain string \"We will be back soon.\"\n"},
    {"MaintenancePageAtEachEntry",
     "maintenance-page",
     {},
     false,
     "+http-request return status 200 content-type text/plain string \"We will be back soon.\"\n"
     "+http-request return status 200 content-type text/plain string \"We will be back soon.\"\n"},
    {"SessionRate", "session-rate-limit", {}, true, "+rate-limit sessions 1\n"},
    {"FrontendLimit",
     "frontend-limit",
     {{"connections", 7L}},
     true,
     "-maxconn 3000 # enough\n+maxconn 7 # enough\n"},
    {"FrontendLimitNobodyWrote", "frontend-limit", {}, false, "+maxconn 1\n+maxconn 1\n"},
    {"ProcessLimit", "process-limit", {}, true, "-maxconn 4000\n+maxconn 16\n"},
    {"ProcessLimitWithoutGlobal",
     "process-limit",
     {{"connections", 8L}},
     false,
     "+global\n+maxconn 8\n"},
    {"ServerTimeoutHuge",
     "server-timeout-huge",
     {},
     true,
     "-timeout server 5s\n+timeout server 60m\n"},
    {"ServerTimeoutNobodyWrote",
     "server-timeout-huge",
     {{"minutes", 5L}},
     false,
     "+timeout server 5m\n"},
    {"ConnectTimeoutInherited", "connect-timeout-huge", {}, true, "+timeout connect 60s\n"},
    {"StaleProcess", "stale-process", {}, true, "+option redispach\n"},
    {"MetricsWithoutServers",
     "metrics-filtered",
     {},
     true,
     "+http-request set-query scope=global&scope=frontend&scope=backend if { path /metrics }\n"},
    {"MetricsWithoutMaintenance",
     "metrics-filtered",
     {{"left_out", std::string("maintenance")}},
     true,
     "+http-request set-query no-maint if { path /metrics }\n"},
    {"ErrorPage200",
     "error-page-200",
     {},
     true,
     "+http-after-response set-status 200 if { status ge 500 }\n"},
    {"WrongPool", "wrong-pool", {}, true, "-default_backend auth\n+default_backend other\n"},
    {"WrongPoolThatIsEmpty",
     "wrong-pool",
     {},
     false,
     "+use_backend old_auth\n+use_backend old_auth\n+backend old_auth\n+mode http\n"},
    {"SilentDrop",
     "silent-drop",
     {{"percent", 10L}},
     true,
     "+http-request silent-drop if { rand(100) lt 10 }\n"},
    {"TlsToAll",
     "tls-to-plain",
     {},
     true,
     "-server a :1 check # the old one\n-server b :2 check\n"
     "+server a :1 check ssl verify none # the old one\n+server b :2 check ssl verify none\n"},
    {"TlsToOne",
     "tls-to-plain",
     {{"servers", std::string("last")}},
     false,
     "-server b :2\n+server b :2 ssl verify none\n"},
};

const WholeDiffCase kMoreCases[] = {
    {"QueueTimeout", "queue-timeout-low", {}, true, "+timeout queue 2ms\n"},
    {"ClientTimeout", "client-timeout-low", {}, true, "+timeout client 100ms\n"},
    {"HttpRequestTimeout",
     "http-request-timeout-low",
     {{"milliseconds", 50L}},
     false,
     "+timeout http-request 50ms\n+timeout http-request 50ms\n"},
    {"DenyRate",
     "deny-rate",
     {},
     true,
     "+http-request deny deny_status 429 if { fe_req_rate gt 20 }\n"},
    {"BodyLimit",
     "body-limit",
     {},
     true,
     "+http-request deny deny_status 413 if { req.hdr_val(content-length) gt 16 }\n"},
    {"PathRewritten", "path-rewritten", {}, true, "+http-request set-path /v2%[path]\n"},
    {"RuleOrder", "rule-order", {}, true, "+use_backend other if { path_beg / }\n"},
    {"HostMismatch",
     "host-mismatch",
     {},
     true,
     "+http-request return status 404 unless { hdr(host) -i login-new.example.com }\n"},
    {"MethodDenied",
     "method-denied",
     {},
     true,
     "+http-request deny deny_status 403 unless METH_GET\n"},
    {"ProxyProtocol",
     "proxy-protocol-mismatch",
     {{"servers", std::string("last")}},
     true,
     "-server b :2 check\n+server b :2 check send-proxy\n"},
    {"Http2",
     "http-version",
     {{"servers", std::string("first")}},
     true,
     "-server a :1 check # the old one\n+server a :1 proto h2 check # the old one\n"},
    {"TlsListener",
     "tls-listener",
     {},
     true,
     "-bind :80\n+bind :80 ssl crt /etc/haproxy/certs/login.pem\n"},
    {"OldConfiguration",
     "old-configuration",
     {},
     true,
     "-timeout server 5s\n+timeout server 2000ms\n-server b :2 check\n"},
    {"RoutesRemoved", "routes-removed", {}, true, "-default_backend auth\n"},
};

INSTANTIATE_TEST_SUITE_P(More, HaproxyEntryEdit, ::testing::ValuesIn(kMoreCases),
                         [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(Table, HaproxyEntryEdit, ::testing::ValuesIn(kCases),
                         [](const auto& one) { return one.param.name; });

std::string refusal(const char* fault, const std::string& text, const Args& args = {}) {
  const auto after = edited_text<HaproxyConfig>(fault, args, text);
  return after ? "not refused: " + *after : to_string(after.error());
}

const std::string kTcp =
    "frontend in\n"
    "  bind :80\n"
    "  default_backend auth\n"
    "backend auth\n"
    "  default-server ssl verify none\n"
    "  server a :1\n";

TEST(HaproxyEntryEdits, RulesOfHttpAreRefusedInAnotherMode) {
  for (const char* fault : {"maintenance-page", "silent-drop"}) {
    EXPECT_THAT(refusal(fault, kTcp), HasSubstr("x.cfg:1:1: ")) << fault;
    EXPECT_THAT(refusal(fault, kTcp), HasSubstr("in mode http only")) << fault;
  }
}

TEST(HaproxyEntryEdits, WhatSpeaksTlsAlreadyIsRefused) {
  EXPECT_THAT(refusal("tls-to-plain", kTcp), HasSubstr("x.cfg:6:3: a is spoken to with TLS"));
}

const std::string kOverTls =
    "frontend in\n"
    "  bind :80\n"
    "  bind :443 ssl crt /certs/a.pem crt /certs/b/ alpn h2\n"
    "  bind :444 ssl crt-list /certs/all.txt # the others\n"
    "  default_backend auth\n"
    "frontend other\n"
    "  bind :445 ssl crt /certs/c.pem\n"
    "backend auth\n"
    "  server a :1\n";

TEST(HaproxyEntryEdits, ACertificateThatIsOverStandsWhereverLoginsMeetOne) {
  const auto after = edited_text<HaproxyConfig>("tls-expired", {}, kOverTls);
  ASSERT_TRUE(after) << to_string(after.error());
  const std::string over = "crt /etc/ssl/private/login-expired.pem";
  EXPECT_EQ(diff_of(kOverTls, *after),
            "-bind :443 ssl crt /certs/a.pem crt /certs/b/ alpn h2\n"
            "-bind :444 ssl crt-list /certs/all.txt # the others\n"
            "+bind :443 ssl " +
                over + " " + over + " alpn h2\n+bind :444 ssl " + over + " # the others\n");
}

TEST(HaproxyEntryEdits, WithoutTlsNoCertificateCanBeOver) {
  const auto lacks = [](const std::string& text) {
    return why_nothing_to_break("haproxy", "tls-expired",
                                **HaproxyConfig::parse(text, "x.cfg", "auth"));
  };
  EXPECT_EQ(lacks(kOverTls), "");
  EXPECT_THAT(lacks(kPlain), HasSubstr("no listener that speaks TLS"));
}

TEST(HaproxyEntryEdits, WhatIsNoPathAndNoHostIsRefused) {
  EXPECT_THAT(refusal("path-rewritten", kPlain, {{"prefix", std::string("/a b")}}),
              HasSubstr("\"/a b\" is no path"));
  EXPECT_THAT(refusal("host-mismatch", kPlain, {{"host", std::string("a{b")}}),
              HasSubstr("\"a{b\" is no host name"));
}

TEST(HaproxyEntryEdits, WhatLeadsToThePoolByNoLineOfItsOwnCannotBeGone) {
  EXPECT_THAT(refusal("routes-removed", kBare), HasSubstr("x.cfg:4:1: no line of this section"));
}

TEST(HaproxyEntryEdits, WhatHaproxyHasNotIsUnsupportedWithTheReason) {
  EXPECT_THAT(why_unsupported("haproxy", "access-log-off", {}), HasSubstr("not from its log"));
  EXPECT_THAT(why_unsupported("haproxy", "login-cached", {}), HasSubstr("GET only"));
}

TEST(HaproxyEntryEdits, WithoutAnExporterNothingIsLeftOut) {
  EXPECT_THAT(refusal("metrics-filtered", kBare), HasSubstr("no frontend serves"));
}

TEST(HaproxyEntryEdits, LinesUnderAConditionAreRefusedAtTheirPlace) {
  const std::string text =
      "frontend in\n  bind :80\n  .if defined(X)\n  maxconn 9\n  .endif\n  default_backend auth\n"
      "backend auth\n  server a :1\n";
  EXPECT_THAT(refusal("frontend-limit", text), HasSubstr("x.cfg:4:3: "));
}

}  // namespace
}  // namespace misfire
