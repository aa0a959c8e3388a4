#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "balancer/haproxy/config.hpp"
#include "base/files.hpp"
#include "paths.hpp"
#include "wiring_fixture.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class HaproxyWiring : public WiringFixture {
 protected:
  HaproxyWiring() : WiringFixture("haproxy", "user/lb.cfg", "127.77.201.1") {}
};

const std::string kRest =
    "frontend metrics\n  mode http\n  bind :8405\n  timeout client 1s\n  http-request use-service "
    "prometheus-exporter if { path /metrics }\n";
const std::string kSmall =
    "defaults\n  mode http\n  timeout client 5s\n  timeout server 5s\n  timeout connect 1s\n"
    "frontend fe\n  bind :8080\n  default_backend auth\nbackend auth\n";

TEST_F(HaproxyWiring, ARingsBackingFileIsLeftAlone) {
  const std::string ring = "ring buf\n  size 32768\n  backing-file /srv/ring.data\n";
  const Wired wired = good(kSmall + "  server a 10.0.0.1:80 check\n" + kRest + ring, 1);
  EXPECT_THAT(wired.text, HasSubstr("# backing-file /srv/ring.data\n"));
}

TEST_F(HaproxyWiring, WhatAFaultMakesTheBalancerSpeakIsSpokenAndWhatTheUserWroteIsNot) {
  const std::string plain = kSmall + "  server a 10.0.0.1:80 check\n" + kRest;
  const std::string told = kSmall + "  server a 10.0.0.1:80 check ssl verify none\n" + kRest;
  EXPECT_THAT(of_a_fault(plain, told), HasSubstr("check ssl verify none\n"));
  const std::string more =
      kSmall + "  server a 10.0.0.1:80 weight 9 check ssl verify none\n" + kRest;
  EXPECT_THAT(of_a_fault(told, more), AllOf(HasSubstr("weight 9"), Not(HasSubstr(" ssl"))));
}

TEST_F(HaproxyWiring, LoginsComeInWhereTheUserSaysWhereverAFaultSendsThem) {
  const std::string before = kSmall + "  server a 10.0.0.1:80 check\n" + kRest;
  std::string gone = before;
  const std::string route = "default_backend auth";
  ASSERT_NE(gone.find(route), std::string::npos);
  gone.replace(gone.find(route), route.size(), "# gone");
  EXPECT_FALSE(wire(gone));  // of a user's file it is a mistake
  EXPECT_THAT(of_a_fault(before, gone), HasSubstr("bind 127.77.201.1:21000\n"));
}

TEST_F(HaproxyWiring, TheFixtureRunsHere) {
  const std::string text = *read_file(fs::path(kSourceDir) / "fixtures/lb/haproxy.cfg");
  const Wired wired = good(text, 30);
  EXPECT_THAT(wired.text, HasSubstr("bind 127.77.201.1:21000\n"));
  EXPECT_THAT(wired.text, HasSubstr("bind 127.77.201.1:21001\n"));
  EXPECT_THAT(wired.text, HasSubstr("server auth2 127.77.201.1:21012 weight 100 maxconn 200 check "
                                    "inter 67ms fall 3 rise 2\n"));
  EXPECT_THAT(wired.text, HasSubstr("backend auth\n    timeout check 100ms\n"));
  EXPECT_THAT(wired.text,
              HasSubstr("stats socket ipv4@127.77.201.1:21002 level admin expose-fd listeners\n"));
  for (const char* gone :
       {"daemon", "user haproxy", "group haproxy", "chroot", "pidfile", "log /dev/log"}) {
    EXPECT_THAT(wired.text, HasSubstr(std::string("    # ") + gone));
  }
  EXPECT_THAT(wired.metrics_ports,
              UnorderedElementsAre(Pair(8080, "entry"), Pair(8405, "metrics")));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("go by the load are not scaled")));
}

TEST_F(HaproxyWiring, ARenamedFixtureRunsHereToo) {
  const std::string text = *read_file(fs::path(kSourceDir) / "fixtures/lb/renamed.cfg");
  const Wired wired = good(text, 30, "identity_pool");
  EXPECT_THAT(wired.text, HasSubstr("bind 127.77.201.1:21000 name plain\n"));
  EXPECT_THAT(wired.text, HasSubstr("server idp-c 127.77.201.1:21013\n"));
  EXPECT_THAT(wired.text, HasSubstr("default-server check inter 67ms"));
  EXPECT_THAT(wired.text, HasSubstr("# log 127.0.0.1:514"));
  EXPECT_THAT(wired.metrics_ports, UnorderedElementsAre(Pair(80, "entry"), Pair(9101, "metrics")));
}

