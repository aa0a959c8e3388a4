// What misconfigurations of nginx write between clients and the pool: limits, times, rules, and how
// servers are spoken to.
#include <gmock/gmock.h>

#include "fault/diff_case.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

/// As one team wrote it.
const std::string kPlain =
    "events {\n"
    "  worker_connections 4096;\n"
    "}\n"
    "http {\n"
    "  upstream auth {\n"
    "    server a:1;\n"
    "    server b:2;\n"
    "  }\n"
    "  server {\n"
    "    listen 80;\n"
    "    location /login {\n"
    "      proxy_pass http://auth;\n"
    "      proxy_read_timeout 10s;\n"
    "    }\n"
    "  }\n"
    "}\n";

/// As another would: settings for all of http, two locations, another upstream.
const std::string kShared =
    "events { }\n"
    "http {\n"
    "  proxy_read_timeout 30s;\n"
    "  upstream web { server w:1; }\n"
    "  upstream auth { server a:1; }\n"
    "  server {\n"
    "    location /login {\n"
    "      if ($a) { proxy_pass http://auth; }\n"
    "      proxy_pass \"http://auth/in\";\n"
    "    }\n"
    "    location /token { proxy_pass http://auth; }\n"
    "  }\n"
    "}\n";

class NginxEntryEdit : public ::testing::TestWithParam<WholeDiffCase> {};

TEST_P(NginxEntryEdit, IsASmallDiffAndAConfigurationAgain) {
  expect_diff<NginxConfig>(GetParam(), GetParam().plain ? kPlain : kShared);
}

const WholeDiffCase kCases[] = {
    {"MaintenancePage", "maintenance-page", {}, true, "+return 200 \"We will be back soon.\";\n"},
    {"MaintenancePageOnceALocation",
     "maintenance-page",
     {},
     false,
     "+return 200 \"We will be back soon.\";\n"
     "-location /token { proxy_pass http://auth; }\n"
     "+location /token { return 200 \"We will be back soon.\"; proxy_pass http://auth; }\n"},
    {"SessionRate",
     "session-rate-limit",
     {},
     true,
     "+limit_req_zone $server_port zone=all_sessions:32k rate=1r/s;\n"
     "+limit_req zone=all_sessions burst=100000;\n"},
    {"EntryLimit",
     "frontend-limit",
     {{"connections", 7L}},
     true,
     "+limit_conn_zone $server_port zone=all_connections:32k;\n"
     "+limit_conn all_connections 7;\n"},
    {"ProcessLimit",
     "process-limit",
     {},
     true,
     "-worker_connections 4096;\n+worker_connections 16;\n"},
    {"ProcessLimitNobodyWrote",
     "process-limit",
     {{"connections", 8L}},
     false,
     "-events { }\n+events { worker_connections 8; }\n"},
    {"ServerTimeoutHuge",
     "server-timeout-huge",
     {},
     true,
     "-proxy_read_timeout 10s;\n+proxy_read_timeout 60m;\n"},
    {"ServerTimeoutOfAll",
     "server-timeout-huge",
     {},
     false,
     "-proxy_read_timeout 30s;\n+proxy_read_timeout 60m;\n"},
    {"ConnectTimeoutHuge", "connect-timeout-huge", {}, true, "+proxy_connect_timeout 60s;\n"},
    {"StaleProcess", "stale-process", {}, true, "+keepalve 16;\n"},
    {"ErrorPage200",
     "error-page-200",
     {},
     true,
     "+location @sorry { return 200 \"Please try again.\"; }\n"
     "+error_page 500 502 503 504 =200 @sorry;\n"
     "+proxy_intercept_errors on;\n"},
    {"WrongPoolThatIsDown",
     "wrong-pool",
     {},
     true,
     "+upstream old_auth { server 127.0.0.1:9 down; }\n"
     "-proxy_pass http://auth;\n"
     "+proxy_pass http://old_auth;\n"},
    {"WrongPool",
     "wrong-pool",
     {},
     false,
     "-if ($a) { proxy_pass http://auth; }\n-proxy_pass \"http://auth/in\";\n"
     "+if ($a) { proxy_pass http://web; }\n+proxy_pass \"http://web/in\";\n"
     "-location /token { proxy_pass http://auth; }\n"
     "+location /token { proxy_pass http://web; }\n"},
    {"SilentDrop",
     "silent-drop",
     {{"percent", 10L}},
     true,
     "+split_clients $request_id $dropped { 10% 1; * 0; }\n+if ($dropped) { return 444; }\n"},
    {"Tls", "tls-to-plain", {}, true, "-proxy_pass http://auth;\n+proxy_pass https://auth;\n"},
};

