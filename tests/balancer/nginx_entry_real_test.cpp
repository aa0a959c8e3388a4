// At which server of a configuration of nginx the logins come in, and what would turn them away.
#include <gmock/gmock.h>

#include "balancer/certificate.hpp"
#include "balancer/own_files.hpp"
#include "nginx_wiring.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class NginxEntry : public NginxWiring {
 protected:
  /// Around these servers: the pool and stub_status.
  Wired with(const std::string& servers) {
    return good("events { }\nhttp {\nupstream auth { server a:1; }\n" + servers +
                "\nserver { listen 81; location = /status { stub_status; } }\n}\n");
  }
};

TEST_F(NginxEntry, IsTheServerWhoseLocationTheLoginsMean) {
  const Wired wired = with(
      "server { listen 127.0.0.1:8088; location /admin/ { proxy_pass http://auth; } }\n"
      "server { listen 8080; location /login { proxy_pass http://auth; } }\n"
      "server { listen 9; location /x { set $to auth; proxy_pass http://$to; } }");
  EXPECT_THAT(wired.text, HasSubstr("listen 127.77.202.1:21000; location /login"));
  EXPECT_THAT(wired.changes, Contains(HasSubstr("logins come in at that of line 5, not at that of "
                                                "line 4, line 6")));
}

TEST_F(NginxEntry, IsOfSeveralTheOneThatIsCalledAsTheLoginsHost) {
  EXPECT_THAT(with("server { listen 1; location / { proxy_pass http://auth; } }\n"
                   "server { listen 2; server_name a *.Example.com; location / { proxy_pass "
                   "http://auth; } }")
                  .text,
              HasSubstr("listen 127.77.202.1:21000; server_name a"));
}

TEST_F(NginxEntry, IsOtherwiseTheFirst) {
  const Wired wired = with(
      "server { listen 1; location /a { proxy_pass http://auth; } }\n"
      "server { listen 2; location /b { proxy_pass http://auth; } }");
  EXPECT_THAT(wired.text, HasSubstr("listen 127.77.202.1:21000; location /a"));
}

TEST_F(NginxEntry, IsNotChosenAmongOneServer) {
  EXPECT_THAT(with("server { location / { proxy_pass http://auth; } }").changes,
              Not(Contains(HasSubstr("several servers"))));
}

TEST_F(NginxEntry, DoesNotTurnLoginsAwayForTheirPlainHttp) {
  const Wired wired = with(
      "server { listen 443 ssl;\nif ($scheme = http) { return 301 https://$host$request_uri; }\n"
      "location / { if ($https = \"\") { rewrite ^ https://x/; }\nproxy_pass http://auth; } }\n"
      "server { listen 82; if ($scheme = http) { return 301 https://other; } }");
  EXPECT_THAT(wired.changes, Contains(AllOf(HasSubstr("line 5 is left out"),
                                            HasSubstr("would turn every login away"))));
  EXPECT_THAT(wired.changes, Contains(HasSubstr("line 6 is left out")));
  EXPECT_THAT(wired.text, HasSubstr("if ($scheme = http) { return 301 https://other; }"));
}

TEST_F(NginxEntry, SpeaksTlsWhereACertificateIsOver) {
  const auto text = [](const std::string& file) {
    return "events { }\nhttp {\nupstream auth { server a:1; }\nserver {\nlisten 443 ssl;\n"
           "ssl_certificate " +
           file + ";\nssl_certificate_key " + file +
           ";\n"
           "location / { proxy_pass http://auth; }\n}\n}\n";
  };
  EXPECT_THAT(good(text("x.pem")).text, HasSubstr("listen 127.77.202.1:21000;"));
  const std::string over = text(kExpiredCertificate);
  const std::string wired = of_a_fault(text("x.pem"), over);
  EXPECT_THAT(wired, AllOf(HasSubstr("listen 127.77.202.1:21000 ssl;"),
                           HasSubstr("ssl_certificate misfire-own/misfire-expired.pem;"),
                           HasSubstr("error_page 497 @misfire_plain;")));
  const auto checked =
      balancer_->check(wired, "user/nginx.conf", over, {{kExpiredCopy, *expired_certificate()}});
  EXPECT_TRUE(checked) << to_string(checked.error().front());
}