TEST_F(HaproxyWiring, NoAddressOfTheUsersIsLeft) {
  const std::string text =
      "global\n  log 10.9.9.9:514 local0\n  log stdout format raw local0\n"
      "  stats socket /run/a.sock\n  stats socket 10.9.9.9:99 level admin\n"
      "peers mesh\n  peer one 10.9.9.9:1024\n  peer two 10.9.9.8:1024\n"
      "resolvers dns\n  nameserver a 10.9.9.9:53\n  parse-resolv-conf\n"
      "mailers post\n  mailer m 10.9.9.9:25\n"
      "ring logs\n  format rfc5424\n  server s 10.9.9.9:6514\n"
      "program helper\n  command /bin/false 10.9.9.9\n" +
      kSmall +
      "  source 10.9.9.9\n  option httpchk\n  http-check connect port 81 addr 10.9.9.9 ssl\n"
      "  http-check send meth GET uri /healthz\n  default-server check port 80 ssl verify none\n"
      "  server a 10.9.9.9:80 source 10.9.9.9 addr 10.9.9.9 agent-check agent-addr 10.9.9.9 "
      "agent-port 9 send-proxy\n  server b 10.9.9.9:80 resolvers dns weight 7\n"
      "backend other\n  server x 10.9.9.9:80 check\n  server y name.example:80\n"
      "listen stats\n  bind 10.9.9.9:9000,10.9.9.9:9001 name admin interface eth9\n  stats enable\n"
      "frontend tls\n  bind unix@/run/fe.sock mode 600\n  default_backend other\n" +
      kRest;
  const Wired wired = good(text);
  std::string active;
  for (std::size_t begin = 0; begin < wired.text.size();) {
    const std::size_t end = std::min(wired.text.find('\n', begin), wired.text.size());
    const std::string line = wired.text.substr(begin, end - begin);
    const std::size_t word = line.find_first_not_of(" \t");
    if (word != std::string::npos && line[word] != '#') active += line + "\n";
    begin = end + 1;
  }
  EXPECT_THAT(active, Not(HasSubstr("10.9.9.")));
  EXPECT_THAT(active, Not(HasSubstr("name.example")));
  EXPECT_THAT(active, Not(HasSubstr("/run/")));
  EXPECT_THAT(active, Not(HasSubstr("command")));
  EXPECT_THAT(active, HasSubstr("log stdout"));
  EXPECT_THAT(active, HasSubstr("server a 127.77.201.1:21011 no-ssl\n"));
  EXPECT_THAT(active, HasSubstr("server b 127.77.201.1:21012 no-ssl resolvers dns weight 7\n"));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("backend other has no servers here")));
  EXPECT_THAT(wired.changes, Contains(HasSubstr("server x of backend other is at")));
  EXPECT_EQ(wired.metrics_ports.at(9001), "other");

  const PartSpec spec = balancer_->part(wired.text, wiring_for(2));
  EXPECT_EQ(spec.ports.at("entry"), 21000);
  EXPECT_EQ(spec.ports.at("master"), 21003);
  EXPECT_THAT(spec.ports, Contains(Pair("spare0", 21050)));
  EXPECT_THAT(spec.ports, Not(Contains(Pair(testing::_, 21011))));
}

TEST_F(HaproxyWiring, ListenAndItsExporterShareTheEntry) {
  const Wired wired = good(
      "listen auth\n  mode http\n  timeout client 1s\n  timeout server 1s\n  timeout connect 1s\n"
      "  bind :80,:81\n  http-request use-service prometheus-exporter if { path /metrics }\n"
      "  server a 10.0.0.1:80\n");
  EXPECT_THAT(wired.text,
              HasSubstr("bind 127.77.201.1:21000,127.77.201.1:21001,127.77.201.1:21050"));
  EXPECT_TRUE(wired.text.starts_with("global\n    stats socket ipv4@127.77.201.1:21002"));
  EXPECT_EQ(wired.metrics_ports.at(80), "entry");
}

