// What the wiring makes of configurations, each approved by the real nginx.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_folder.hpp"
#include "nginx_wiring.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

class NginxFixtures : public NginxWiring, public ::testing::WithParamInterface<const char*> {};

TEST_P(NginxFixtures, RunHereAtEverySpeed) {
  const auto text = read_file(fs::path(kSourceDir) / GetParam());
  ASSERT_TRUE(text);
  for (const double speed : {1.0, 30.0}) {
    const Wired wired = good(*text, speed);
    for (const char* outside : {"/var/log", "/run/nginx", "/etc/", "internal"}) {
      for (std::size_t at = 0; (at = wired.text.find(outside, at)) != std::string::npos; ++at) {
        const std::size_t line = wired.text.rfind('\n', at) + 1;
        EXPECT_NE(wired.text.substr(line, at - line).find('#'), std::string::npos)
            << outside << " is still in force: " << wired.text.substr(line, at - line + 40);
      }
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Files, NginxFixtures,
                         ::testing::Values("fixtures/lb/nginx.conf",
                                           "tests/balancer/nginx/debian.conf",
                                           "tests/balancer/nginx/dense.conf",
                                           "tests/balancer/nginx/quotes.conf",
                                           "tests/balancer/nginx/windows.conf"));

TEST_F(NginxWiring, WhatAFaultMakesNginxSpeakIsSpokenAndWhatTheUserWroteIsNot) {
  const std::string plain = around("");
  const auto with = [](std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  };
  const std::string tls = with(plain, "http://auth", "https://auth");
  EXPECT_THAT(of_a_fault(plain, tls), ::testing::HasSubstr("proxy_pass https://auth;"));
  EXPECT_THAT(of_a_fault(tls, with(tls, "10.0.0.1:80", "10.0.0.1:80 weight=9")),
              ::testing::HasSubstr("proxy_pass http://auth;"));
}

TEST_F(NginxWiring, LoginsComeInWhereTheUserSaysWhereverAFaultSendsThem) {
  const std::string before = around("upstream other { server 10.0.0.2:80; }");
  std::string sent = before;
  sent.replace(sent.find("http://auth"), 11, "http://other");
  EXPECT_FALSE(wire(sent));  // of a user's file it is a mistake
  EXPECT_THAT(of_a_fault(before, sent),
              ::testing::HasSubstr("server { listen 127.77.202.1:21000; location / "));
}

TEST_F(NginxWiring, ListensAndLeadsToTheStackOnly) {
  const Wired wired = good(around(
      "server { listen 80 default_server; listen [::]:443 ssl http2; server_name x; return 444; }\n"
      "server { listen 80; server_name y; location / { proxy_pass https://other.internal/x; } }\n"
      "upstream more { server 10.9.9.9:1; }\n"
      "server { server_name z; location / { proxy_pass https://more; } }"));
  EXPECT_THAT(wired.text, HasSubstr("server 127.77.202.1:21011"));
  EXPECT_THAT(wired.text, HasSubstr("listen 127.77.202.1:21000;"));
  EXPECT_THAT(wired.text, HasSubstr("listen 127.77.202.1:21001;"));
  EXPECT_THAT(wired.text, Not(HasSubstr("ssl")));
  EXPECT_THAT(wired.text, HasSubstr("proxy_pass http://127.77.202.1:210"));
  EXPECT_THAT(wired.text, HasSubstr("proxy_pass http://more"));
  EXPECT_EQ(wired.status_path, "/status");
  EXPECT_THAT(wired.metrics_ports, AllOf(Contains(Pair(80, "entry")), Contains(Pair(81, "metrics")),
                                         Contains(Pair(443, "other"))));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("upstream more has no servers here")));
  // Those that shared an address still do, so that the default server stays theirs.
  EXPECT_THAT(wired.text, HasSubstr("default_server"));
}