TEST_F(NginxEntry, NamesOtherConditionsOnTlsAsLimits) {
  const Wired wired = with(
      "server { if ($scheme = https) { set $a 1; }\nif ( $ssl_protocol ~ ^TLS ) { return 400; }\n"
      "location / { proxy_pass http://auth; } }");
  EXPECT_THAT(wired.limits, AllOf(Contains(HasSubstr("line 4: \"if ($scheme = https) {…}\"")),
                                  Contains(HasSubstr("line 5: \"if ( $ssl_protocol ~ ^TLS )"))));
  EXPECT_THAT(wired.changes, Not(Contains(HasSubstr("is left out"))));
}

TEST_F(NginxEntry, IsKnownByAVariableBeforeThePathOfTheRequest) {
  EXPECT_THAT(with("server { location / { set $backend auth; proxy_pass "
                   "http://$backend$request_uri; } }")
                  .text,
              AllOf(HasSubstr("listen 127.77.202.1:21000"),
                    HasSubstr("proxy_pass http://$backend$request_uri;")));
  EXPECT_THAT(with("server { location / { set $backend auth; proxy_pass "
                   "\"https://${backend}$request_uri\"; } }")
                  .text,
              HasSubstr("proxy_pass \"http://${backend}$request_uri\";"));
}

TEST_F(NginxEntry, ComparesWithThePortOfTheLoginsHereInsteadOfProductions) {
  const std::string location = "location / { proxy_pass http://auth; } }";
  EXPECT_THAT(with("server { listen 8080; listen 8443 ssl;\n"
                   "if ($server_port != 8443) { return 301 https://x; }\n"
                   "if ($server_port = \"8080\") { return 301 https://x; } " +
                   location)
                  .text,
              AllOf(HasSubstr("if ($server_port != 21000) {"),
                    HasSubstr("if ($server_port = \"8080\") {")));
  const Wired plain =
      with("server { listen 8080; if ( $server_port != 8080 ) { return 403; } " + location +
           "\nserver { listen 9; if ($server_port = 8080) { return 404; } }");
  EXPECT_THAT(plain.text, AllOf(HasSubstr("if ( $server_port != 21000 ) {"),
                                HasSubstr("if ($server_port = 8080) { return 404; }")));
  EXPECT_THAT(plain.changes, Contains(HasSubstr("compares with 21000, the port of the logins")));
}

TEST_F(NginxEntry, NamesOtherConditionsOnThePortAsLimits) {
  const Wired wired = with(
      "map $server_port $far { 8443 1; default 0; }\n"
      "server { listen 8443; if ($server_port ~ ^84) { return 403; }\nset $p \"x${server_port}\";\n"
      "location / { proxy_set_header X-Port $server_port; proxy_pass http://auth; } }");
  for (const char* line : {"line 4: \"map", "line 5: \"if", "line 6: \"set"}) {
    EXPECT_THAT(wired.limits,
                Contains(AllOf(HasSubstr(line), HasSubstr("logins come to port 21000 here"))));
  }
  EXPECT_THAT(wired.limits, Not(Contains(HasSubstr("line 7"))));
}

TEST_F(NginxEntry, StubStatusAtAnExpressionHasNoPathForTheExporter) {
  const std::string pool =
      "events { }\nhttp {\nupstream auth { server a:1; }\n"
      "server { location / { proxy_pass http://auth; } }\nserver { listen 81; location ";
  const Wired none = good(pool + "~ ^/status$ { stub_status; } }\n}\n");
  EXPECT_EQ(none.status_path, "");
  EXPECT_THAT(none.limits, Contains(HasSubstr("line 5: stub_status stands in a location that names "
                                              "no path")));
  EXPECT_EQ(good(pool + "=/status { stub_status; } }\n}\n").status_path, "/status");
}

}  // namespace
}  // namespace misfire