TEST_F(HaproxyWiring, TheEntryIsThePlainBindOfTheFrontendThatLeadsToThePool) {
  const Wired wired = good(
      "defaults\n  mode http\n  timeout client 1s\n  timeout server 1s\n  timeout connect 1s\n"
      "frontend first\n  bind :80\n  use_backend auth if { path /x }\n  default_backend other\n"
      "frontend second\n  bind :8443 accept-proxy\n  bind :8080\n  default_backend auth\n"
      "backend other\n  server o 10.0.0.9:1\nbackend auth\n  server a 10.0.0.1:1\n" +
      kRest);
  EXPECT_EQ(wired.metrics_ports.at(8080), "entry");
  EXPECT_EQ(wired.metrics_ports.at(80), "other");
  EXPECT_EQ(wired.metrics_ports.at(8443), "other");
}

TEST_F(HaproxyWiring, AnEntryThatSpeaksTlsSpeaksPlainHttpHere) {
  const Wired wired = good(
      "defaults\n  mode http\n  timeout client 1s\n  timeout server 1s\n  timeout connect 1s\n"
      "frontend fe\n  bind :443 ssl crt /nowhere/a.pem alpn h2,http/1.1 maxconn 9\n"
      "  default_backend auth\nbackend auth\n  server a 10.0.0.1:1\n" +
      kRest);
  EXPECT_THAT(wired.text, HasSubstr("bind 127.77.201.1:21000 maxconn 9\n"));
  EXPECT_THAT(wired.changes, Contains(HasSubstr("without \"ssl crt /nowhere/a.pem")));
}

TEST_F(HaproxyWiring, ChecksAreScaledAndDefaultsWrittenOut) {
  const Wired wired =
      good(kSmall +
               "  stick-table type ip size 1k expire 30m store http_req_rate(10s)\n"
               "  server a 10.0.0.1:1 check\n  server b 10.0.0.2:1 check inter 500 fastinter 1s "
               "downinter 1m slowstart 45s\n  server c 10.0.0.3:1\n" +
               kRest,
           30);
  EXPECT_THAT(wired.text, HasSubstr("server a 127.77.201.1:21011 inter 67ms check\n"));
  EXPECT_THAT(wired.text, HasSubstr("check inter 50ms fastinter 50ms downinter 2s slowstart 2s"));
  EXPECT_THAT(wired.text, HasSubstr("server c 127.77.201.1:21013\n"));
  EXPECT_THAT(wired.text, HasSubstr("backend auth\n    timeout check 100ms\n"));
  EXPECT_THAT(wired.text, HasSubstr("expire 60s store http_req_rate(10s)"));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("inter 500 cannot be shorter than 50ms")));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("slowstart 45s cannot be shorter")));
  EXPECT_THAT(wired.limits, Contains(HasSubstr("http_req_rate(10s)")));
}

TEST_F(HaproxyWiring, FirstChecksAreSpreadOverThePoolsOwnIntervalAtAnySpeed) {
  const std::string pool = kSmall + "  server a 10.0.0.1:80 check inter 3s\n" + kRest;
  const Wired wired = good(pool, 30);
  EXPECT_THAT(wired.text, HasSubstr("\nglobal\n    max-spread-checks 100ms\n"));
  EXPECT_THAT(wired.changes, Contains(HasSubstr("global gets \"max-spread-checks 100ms\"")));
  EXPECT_THAT(good("global\n  max-spread-checks 30s\n" + pool, 30).text,
              HasSubstr("\nglobal\n    max-spread-checks 100ms\n"));
  EXPECT_THAT(
      good("global\n  max-spread-checks 1500\n" + pool, 30).text,
      AllOf(HasSubstr("  max-spread-checks 50ms\n"), Not(HasSubstr("max-spread-checks 100ms"))))
      << "the user's own is shorter";
  EXPECT_THAT(good(pool, 1).text, Not(HasSubstr("max-spread-checks")));
  EXPECT_THAT(good(kSmall + "  server a 10.0.0.1:80\n" + kRest, 30).text,
              Not(HasSubstr("max-spread-checks")));
}