TEST_F(NginxWiring, NothingOfTheMachineStaysInForce) {
  const Wired wired = good(around(
      "access_log /var/log/nginx/a.log; access_log syslog:server=10.0.0.9; client_body_temp_path "
      "/var/x;\nallow 10.0.0.0/8;\ndeny all;\nauth_basic \"x\";\nresolver 10.0.0.53 valid=10s;",
      "user www-data;\npid /run/nginx.pid;\nworker_processes auto;\nerror_log /var/log/e.log;\n"
      "load_module /x/y.so;\nenv LD_PRELOAD=/x.so;\nworker_rlimit_core 1g;\n"
      "stream { server { listen 5; proxy_pass 10.0.0.1:5; } }"));
  for (const char* gone :
       {"user www-data", "pid /run", "error_log /var", "load_module", "env LD",
        "worker_rlimit_core", "stream {", "syslog:", "allow 10", "deny all", "auth_basic"}) {
    EXPECT_THAT(wired.changes, Contains(AllOf(HasSubstr("is left out"), HasSubstr(gone)))) << gone;
  }
  EXPECT_THAT(wired.text, HasSubstr("worker_processes 2;"));
  EXPECT_THAT(wired.text, HasSubstr("access_log log/a.log;"));
  EXPECT_THAT(wired.text, Not(HasSubstr("10.0.0.53")));
}

TEST_F(NginxWiring, NeitherASyslogNorNginxsOwnDefaultIsWrittenTo) {
  const Wired wired = good(around("access_log syslog:server=10.0.0.9;"));
  EXPECT_THAT(wired.text, HasSubstr("access_log log/access.log;"));
  EXPECT_THAT(good(around("access_log off;")).text, Not(HasSubstr("access_log log/")));
}

TEST_F(NginxWiring, NoNameIsLookedUp) {
  const Wired wired =
      good(around("set_real_ip_from lb.internal;\nset_real_ip_from 10.0.0.0/8;\n"
                  "set_real_ip_from fd00::/8;\nset_real_ip_from unix:;"));
  EXPECT_THAT(wired.changes, Contains(HasSubstr("\"set_real_ip_from lb.internal\"")));
  EXPECT_THAT(wired.text, HasSubstr("# set_real_ip_from lb.internal;\nset_real_ip_from 10.0.0.0/8;"
                                    "\nset_real_ip_from fd00::/8;\nset_real_ip_from unix:;"));
}

TEST_F(NginxWiring, WhatLooksLikeADirectiveInABlockOfValuesIsAValue) {
  const std::string values =
      "map $http_x_mode $mode { default 0; allow 1; deny 2; ssl 3; user 4; access_log /x; }\n"
      "map $http_user_agent $bot { default 0; perl 1; listen 8080; proxy_pass http://x; }\n"
      "geo $who { default 0; }\nsplit_clients $uri $half { 50% deny; * allow; }\n"
      "types { text/x-perl perl; allow deny; }\ncharset_map a b { 41 42; }\n";
  const Wired wired = good(around(values), 30);
  EXPECT_THAT(wired.text, HasSubstr(values));
  EXPECT_THAT(wired.changes, Not(Contains(HasSubstr("is left out"))));
}

TEST_F(NginxWiring, ScriptsAreRefusedWithTheirPlace) {
  for (const char* script :
       {"content_by_lua_block { ngx.say('x') }", "js_import x.js;", "perl_modules lib;"}) {
    const auto wired = wire(around(script));
    ASSERT_FALSE(wired) << script;
    EXPECT_THAT(to_string(wired.error()), HasSubstr("user/nginx.conf:7:1: ")) << script;
    EXPECT_THAT(wired.error().message, HasSubstr("runs a script"));
  }
}

TEST_F(NginxWiring, AVariableMayLeadToUpstreamsOfTheFileOnly) {
  const std::string rest = "upstream b { server 10.0.0.2:1; }\n";
  good(around(rest + "map $uri $to { default auth; /b b; }\n"
                     "server { listen 82; location / { proxy_pass http://$to; } }"));
  good(around(rest + "server { listen 82; location / { set $to b; proxy_pass http://$to; } }"));
  good(around(rest + "split_clients $uri $to { 50% auth; * B; }\n"
                     "server { listen 82; location / { proxy_pass http://$TO; } }"));
  const Wired plain = good(around(rest + "map $uri $to { default auth; /b b; }\n"
                                         "server { listen 82; location / { proxy_pass https://$to; "
                                         "} }"));
  EXPECT_THAT(plain.text, HasSubstr("proxy_pass http://$to;"));
  EXPECT_THAT(plain.changes, Contains(HasSubstr("the stack speaks plain HTTP")));
  for (const char* way :
       {"server { listen 82; location / { proxy_pass http://$arg_to; } }",
        "server { listen 82; location / { set $to 10.0.0.1; proxy_pass http://$to; } }",
        "server { listen 82; location / { set $ab auth; proxy_pass http://$a$b; } }",
        "server { listen 82; location / { set $to auth; auth_request_set $to $arg_to; "
        "proxy_pass http://$to; } }",
        "server { listen 82; location ~ ^/(?<to>.*)$ { set $to auth; proxy_pass http://$to; } }",
        "map $uri $to { default auth; /c c.internal; }\n"
        "server { listen 82; location / { proxy_pass http://$to; } }"}) {
    const auto wired = wire(around(way));
    ASSERT_FALSE(wired) << way;
    EXPECT_THAT(wired.error().message, HasSubstr("could name any machine"));
  }
}

