// Each rule about what nginx tells, limits and hides finds its mistake where it stands, and is
// quiet at a near miss.
#include <map>
#include <set>

#include "nginx_cases.hpp"

namespace misfire {
namespace {

TEST(NginxSiteRules, AWholeConfigurationHasMetrics) {
  const std::string rule = "nginx/no-metrics";
  const std::string pass = "server { location / { proxy_pass http://b:1; } ";
  nginx_finds(rule, "events { }\n@@http { " + pass + "} }");
  nginx_is_quiet(rule, "events { } http { " + pass + "location = /s { stub_status; } } }");
  nginx_is_quiet(rule, pass + "}");                                            // a snippet
  nginx_is_quiet(rule, "events { } http { include sites/*; " + pass + "} }");  // not all of it
  nginx_is_quiet(rule, "events { } http { server { root /srv; } }");
}

TEST(NginxSiteRules, WhatUsersAskForIsLogged) {
  const std::string rule = "nginx/no-access-log";
  nginx_finds(rule, "server { location /login { access_log @@off; proxy_pass http://b:1; } }");
  nginx_finds(rule, "access_log @@off; server { location /delivery { proxy_pass http://b:1; } }");
  nginx_is_quiet(rule, "server { location = /healthz { access_log off; proxy_pass http://b:1; } }");
  nginx_is_quiet(rule,
                 "server { location ~* \\.(css|js)$ { access_log off; proxy_pass http://b; } }");
  nginx_is_quiet(rule,
                 "access_log off; server { access_log x.log; "
                 "location / { proxy_pass http://b:1; } }");
}

TEST(NginxSiteRules, ErrorsKeepTheirStatus) {
  const std::string rule = "nginx/masked-status";
  nginx_finds(rule, "server { error_page 502 503 @@=200 /sorry.html; }");
  nginx_is_quiet(rule, "server { error_page 502 /sorry.html; error_page 404 =200 /empty.gif; }");
  nginx_is_quiet(rule, "server { error_page 502 = @fallback; }");
}

TEST(NginxSiteRules, NginxDoesNotAnswerForTheServers) {
  const std::string rule = "nginx/maintenance-page";
  nginx_finds(rule, "server { return @@200 ok; location / { proxy_pass http://b:1; } }");
  nginx_finds(rule, "server { location / { if ($m) { return @@200 x; } proxy_pass http://b:1; } }");
  nginx_is_quiet(rule,
                 "server { location = /healthz { return 200 ok; } "
                 "location / { proxy_pass http://b:1; } }");
  nginx_is_quiet(rule,
                 "server { location / { if ($request_method = OPTIONS) { return 204; } "
                 "proxy_pass http://b:1; } }");
  nginx_is_quiet(rule, "server { location / { if ($m) { return 503; } proxy_pass http://b:1; } }");
}

TEST(NginxSiteRules, ThereAreConnectionsForThePool) {
  const std::string rule = "nginx/few-connections";
  const std::string http = " http { server { location / { proxy_pass http://b:1; } } }";
  nginx_finds(rule, "events { worker_connections @@16; }" + http);
  nginx_is_quiet(rule, "events { worker_connections 512; }" + http);
  nginx_is_quiet(rule, "events { worker_connections 16; } http { server { root /srv; } }");
  // 40 servers with 3 workers and 10 waiting: 520 requests, 1,040 connections.
  AuditContext context;
  context.backends = BackendsSpec{};
  context.backends->count = 40;
  context.backends->capacity = {3, model_seconds(0.02), 10};
  nginx_finds(rule, "events { worker_connections @@1039; }" + http, context);
  nginx_is_quiet(rule, "events { worker_connections 1040; }" + http, context);
  nginx_is_quiet(rule, "worker_processes 2; events { worker_connections 520; }" + http, context);
}

TEST(NginxSiteRules, EveryConnectionIsAFile) {
  const std::string rule = "nginx/fewer-files-than-connections";
  nginx_finds(rule, "worker_rlimit_nofile @@1024; events { worker_connections 4096; }");
  nginx_is_quiet(rule, "worker_rlimit_nofile 8192; events { worker_connections 4096; }");
  nginx_is_quiet(rule, "events { worker_connections 4096; }");
}

TEST(NginxSiteRules, ALimitDoesNotLookLikeAFailure) {
  const std::string rule = "nginx/limit-looks-like-failure";
  nginx_finds(rule, whole("server { @@limit_req zone=z burst=5; }"));
  nginx_finds(rule, whole("limit_req_status 429; server { @@limit_conn z 10; }"));
  nginx_is_quiet(rule, whole("limit_req_status 429; server { limit_req zone=z burst=5; }"));
  // A snippet: the status may stand in the http that includes it.
  nginx_is_quiet(rule, "server { limit_req zone=z burst=5; }");
  nginx_is_quiet(rule, "stream { server { limit_conn z 10; } }");
}

TEST(NginxSiteRules, ALimitBearsABurst) {
  const std::string rule = "nginx/limit-without-burst";
  nginx_finds(rule, "server { @@limit_req zone=z nodelay; }");
  nginx_is_quiet(rule, "server { limit_req zone=z burst=5; }");
}

TEST(NginxSiteRules, ALimitIsOfOneClient) {
  const std::string rule = "nginx/limit-for-all";
  const std::string use = " server { limit_req zone=z burst=5; }";
  nginx_finds(rule, "limit_req_zone @@login zone=z:1m rate=30r/s;" + use);
  nginx_is_quiet(rule, "limit_req_zone $binary_remote_addr zone=z:1m rate=30r/s;" + use);
  nginx_is_quiet(rule, "limit_req_zone login zone=y:1m rate=30r/s;" + use);  // nobody uses it
}

TEST(NginxSiteRules, SessionsAreNotCached) {
  const std::string rule = "nginx/cached-sessions";
  const std::string cached = "server { location / { proxy_pass http://b:1; proxy_cache c; ";
  nginx_finds(rule, whole(cached + "proxy_ignore_headers Expires @@Set-Cookie; } }"));
  nginx_is_quiet(rule, whole(cached + "proxy_ignore_headers Expires; } }"));
  nginx_is_quiet(rule,
                 whole(cached + "proxy_ignore_headers Set-Cookie; proxy_no_cache $cookie_s; } }"));
  nginx_is_quiet(rule, whole("server { location / { proxy_pass http://b:1; "
                             "proxy_ignore_headers Set-Cookie; } }"));
}

TEST(NginxSiteRules, WhatASnippetLacksMayStandInTheFileThatIncludesIt) {
  const std::string pool = "upstream a { server b:1; server c:1; server d:1; keepalive 8; }\n";
  const auto server = [&](const std::string& inside) {
    return pool + "server { listen 80; location / { proxy_pass " + inside + " } }";
  };
  const std::map<std::string, std::string> snippets = {
      {"nginx/connect-timeout-missing", server("http://a;")},
      {"nginx/keepalive-unused", server("http://a;")},
      {"nginx/retry-storm", server("http://a; proxy_next_upstream http_500;")},
      {"nginx/backend-tls-unverified", server("https://a;")},
      {"nginx/backend-tls-name", server("https://a; proxy_ssl_verify on;")},
      {"nginx/cached-sessions",
       server("http://a; proxy_cache c; proxy_ignore_headers Set-Cookie;")},
      {"nginx/status-page-open", "server { listen 80; location = /s { stub_status; } }"},
      {"nginx/forged-addresses", "set_real_ip_from 0.0.0.0/0;"}};
  for (const auto& [rule, snippet] : snippets) {
    EXPECT_EQ(nginx_found(rule, whole(snippet)).size(), 1u) << rule;
    nginx_is_quiet(rule, snippet);
  }
  // What it says itself is enough.
  nginx_finds("nginx/forged-addresses", "set_real_ip_from @@::/0; real_ip_header X-Real-IP;");
  nginx_finds("nginx/backend-tls-unverified", server("@@https://a; proxy_ssl_verify off;"));
}

TEST(NginxSiteRules, DirectivesAreOfTheseTimes) {
  nginx_finds("nginx/outdated-directive", "server { @@ssl on; }");
  nginx_finds("nginx/outdated-directive", "server { listen 443 ssl @@spdy; }");
  nginx_is_quiet("nginx/outdated-directive", "server { listen 443 ssl; }\nmap $x $y { ssl on; }");
  nginx_finds("nginx/listen-http2", "server { listen 443 ssl @@http2; }");
  nginx_is_quiet("nginx/listen-http2", "server { listen 443 ssl; http2 on; }");
}

TEST(NginxSiteRules, AddressesAreBelievedOfOwnProxiesOnly) {
  const std::string rule = "nginx/forged-addresses";
  nginx_finds(rule, whole("set_real_ip_from @@0.0.0.0/0; real_ip_header X-Forwarded-For;"));
  nginx_is_quiet(rule, whole("set_real_ip_from 10.0.0.0/8;"));
  nginx_is_quiet(rule, whole("set_real_ip_from 0.0.0.0/0; real_ip_header proxy_protocol;"));
}

TEST(NginxSiteRules, TheStatusPageIsNotForEverybody) {
  const std::string rule = "nginx/status-page-open";
  nginx_finds(rule, whole("server { listen 80; location = /s { @@stub_status; } }"));
  nginx_is_quiet(
      rule,
      whole("server { listen 80; location = /s { stub_status; allow 10.0.0.1; deny all; } }"));
  nginx_is_quiet(rule, whole("server { listen 127.0.0.1:8081; location = /s { stub_status; } }"));
}

TEST(NginxSiteRules, ManyServersTakeNoTimeWorthSpeakingOf) {
  std::string text = "worker_processes 4; events { } http { proxy_connect_timeout 1s;\n";
  for (int i = 0; i < 1000; ++i) {
    const std::string name = "pool" + std::to_string(i);
    text += "upstream " + name + " { zone " + name + " 64k; server 10.0.0.1; server 10.0.0.2; }\n";
    text += "server { server_name " + name + "; location / { proxy_pass http://" + name + "; } }\n";
  }
  const auto model = parse_nginx(text + "}", "big.conf");
  ASSERT_TRUE(model);
  const AuditContext context;
  const auto findings = run_rules(nginx_rules(), NginxSubject{*model, context});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "nginx/no-metrics");
}

TEST(NginxSiteRules, EveryRuleSaysWhyAndHow) {
  std::set<std::string> ids;
  for (const NginxRule& rule : nginx_rules()) {
    EXPECT_TRUE(ids.insert(rule.doc.id).second) << rule.doc.id;
    EXPECT_TRUE(rule.doc.id.starts_with("nginx/"));
    for (const std::string& text :
         {rule.doc.title, rule.doc.why, rule.doc.fix, rule.doc.bad, rule.doc.good}) {
      EXPECT_NE(text, "") << rule.doc.id;
    }
    EXPECT_NE(rule.doc.topic, Topic::none) << rule.doc.id;
    ASSERT_NE(rule.check, nullptr) << rule.doc.id;
  }
  EXPECT_GE(ids.size(), 14u);
}

}  // namespace
}  // namespace misfire