const WholeDiffCase kMoreCases[] = {
    {"ClientTimeout",
     "client-timeout-low",
     {},
     true,
     "+client_body_timeout 100ms;\n+send_timeout 100ms;\n"},
    {"HttpRequestTimeout",
     "http-request-timeout-low",
     {{"milliseconds", 50L}},
     true,
     "+client_header_timeout 50ms;\n"},
    {"DenyRate",
     "deny-rate",
     {},
     true,
     "+limit_req_zone $server_port zone=all_requests:32k rate=20r/s;\n"
     "+limit_req zone=all_requests;\n"
     "+limit_req_status 429;\n"},
    {"BodyLimit", "body-limit", {}, true, "+client_max_body_size 16;\n"},
    {"PathRewritten", "path-rewritten", {}, true, "+rewrite ^(.*)$ /v2$1 break;\n"},
    {"RuleOrder", "rule-order", {}, false, "+location ~ ^/ { proxy_pass http://web; }\n"},
    {"HostMismatch",
     "host-mismatch",
     {},
     true,
     "+if ($host != login-new.example.com) { return 404; }\n"},
    {"MethodDenied", "method-denied", {}, true, "+if ($request_method != GET) { return 403; }\n"},
    {"AccessLogOff", "access-log-off", {}, true, "+access_log off;\n"},
    {"TlsListener",
     "tls-listener",
     {},
     true,
     "-listen 80;\n+ssl_certificate /etc/nginx/certs/login.pem;\n"
     "+ssl_certificate_key /etc/nginx/certs/login.pem;\n+listen 80 ssl;\n"},
    {"OldConfiguration",
     "old-configuration",
     {},
     true,
     "-server b:2;\n-proxy_read_timeout 10s;\n+proxy_read_timeout 2000ms;\n"},
    {"LoginCached",
     "login-cached",
     {},
     true,
     "+proxy_cache_path /var/cache/nginx/answers keys_zone=answers:1m;\n"
     "+proxy_cache answers;\n+proxy_cache_key $uri;\n+proxy_cache_methods GET HEAD POST;\n"
     "+proxy_cache_valid 200 1m;\n+proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;\n"},
    {"RoutesRemoved", "routes-removed", {}, true, "-proxy_pass http://auth;\n+return 404;\n"},
};