TEST_F(NginxWiring, ANameThatAFaultHasLookedUpIsAskedOfAResolverThatIsNotThere) {
  const auto entry = [](const std::string& location) {
    return "events { }\nhttp {\nupstream auth { server a.internal:1; }\nserver { listen 80; "
           "location / { " +
           location + " } }\n}\n";
  };
  const std::string original = entry("proxy_pass http://auth;");
  const std::string text = of_a_fault(
      original, entry("set $to a.internal:1; resolver 10.0.0.53; proxy_pass http://$to;"));
  EXPECT_THAT(text, HasSubstr("set $to a.internal:1; resolver 127.77.202.1:21050; proxy_pass "
                              "http://$to;"));
  const auto users = balancer_->parse(original, "user/nginx.conf", "auth");
  const auto address = balancer_->parse(entry("set $to 10.0.0.1:1; proxy_pass http://$to;"),
                                        "user/nginx.conf", "auth");
  ASSERT_TRUE(users && address);
  Wiring wiring = wiring_for(1);
  wiring.pool = (*users)->pool();
  wiring.original = users->get();
  const auto wired = balancer_->wire(**address, wiring);
  ASSERT_FALSE(wired);
  EXPECT_THAT(wired.error().message, HasSubstr("could name any machine"));
}

TEST_F(NginxWiring, ThePoolMayBeNamedByAVariable) {
  const Wired wired = good(
      "events { }\nhttp {\nupstream auth { server a:1; }\nmap $uri $to { default auth; }\n"
      "server { listen 80; location / { proxy_pass http://$to; } }\n}\n");
  EXPECT_THAT(wired.text, HasSubstr("listen 127.77.202.1:21000;"));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("no server has a stub_status")));
}

TEST_F(NginxWiring, NamesOfUpstreamsAreComparedWithoutRegardToCase) {
  const Wired wired = good(
      "events { }\nhttp {\nupstream auth { server a:1; }\nupstream More { server b:1; }\n"
      "server { location / { proxy_pass http://AUTH; } location /x { proxy_pass http://more; } }\n"
      "}\n");
  EXPECT_THAT(wired.text, HasSubstr("proxy_pass http://AUTH;"));
  EXPECT_THAT(wired.text, HasSubstr("proxy_pass http://more;"));
}

TEST_F(NginxWiring, AnotherNumberOfBackendsOrNoWayToThePoolAreMistakes) {
  auto config = balancer_->parse(around(""), "user/nginx.conf", "auth");
  ASSERT_TRUE(config);
  const auto fewer = balancer_->wire(**config, wiring_for(2));
  ASSERT_FALSE(fewer);
  EXPECT_THAT(to_string(fewer.error()), HasSubstr("user/nginx.conf:4:1: "));
  EXPECT_THAT(fewer.error().hint, HasSubstr("count = 1"));
  const auto no_way = wire("events { }\nhttp {\nupstream auth { server a:1; }\n}\n");
  ASSERT_FALSE(no_way);
  EXPECT_THAT(to_string(no_way.error()), HasSubstr("user/nginx.conf:3:1: no server leads"));
}

TEST_F(NginxWiring, TimersRunFasterAndSaySo) {
  const Wired wired =
      good(around("", "",
                  "proxy_connect_timeout 3s; proxy_read_timeout 60s; "
                  "proxy_next_upstream_timeout 90s; access_log x.log combined buffer=8k flush=3s;"),
           30);
  EXPECT_THAT(wired.text, HasSubstr("proxy_connect_timeout 100ms;"));
  EXPECT_THAT(wired.text, HasSubstr("proxy_read_timeout 2s;"));
  EXPECT_THAT(wired.text, HasSubstr("proxy_next_upstream_timeout 3s;"));
  EXPECT_THAT(wired.text, HasSubstr("flush=100ms"));
  // What nobody wrote counts as well.
  EXPECT_THAT(wired.text, HasSubstr("proxy_send_timeout 2s;"));
  EXPECT_THAT(wired.text, HasSubstr("server 127.77.202.1:21011 fail_timeout=1s;"));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("fail_timeout 10s cannot be shorter than 1s")));
  std::vector<double> caps;
  for (const SpeedCap& cap : wired.speed_caps) caps.push_back(cap.at_most);
  EXPECT_THAT(caps, ElementsAre(10));
}