TEST_F(HaproxyWiring, WhatNoServerTakesBackIsDroppedFromTheDefaultServersOfThePool) {
  const std::string own = kSmall + "  default-server check proto h2 check-send-proxy inter 3s\n" +
                          "  server a 10.0.0.1:80\n" + kRest;
  EXPECT_THAT(good(own).text, HasSubstr("  default-server check inter 3s\n"));
  const std::string inherited =
      "defaults\n  mode http\n  timeout client 5s\n  timeout server 5s\n"
      "  timeout connect 1s\n  default-server check check-proto h2\n"
      "frontend fe\n  bind :8080\n  default_backend auth\n"
      "backend auth\n  server a 10.0.0.1:80\n" +
      kRest;
  EXPECT_THAT(good(inherited).text, HasSubstr("  default-server check\n"));
  EXPECT_THAT(
      of_a_fault(kSmall + "  default-server check\n  server a 10.0.0.1:80\n" + kRest,
                 kSmall + "  default-server check proto h2\n  server a 10.0.0.1:80\n" + kRest),
      HasSubstr("default-server check proto h2\n"))
      << "a fault's word is meant";
}

TEST_F(HaproxyWiring, ChecksInTlsBecomeChecksThatTakeAnyAnswer) {
  const Wired wired =
      good(kSmall + "  option ssl-hello-chk\n  server a 10.0.0.1:80 check\n" + kRest);
  EXPECT_THAT(wired.text, HasSubstr("  option httpchk GET /\n    http-check expect rstatus .\n"));
  EXPECT_THAT(wired.changes, Contains(HasSubstr("line 10: \"option ssl-hello-chk\" becomes")));
  EXPECT_THAT(good(kSmall + "  option ssl-hello-chk\n  server a 10.0.0.1:80\n" + kRest).text,
              HasSubstr("  option ssl-hello-chk\n"))
      << "nobody is checked";
  EXPECT_THAT(good(kSmall +
                   "  option ssl-hello-chk\n  option httpchk GET /up\n"
                   "  server a 10.0.0.1:80 check\n" +
                   kRest)
                  .text,
              HasSubstr("  option ssl-hello-chk\n  option httpchk GET /up\n"))
      << "the last one counts";
}

TEST_F(HaproxyWiring, ChecksThatSpeakAnotherProtocolAreRefusedWithTheirLine) {
  const auto wired = wire(kSmall + "  option redis-check\n  server a 10.0.0.1:80 check\n" + kRest);
  ASSERT_FALSE(wired);
  EXPECT_THAT(wired.error().message, HasSubstr("backend auth (option redis-check) speak what no"));
  EXPECT_THAT(wired.error().hint, HasSubstr("option httpchk GET /PATH"));
  EXPECT_EQ(*wired.error().where, (Position{"user/lb.cfg", 10, 10}));
}

TEST_F(HaproxyWiring, AWrittenCheckTimeoutIsScaledWhereItStands) {
  const Wired wired = good(
      "defaults\n  mode http\n  timeout client 5s\n  timeout server 5s\n  timeout connect 1s\n"
      "  timeout check 15s\nfrontend fe\n  bind :8080\n  default_backend auth\nbackend auth\n"
      "  server a 10.0.0.1:1 check inter 10s\n" +
          kRest,
      10);
  EXPECT_THAT(wired.text, HasSubstr("timeout check 1500ms\n"));
  EXPECT_THAT(wired.text, HasSubstr("inter 1s\n"));
  EXPECT_THAT(wired.text, HasSubstr("backend auth\n  server a"));
}

TEST_F(HaproxyWiring, AtSpeedOneNoTimerIsTouched) {
  const Wired wired = good(kSmall + "  server a 10.0.0.1:1 check inter 2s\n" + kRest, 1);
  EXPECT_THAT(wired.text, HasSubstr("check inter 2s\n"));
  EXPECT_THAT(wired.text, Not(HasSubstr("timeout check")));
  EXPECT_THAT(wired.limits, IsEmpty());
}

TEST_F(HaproxyWiring, MisconfiguredWeightsSurvive) {
  const std::string text =
      kSmall + "  server a 10.0.0.1:1 weight 100\n  server b 10.0.0.2:1\n" + kRest;
  const auto config = balancer_->parse(text, "user/lb.cfg", "auth");
  ASSERT_TRUE(config);
  const auto edited = misfire::apply(
      text, dynamic_cast<const HaproxyConfig&>(**config).set_param(0, "weight", "200"));
  EXPECT_THAT(good(*edited).text, HasSubstr("server a 127.77.201.1:21011 weight 200\n"));
}