INSTANTIATE_TEST_SUITE_P(More, NginxEntryEdit, ::testing::ValuesIn(kMoreCases),
                         [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(Table, NginxEntryEdit, ::testing::ValuesIn(kCases),
                         [](const auto& one) { return one.param.name; });

std::string refusal(const char* fault, const std::string& text, const Args& args = {}) {
  const auto after = edited_text<NginxConfig>(fault, args, text);
  return after ? "not refused: " + *after : to_string(after.error());
}

TEST(NginxEntryEdits, NamesThatTheFileHasAreLeftAlone) {
  std::string text = kPlain;
  text.insert(text.find("  server {"), "  map $uri $dropped { default 0; }\n");
  EXPECT_THAT(refusal("silent-drop", text), HasSubstr("if ($dropped2) { return 444; }"));
}

TEST(NginxEntryEdits, WhereAVariableLeadsIsNoMistakeOfThePass) {
  std::string text = kPlain;
  text.replace(text.find("proxy_pass http://auth;"), 23, "set $to auth; proxy_pass http://$to;");
  EXPECT_THAT(refusal("wrong-pool", text), HasSubstr("x.conf:12:32: where this leads depends"));
}

TEST(NginxEntryEdits, WhatSpeaksTlsAlreadyIsRefused) {
  std::string text = kPlain;
  text.replace(text.find("http://auth"), 11, "https://auth");
  EXPECT_THAT(refusal("tls-to-plain", text), HasSubstr("where http:// is written"));
}

const std::string kOverTls =
    "events { }\n"
    "http {\n"
    "  ssl_certificate /certs/all.pem;\n"
    "  ssl_certificate_key /certs/all.key;\n"
    "  upstream auth { server a:1; }\n"
    "  server {\n"
    "    listen 443 ssl http2;\n"
    "    ssl_certificate /certs/rsa.pem;\n"
    "    ssl_certificate_key /certs/rsa.key;\n"
    "    ssl_certificate /certs/ec.pem;\n"
    "    ssl_certificate_key /certs/ec.key;\n"
    "    location / { proxy_pass http://auth; }\n"
    "  }\n"
    "  server {\n"
    "    listen 80;\n"
    "    return 301 https://$host$request_uri;\n"
    "  }\n"
    "}\n";

TEST(NginxEntryEdits, ACertificateThatIsOverStandsWhereverLoginsMeetOne) {
  const auto after = edited_text<NginxConfig>("tls-expired", {}, kOverTls);
  ASSERT_TRUE(after) << to_string(after.error());
  const std::string over = "/etc/ssl/private/login-expired.pem;\n";
  const std::string pair = "+ssl_certificate " + over + "+ssl_certificate_key " + over;
  EXPECT_EQ(diff_of(kOverTls, *after),
            "-ssl_certificate /certs/rsa.pem;\n-ssl_certificate_key /certs/rsa.key;\n"
            "-ssl_certificate /certs/ec.pem;\n-ssl_certificate_key /certs/ec.key;\n" +
                pair + pair);
}

TEST(NginxEntryEdits, ACertificateOfAllServersIsOverForAll) {
  std::string text = kOverTls;
  for (int i = 0; i < 4; ++i) {
    const std::size_t at = text.find("    ssl_certificate");
    text.erase(at, text.find('\n', at) + 1 - at);
  }
  const auto after = edited_text<NginxConfig>("tls-expired", {}, text);
  ASSERT_TRUE(after) << to_string(after.error());
  EXPECT_THAT(diff_of(text, *after), HasSubstr("-ssl_certificate /certs/all.pem;\n"));
}

TEST(NginxEntryEdits, WithoutTlsNoCertificateCanBeOver) {
  const auto lacks = [](const std::string& text) {
    return why_nothing_to_break("nginx", "tls-expired",
                                **NginxConfig::parse(text, "x.conf", "auth"));
  };
  EXPECT_EQ(lacks(kOverTls), "");
  EXPECT_THAT(lacks(kPlain), HasSubstr("no listener that speaks TLS"));
}

TEST(NginxEntryEdits, TheTimeForRequestsIsThatOfTheLoginsServer) {
  std::string text = kPlain;
  text.insert(text.find("    listen 80;"), "    client_header_timeout 10s;\n");
  EXPECT_THAT(refusal("http-request-timeout-low", text),
              HasSubstr("    client_header_timeout 100ms;\n    listen 80;"));
}

TEST(NginxEntryEdits, WhatNginxHasNotIsUnsupportedWithTheReason) {
  EXPECT_THAT(why_unsupported("nginx", "metrics-filtered", {}), HasSubstr("stub_status"));
  EXPECT_THAT(why_unsupported("nginx", "tls-to-plain", {{"servers", std::string("first")}}),
              HasSubstr("in the same way"));
  EXPECT_EQ(why_unsupported("nginx", "tls-to-plain", {}), "");
  EXPECT_THAT(why_unsupported("nginx", "queue-timeout-low", {}), HasSubstr("no queue"));
  EXPECT_THAT(why_unsupported("nginx", "proxy-protocol-mismatch", {}), HasSubstr("stream"));
  EXPECT_THAT(why_unsupported("nginx", "http-version", {}), HasSubstr("HTTP/1.0 or 1.1"));
}

TEST(NginxEntryEdits, ExactLocationsAreNotShadowed) {
  std::string text = kPlain;
  text.replace(text.find("location /login"), 15, "location = /login");
  EXPECT_THAT(refusal("rule-order", text), HasSubstr("x.conf:5:3: only exact and"));
}

TEST(NginxEntryEdits, APassUnderAMethodIsTakenAwayAndNotAnswered) {
  std::string text = kPlain;
  text.replace(text.find("proxy_pass http://auth;"), 23,
               "limit_except GET { proxy_pass http://auth; }");
  EXPECT_THAT(refusal("routes-removed", text), HasSubstr("limit_except GET {  }"));
}

}  // namespace
}  // namespace misfire