TEST_F(NginxWiring, EveryTimerRunsFasterOrIsNamed) {
  const Wired wired = good(around("resolver 10.0.0.1;\nresolver_timeout 30s;\n"
                                  "proxy_cache_path /var/c keys_zone=c:1m inactive=10m;\n"
                                  "proxy_cache_lock_timeout 60s;\nproxy_cache_lock_age 90s;\n"
                                  "open_file_cache max=10 inactive=20s;\n"
                                  "limit_req_zone $server_name zone=all:1m rate=9r/s;",
                                  "worker_shutdown_timeout 30s;\n"),
                           30);
  EXPECT_THAT(wired.text, HasSubstr("worker_shutdown_timeout 1s;"));
  EXPECT_THAT(wired.text, HasSubstr("resolver_timeout 1s;"));
  EXPECT_THAT(wired.text, HasSubstr("proxy_cache_lock_timeout 2s;\nproxy_cache_lock_age 3s;"));
  for (const char* named : {"inactive=10m", "inactive=20s", "limit_req_zone rate=9r/s"}) {
    EXPECT_THAT(wired.limits, Contains(HasSubstr(named)));
  }
}

TEST_F(NginxWiring, ATimeoutStaysAboveTheLongestWaitForALogin) {
  // 3 workers of 20 ms and 16 in the queue: 7 rounds, 140 ms, twice that 280 ms.
  const Wired wired = good(around("", "", "proxy_read_timeout 3s; proxy_connect_timeout 1s;"), 30);
  EXPECT_THAT(wired.text, HasSubstr("proxy_read_timeout 280ms;"));
  EXPECT_THAT(wired.text, HasSubstr("proxy_connect_timeout 34ms;"));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("it runs as 280ms, which is 8.4 s of model time")));
  // Fewer at a time are answered sooner.
  EXPECT_THAT(good("events { }\nhttp {\nupstream auth { zone z 64k; server a:1 max_conns=3; }\n"
                   "server { location / { proxy_pass http://auth; proxy_read_timeout 2s; } }\n}\n",
                   30)
                  .text,
              HasSubstr("proxy_read_timeout 67ms;"));
}

TEST_F(NginxWiring, LimitsByTheClientsAddressAreLeftOut) {
  const Wired wired = good(
      around("limit_req_zone $binary_remote_addr zone=one:1m rate=1r/s;\n"
             "limit_req_zone $server_name zone=all:1m rate=9r/s;\nlimit_req zone=one burst=5;\n"
             "limit_req zone=all;"));
  EXPECT_THAT(wired.changes, Contains(HasSubstr("\"limit_req zone=one burst=5\"")));
  EXPECT_THAT(wired.changes, Not(Contains(HasSubstr("\"limit_req zone=all\""))));
}

TEST_F(NginxWiring, ALimitByTheClientIsKnownWhereverItsZoneStandsAndByMapsOfTheAddress) {
  const Wired wired = good(
      around("geo $office { default 1; 10.0.0.0/8 0; }\n"
             "map $office $key { 0 \"\"; 1 $binary_remote_addr; }\n"
             "limit_req_zone $binary_remote_addr zone=login:1m rate=1r/s;\n"
             "limit_req_zone $key zone=mapped:1m rate=1r/s;\nlimit_conn_zone $Key zone=c:1m;\n"
             "limit_req burst=5 zone=login nodelay;\nlimit_req zone=mapped;\nlimit_conn c 5;"));
  for (const char* gone :
       {"limit_req burst=5 zone=login nodelay", "limit_req zone=mapped", "limit_conn c 5"}) {
    EXPECT_THAT(wired.changes, Contains(AllOf(HasSubstr("is left out"), HasSubstr(gone))));
  }
}

class NginxCheck : public NginxWiring {};

TEST_F(NginxCheck, ComplaintsHaveTheUsersPlace) {
  const std::string text = around("gzip maybe;\n");
  const auto wired = wire(text, 30);
  ASSERT_TRUE(wired);
  const auto checked = balancer_->check(wired->text, "user/nginx.conf", text, wired->files);
  ASSERT_FALSE(checked);
  ASSERT_EQ(checked.error().size(), 1u);
  EXPECT_THAT(to_string(checked.error()[0]),
              HasSubstr("user/nginx.conf:7:6: nginx refuses this: invalid value \"maybe\""));
  const std::string unknown = around(" frobnicate on;");
  const auto refused = balancer_->check(wire(unknown)->text, "user/nginx.conf", unknown);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()[0]), HasSubstr("user/nginx.conf:7:2: "));
  EXPECT_THAT(refused.error()[0].hint, HasSubstr("load_module"));
}

