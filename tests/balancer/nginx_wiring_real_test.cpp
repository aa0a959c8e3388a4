// What the wiring makes of configurations, each approved by the real nginx.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "balancer/balancer.hpp"
#include "base/files.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

Wiring wiring_for(std::size_t backends, double speed = 1) {
  Wiring wiring;
  for (std::size_t i = 0; i < backends; ++i) {
    wiring.backends.push_back({"127.77.202.1", 21011 + static_cast<int>(i)});
  }
  wiring.address = "127.77.202.1";
  wiring.entry_port = 21000;
  wiring.metrics_port = 21001;
  wiring.runtime_port = 21002;
  wiring.master_port = 21003;
  wiring.spare_port = 21050;
  wiring.speed = speed;
  return wiring;
}

class NginxWiring : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = make_balancer("nginx", "auth", {}, {});
    ASSERT_TRUE(made) << to_string(made.error());
    nginx_ = std::move(*made);
  }

  Result<Wired> wire(const std::string& text, double speed = 1) {
    auto config = nginx_->parse(text, "user/nginx.conf", "auth");
    if (!config) return tl::unexpected(config.error().front());
    return nginx_->wire(**config, wiring_for((*config)->pool().size(), speed));
  }

  /// Wires, and demands that no line was added or taken, that it parses again and that nginx itself
  /// approves.
  Wired good(const std::string& text, double speed = 1) {
    auto wired = wire(text, speed);
    if (!wired) {
      ADD_FAILURE() << to_string(wired.error());
      return {};
    }
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'),
              std::count(wired->text.begin(), wired->text.end(), '\n'));
    EXPECT_TRUE(nginx_->parse(wired->text, "user/nginx.conf", "auth").has_value());
    const auto checked = nginx_->check(wired->text, "user/nginx.conf", text);
    EXPECT_TRUE(checked) << to_string(checked.error().front()) << "\n" << wired->text;
    return *wired;
  }

  /// Around what a test is about: a pool of one, an entry, and stub_status.
  static std::string around(const std::string& http, const std::string& main = "",
                            const std::string& location = "") {
    return main +
           "\nevents { }\nhttp {\nupstream auth { server 10.0.0.1:80; }\n"
           "server { listen 80; location / { proxy_pass http://auth; " +
           location + " } }\nserver { listen 81; location = /status { stub_status; } }\n" + http +
           "\n}\n";
  }

  std::unique_ptr<Balancer> nginx_;
};

class NginxFixtures : public NginxWiring, public ::testing::WithParamInterface<const char*> {};

TEST_P(NginxFixtures, RunHereAtEverySpeed) {
  const auto text = read_file(fs::path(SOURCE_DIR) / GetParam());
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
  for (const char* way :
       {"server { listen 82; location / { proxy_pass http://$arg_to; } }",
        "server { listen 82; location / { set $to 10.0.0.1; proxy_pass http://$to; } }",
        "map $uri $to { default auth; /c c.internal; }\n"
        "server { listen 82; location / { proxy_pass http://$to; } }"}) {
    const auto wired = wire(around(way));
    ASSERT_FALSE(wired) << way;
    EXPECT_THAT(wired.error().message, HasSubstr("could name any machine"));
  }
}

TEST_F(NginxWiring, ThePoolMayBeNamedByAVariable) {
  const Wired wired = good(
      "events { }\nhttp {\nupstream auth { server a:1; }\nmap $uri $to { default auth; }\n"
      "server { listen 80; location / { proxy_pass http://$to; } }\n}\n");
  EXPECT_THAT(wired.text, HasSubstr("listen 127.77.202.1:21000;"));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("no server has stub_status")));
}

TEST_F(NginxWiring, AnotherNumberOfBackendsOrNoWayToThePoolAreMistakes) {
  auto config = nginx_->parse(around(""), "user/nginx.conf", "auth");
  ASSERT_TRUE(config);
  const auto fewer = nginx_->wire(**config, wiring_for(2));
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

class NginxCheck : public NginxWiring {};

TEST_F(NginxCheck, ComplaintsHaveTheUsersPlace) {
  const std::string text = around("gzip maybe;\n");
  const auto wired = wire(text, 30);
  ASSERT_TRUE(wired);
  const auto checked = nginx_->check(wired->text, "user/nginx.conf", text);
  ASSERT_FALSE(checked);
  ASSERT_EQ(checked.error().size(), 1u);
  EXPECT_THAT(to_string(checked.error()[0]),
              HasSubstr("user/nginx.conf:7:6: nginx refuses this: invalid value \"maybe\""));
  const std::string unknown = around(" frobnicate on;");
  const auto refused = nginx_->check(wire(unknown)->text, "user/nginx.conf", unknown);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()[0]), HasSubstr("user/nginx.conf:7:2: "));
  EXPECT_THAT(refused.error()[0].hint, HasSubstr("load_module"));
}

TEST_F(NginxCheck, ComplaintsAboutIncludedFilesNameThem) {
  const auto folder = TemporaryFolder::make("nginx").value();
  const std::string file = (folder.path() / "nginx.conf").string();
  ASSERT_TRUE(write_file(folder.path() / "more.conf", "\n  gzip maybe;\n"));
  auto config = nginx_->parse(around("include more.conf;"), file, "auth");
  ASSERT_TRUE(config) << to_string(config.error()[0]);
  const auto wired = nginx_->wire(**config, wiring_for(1));
  ASSERT_TRUE(wired);
  const auto checked = nginx_->check(wired->text, file, (*config)->text());
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
  const Secrets secrets = nginx_->secrets(text);
  for (const char* secret :
       {"key-of-alice", "p4ssw0rd-7", "tok-123456", "plain-token", "bWU6c2VjcmV0", "hunter22"}) {
    EXPECT_THAT(secrets.hide(secret), Not(HasSubstr(secret))) << secret;
    EXPECT_THAT(nginx_->without_secrets(text), Not(HasSubstr(secret))) << secret;
    EXPECT_THAT(nginx_->without_secrets("# was: " + text), Not(HasSubstr(secret))) << secret;
  }
  EXPECT_THAT(nginx_->without_secrets(text), HasSubstr("$arg_token = <secret>) {"));
  EXPECT_TRUE(nginx_->secrets("http {").empty()) << "what cannot be parsed has none";
}

}  // namespace
}  // namespace misfire