TEST_F(HaproxyWiring, CarriageReturnsAndAMissingLastLineFeedSurvive) {
  std::string text = kRest + kSmall + "  server a 10.0.0.1:1 check inter 2s";
  std::string crlf;
  for (const char c : text + "\n") crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_THAT(good(crlf, 4).text, HasSubstr("inter 500ms\r\n"));
  const auto wired = wire(text, 4);
  ASSERT_TRUE(wired);
  EXPECT_THAT(wired->text, HasSubstr("inter 500ms\nglobal\n")) << "what follows has its own line";
}

TEST_F(HaproxyWiring, WhatCannotBeWiredIsSaidWithAHint) {
  const auto lonely = wire("backend auth\n  server a :1\n" + kRest);
  ASSERT_FALSE(lonely);
  EXPECT_THAT(to_string(lonely.error()), HasSubstr("user/lb.cfg:1:1: no frontend leads to"));
  const auto blind = wire(kSmall + "  server a :1\n");
  ASSERT_TRUE(blind) << "whether anybody scrapes it is known elsewhere";
  EXPECT_FALSE(blind->exporter);
  EXPECT_THAT(blind->limits, Contains(HasSubstr("no frontend serves HAProxy's Prometheus")));
  auto config = balancer_->parse(kSmall + "  server a :1\n" + kRest, "lb.cfg", "auth");
  const auto few = balancer_->wire(**config, wiring_for(3));
  ASSERT_FALSE(few);
  EXPECT_THAT(few.error().hint, HasSubstr("count = 1"));
  EXPECT_THAT(std::vector<ErrorCode>({lonely.error().code, few.error().code}),
              Each(ErrorCode::usage));
}

TEST_F(HaproxyWiring, HaproxysComplaintNamesTheUsersFileAndLine) {
  const std::string text = "global\n\nbackend a\n  balancee roundrobin\n  option nonsense\n";
  const auto checked = balancer_->check(text, "user/lb.cfg", text);
  ASSERT_FALSE(checked);
  ASSERT_EQ(checked.error().size(), 2u) << "every complaint is a mistake of its own";
  const Error& first = checked.error().front();
  EXPECT_EQ(first.code, ErrorCode::usage);
  EXPECT_THAT(first.message, HasSubstr("unknown keyword 'balancee'"));
  EXPECT_THAT(first.message, Not(HasSubstr("/tmp")));
  EXPECT_EQ(first.where, (Position{"user/lb.cfg", 4, 3}));
  EXPECT_EQ(checked.error().back().where, (Position{"user/lb.cfg", 5, 10}));
}

TEST_F(HaproxyWiring, OtherLinesThatAComplaintSpeaksOfAreTheUsersAsWell) {
  const std::string text = "\nbackend a\nbackend a\n";
  const std::string runs =
      "global\n  maxconn 9\n" + origin_mark({"user/lb.cfg", 1, 1}) + "\n" + text;
  const auto checked = balancer_->check(runs, "user/lb.cfg", text);
  ASSERT_FALSE(checked);
  const Error& first = checked.error().front();
  EXPECT_EQ(first.where->line, 3);
  EXPECT_THAT(first.message, HasSubstr("declared at user/lb.cfg:2"));
}

TEST_F(HaproxyWiring, TheCheckRunsWithTheUsersArguments) {
  const std::string text = "global\nlisten a\n  bind :80\n  mode http\n";
  // -dW makes an error of every warning; the missing timeouts are one.
  for (const auto& [args, accepted] : {std::pair(std::vector<std::string>{}, true),
                                       {{"-dW"}, false},
                                       {{"--no-such-option"}, false}}) {
    const auto haproxy = make_balancer("haproxy", "a", {}, args);
    ASSERT_TRUE(haproxy);
    const auto checked = (*haproxy)->check(text, "user/lb.cfg", text);
    EXPECT_EQ(checked.has_value(), accepted);
    EXPECT_TRUE(checked || checked.error().front().code == ErrorCode::usage);
  }
}

TEST(MakeBalancer, AnUnknownKindNamesTheKnown) {
  const auto made = make_balancer("haproxi", "auth", {}, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::usage);
  EXPECT_THAT(made.error().hint, HasSubstr("haproxy"));
}

}  // namespace
}  // namespace misfire