TEST_F(NginxCheck, ComplaintsAboutIncludedFilesNameThem) {
  const auto folder = TemporaryFolder::make("nginx").value();
  const std::string file = (folder.path() / "nginx.conf").string();
  ASSERT_TRUE(write_file(folder.path() / "more.conf", "\n  gzip maybe;\n"));
  auto config = balancer_->parse(around("include more.conf;"), file, "auth");
  ASSERT_TRUE(config) << to_string(config.error()[0]);
  const auto wired = balancer_->wire(**config, wiring_for(1));
  ASSERT_TRUE(wired);
  const auto checked = balancer_->check(wired->text, file, (*config)->text(), wired->files);
  ASSERT_FALSE(checked);
  EXPECT_THAT(to_string(checked.error()[0]),
              HasSubstr((folder.path() / "more.conf").string() + ":2:8: nginx refuses this"));
}

TEST_F(NginxCheck, ItsOwnArgumentsAreTheUsersMistake) {
  const auto own = make_balancer("nginx", "auth", {}, {"--no-such"});
  ASSERT_TRUE(own);
  const std::string text = around("");
  const auto checked = (*own)->check(wire(text)->text, "user/nginx.conf", text);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error()[0].code, ErrorCode::usage);
  EXPECT_THAT(checked.error()[0].hint, HasSubstr("[programs] nginx"));
}

TEST_F(NginxWiring, SecretsAreFoundAndHidden) {
  const std::string text = around(
      "map $http_x_api_key $known { default 0; \"key-of-alice\" 1; }\n"
      "server { listen 9; set $upstream_password 'p4ssw0rd-7'; location / {\n"
      "if ($http_authorization = \"Bearer tok-123456\") { return 204; }\n"
      "if ($arg_token = plain-token) { return 204; }\n"
      "proxy_set_header Authorization \"Basic bWU6c2VjcmV0\";\n"
      "proxy_pass http://me:hunter22@10.0.0.1/; } }");
  const Secrets secrets = balancer_->secrets(text);
  for (const char* secret :
       {"key-of-alice", "p4ssw0rd-7", "tok-123456", "plain-token", "bWU6c2VjcmV0", "hunter22"}) {
    EXPECT_THAT(secrets.hide(secret), Not(HasSubstr(secret))) << secret;
    EXPECT_THAT(balancer_->without_secrets(text), Not(HasSubstr(secret))) << secret;
    EXPECT_THAT(balancer_->without_secrets("# was: " + text), Not(HasSubstr(secret))) << secret;
  }
  EXPECT_THAT(balancer_->without_secrets(text), HasSubstr("$arg_token = <secret>) {"));
  EXPECT_TRUE(balancer_->secrets("http {").empty()) << "what cannot be parsed has none";
}

TEST_F(NginxWiring, CredentialsAndQueriesAreSecretsWhateverTheyAreCalled) {
  const std::string text = around(
      "map $host $up { default \"Bearer tok-abcdef1\"; x 'basic $http_x'; }\n"
      "server { listen 9; set $up_auth \"Basic c2VjcmV0LW9uZQ==\";\n"
      "rewrite ^/a$ /login?api_key=key-in-rewrite1&lang=en last;\n"
      "location /p { proxy_pass \"http://10.0.0.1/?x=1&token=key-in-pass22\"; } }");
  const std::string shown = balancer_->without_secrets(text);
  for (const char* secret :
       {"tok-abcdef1", "c2VjcmV0LW9uZQ==", "key-in-rewrite1", "key-in-pass22"}) {
    EXPECT_THAT(shown, Not(HasSubstr(secret)));
    EXPECT_THAT(balancer_->secrets(text).hide(secret), Not(HasSubstr(secret)));
  }
  EXPECT_THAT(shown, HasSubstr("/login?api_key=<secret>&lang=en last;"));
  EXPECT_THAT(shown, HasSubstr("\"http://10.0.0.1/?x=1&token=<secret>\";"));
  EXPECT_THAT(shown, HasSubstr("'basic $http_x'"));
}

}  // namespace
}  // namespace misfire
