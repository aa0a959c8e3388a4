// Rules about checks, timeouts, limits and retries.
#include "haproxy_cases.hpp"

namespace misfire {
namespace {

const std::string kTwo = " server a 10.0.0.1:80 check\n server b 10.0.0.2:80 check\n";

TEST(HaproxyChecks, AServerWithoutOneIsTold) {
  haproxy_finds("no-check", "backend b\n server a 10.0.0.1:80 check\n server @@b 10.0.0.2:80\n");
  haproxy_finds("no-check",
                "defaults\n default-server check\nbackend b\n server a 10.0.0.1:80\n server @@b "
                "10.0.0.2:80 no-check\n");
  haproxy_is_quiet("no-check",
                   "defaults\n default-server check\nbackend b\n server a 10.0.0.1:80\n server b "
                   "10.0.0.2:80\n");
  haproxy_is_quiet(
      "no-check",
      "backend b\n server a 10.0.0.1:80 track c/a\n server b 10.0.0.2:80 agent-check\n");
  haproxy_is_quiet("no-check",
                   "backend b\n server a 10.0.0.1:80 \"$MORE\"\n server b 10.0.0.2:80 check\n");
  haproxy_is_quiet("no-check", "backend b\n server a 10.0.0.1:80\n");
}

TEST(HaproxyChecks, ANameThatLooksLikeAParameterIsNone) {
  haproxy_finds("no-check",
                "backend b\n server @@a 10.0.0.1:80 cookie check\n server b 10.0.0.2:80 check\n");
}

TEST(HaproxyChecks, HttpIsAskedForHttp) {
  haproxy_finds("check-layer4-only", "backend b\n mode http\n server a 10.0.0.1:80 @@check\n");
  haproxy_finds("check-layer4-only",
                "defaults\n option httpchk\nbackend b\n mode http\n no option httpchk\n server a "
                "10.0.0.1:80 @@check\n");
  haproxy_is_quiet("check-layer4-only", "backend b\n mode tcp\n" + kTwo);
  haproxy_is_quiet("check-layer4-only",
                   "defaults\n mode http\n option httpchk\nbackend b\n" + kTwo);
  haproxy_is_quiet("check-layer4-only", "backend b\n mode http\n option tcp-check\n" + kTwo);
  haproxy_is_quiet("check-layer4-only",
                   "backend b\n mode http\n.if defined(X)\n option httpchk\n.endif\n" + kTwo);
}

TEST(HaproxyChecks, TcpCheckNeedsARule) {
  haproxy_finds("tcp-check-without-rules", "defaults\n @@option tcp-check\nbackend b\n" + kTwo);
  haproxy_is_quiet("tcp-check-without-rules",
                   "backend b\n option tcp-check\n tcp-check expect string x\n" + kTwo);
}

TEST(HaproxyChecks, ErrorsAreNoSuccess) {
  const auto expects = [](const std::string& rest) {
    return "backend b\n http-check expect " + rest + "\n";
  };
  haproxy_finds("check-accepts-errors", expects("@@status 200-599"));
  haproxy_finds("check-accepts-errors", expects("min-recv 3 @@status 200,503"));
  haproxy_finds("check-accepts-errors", expects("@@status 200-499"));
  haproxy_finds("check-accepts-errors", expects("@@rstatus ^[2345]"));
  haproxy_finds("check-accepts-errors", expects("! @@rstatus ^5"));
  haproxy_is_quiet("check-accepts-errors", expects("status 200-399"));
  haproxy_is_quiet("check-accepts-errors", expects("status 404"));
  haproxy_is_quiet("check-accepts-errors", expects("rstatus ^2"));
  haproxy_is_quiet("check-accepts-errors", expects("! rstatus ^[45]"));
  haproxy_is_quiet("check-accepts-errors", expects("status \"$OK\""));
  haproxy_is_quiet("check-accepts-errors", expects("rstring status"));
}

TEST(HaproxyChecks, SlowOnesAreMeasuredFromIntervalAndFall) {
  haproxy_finds("check-slow", "backend b\n server a 10.0.0.1:80 check @@inter 20s fall 3\n");
  haproxy_finds("check-slow", "backend b\n server a 10.0.0.1:80 check @@fall 30\n");
  haproxy_is_quiet("check-slow",
                   "backend b\n server a 10.0.0.1:80 check inter 20s fall 3 fastinter 1s\n");
  haproxy_is_quiet("check-slow", "backend b\n server a 10.0.0.1:80 check inter \"$I\" fall 300\n");
  haproxy_is_quiet("check-slow", "backend b\n server a 10.0.0.1:80 inter 90s\n");
}

TEST(HaproxyChecks, TheAlertBudgetIsTheLimitWhereItIsKnown) {
  AuditContext context;
  context.alert_budget = model_seconds(10);
  const std::string text = "backend b\n server a 10.0.0.1:80 check @@inter 5s\n";
  haproxy_finds("check-slow", text, context);
  haproxy_is_quiet("check-slow", "backend b\n server a 10.0.0.1:80 check inter 5s\n");
}

TEST(HaproxyChecks, TimeoutsLeaveTimeToAnswer) {
  haproxy_finds("check-timeout-tiny", "defaults\n @@timeout check 5ms\nbackend b\n" + kTwo);
  haproxy_finds("check-timeout-tiny", "backend b\n server a 10.0.0.1:80 check @@inter 50\n");
  haproxy_is_quiet("check-timeout-tiny",
                   "backend b\n timeout check 1s\n server a 10.0.0.1:80 check inter 50\n");
}

TEST(HaproxyChecks, FallRiseAndPort) {
  haproxy_finds("fall-one", "backend b\n server a 10.0.0.1:80 check @@fall 1\n");
  haproxy_is_quiet("fall-one", "backend b\n server a 10.0.0.1:80 check fall 2\n");
  haproxy_finds("rise-slow", "backend b\n server a 10.0.0.1:80 check @@rise 100\n");
  haproxy_is_quiet("rise-slow", "backend b\n server a 10.0.0.1:80 check rise 10\n");
  haproxy_finds("check-elsewhere",
                "backend b\n mode http\n server a 10.0.0.1:80 check @@port 81\n");
  haproxy_is_quiet("check-elsewhere",
                   "backend b\n mode http\n server a 10.0.0.1:80 check port 80\n");
  haproxy_is_quiet("check-elsewhere", "backend b\n server a 10.0.0.1:80 check port 81\n");
}

TEST(HaproxyTimeouts, AMissingOneIsToldWhereItIsMissing) {
  haproxy_finds(
      "timeout-missing",
      "@@frontend f\n bind :80\n default_backend b\nbackend b\n timeout server 1s\n timeout "
      "connect 1s\n" +
          kTwo);
  haproxy_finds("timeout-missing",
                "@@defaults\n timeout connect 1s\n timeout client 1s\nbackend b\n" + kTwo +
                    "backend c\n" + kTwo);
  haproxy_is_quiet(
      "timeout-missing",
      "defaults\n timeout connect 1s\n timeout client 1s\n timeout server 1s\nlisten b\n "
      "bind :80\n" +
          kTwo);
}

TEST(HaproxyTimeouts, TinyAndHugeOnesAreTold) {
  haproxy_finds("timeout-tiny", "defaults\n @@timeout server 30\n timeout connect 5s\n");
  haproxy_finds("timeout-tiny", "defaults\n @@timeout connect 5\n");
  haproxy_is_quiet("timeout-tiny", "defaults\n timeout server 5000\n timeout client \"$T\"\n");
  haproxy_finds("timeout-huge", "defaults\n mode http\n @@timeout server 1h\n timeout tunnel 1h\n");
  haproxy_finds("timeout-huge", "defaults\n mode http\n @@timeout client 0\n");
  haproxy_is_quiet("timeout-huge", "defaults\n mode tcp\n timeout server 1h\n");
  haproxy_is_quiet("timeout-tiny", "defaults\n timeout client 0\n");
}

TEST(HaproxyChecks, AHandshakeIsMoreThanAConnection) {
  const std::string head = "backend b\n mode http\n server a 10.0.0.1:443 ";
  haproxy_is_quiet("check-layer4-only", head + "check ssl verify none\n");
  haproxy_is_quiet("check-layer4-only", head + "check check-ssl port 8443\n");
  // To another port it is made only if asked for.
  haproxy_finds("check-layer4-only", head + "ssl verify none @@check port 8080\n");
}

TEST(HaproxyTimeouts, AZeroIsNoneOfItsOwn) {
  haproxy_is_quiet("unequal-timeouts",
                   "listen l\n bind :1\n timeout client 0\n timeout server 1h\n" + kTwo);
  // Requests in the queue then wait for as long as a connection may take.
  haproxy_is_quiet("timeout-huge", "defaults\n mode http\n timeout queue 0\n");
  haproxy_is_quiet("timeout-huge", "defaults\n mode http\n timeout http-request 0\n");
  haproxy_finds("timeout-huge", "defaults\n mode http\n @@timeout server 0s\n");
  const std::string pool = " server a 10.0.0.1:80 maxconn 5\n";
  haproxy_finds("no-queue-timeout", "@@backend b\n timeout queue 0\n" + pool);
  haproxy_finds("no-queue-timeout",
                "defaults\n timeout queue 5s\n@@backend b\n timeout queue 0\n" + pool);
  haproxy_is_quiet("no-queue-timeout",
                   "defaults\n timeout queue 0\nbackend b\n timeout queue 5s\n" + pool);
  haproxy_finds("no-http-request-timeout",
                "@@frontend f\n mode http\n bind :80\n timeout http-request 0\n");
}

TEST(HaproxyTimeouts, OneInAVariableOrUnderIfIsNotKnown) {
  haproxy_is_quiet(
      "no-queue-timeout",
      "backend b\n.if defined(X)\n timeout queue 0\n.endif\n server a 10.0.0.1:80 maxconn 5\n");
  haproxy_is_quiet("no-queue-timeout",
                   "backend b\n timeout queue \"$T\"\n server a 10.0.0.1:80 maxconn 5\n");
}

TEST(HaproxyTimeouts, RequestQueueAndBothSides) {
  haproxy_finds("no-http-request-timeout", "@@frontend f\n mode http\n bind :80\n");
  haproxy_is_quiet("no-http-request-timeout",
                   "defaults\n mode http\n timeout http-request 5s\nfrontend f\n bind :80\n");
  haproxy_is_quiet("no-http-request-timeout", "frontend f\n mode tcp\n bind :80\n");
  haproxy_is_quiet("no-http-request-timeout", "frontend f\n mode http\n bind 127.0.0.1:80\n");
  haproxy_finds("no-queue-timeout", "@@backend b\n server a 10.0.0.1:80 maxconn 5\n");
  haproxy_is_quiet("no-queue-timeout", "backend b\n server a 10.0.0.1:80\n");
  haproxy_finds("unequal-timeouts",
                "listen l\n bind :1\n @@timeout client 1m\n timeout server 1h\n" + kTwo);
  haproxy_is_quiet(
      "unequal-timeouts",
      "listen l\n mode http\n bind :1\n timeout client 1m\n timeout server 1h\n" + kTwo);
}

TEST(HaproxyLimits, FewerInThanThroughIsTold) {
  const std::string pool =
      "backend b\n server a 10.0.0.1:80 maxconn 300\n server b 10.0.0.2:80 maxconn 300";
  haproxy_finds("maxconn-low",
                "frontend f\n bind :80\n @@maxconn 500\n default_backend b\n" + pool + "\n");
  haproxy_finds("maxconn-low", "global\n @@maxconn 16\n");
  haproxy_finds(
      "maxconn-low",
      "global\n @@maxconn 500\nfrontend f\n bind :80\n default_backend b\n" + pool + "\n");
  haproxy_is_quiet("maxconn-low",
                   "frontend f\n bind :80\n maxconn 600\n default_backend b\n" + pool + "\n");
  haproxy_is_quiet("maxconn-low", "frontend f\n bind :80\n maxconn 500\n default_backend b\n" +
                                      pool + "\n server c 10.0.0.3:80\n");
  haproxy_finds("maxconn-above-global",
                "global\n maxconn 200\nfrontend f\n bind :80\n @@maxconn 300\n");
  haproxy_is_quiet("maxconn-above-global",
                   "global\n maxconn 300\nfrontend f\n bind :80\n maxconn 300\n");
}

TEST(HaproxyLimits, CapacityIsKnownFromASystemFileOnly) {
  AuditContext context;
  context.backends = BackendsSpec{};
  const std::string text = "backend b\n server a 10.0.0.1:80 @@maxconn 20\n";
  haproxy_finds("maxconn-above-capacity", text, context);
  haproxy_is_quiet("maxconn-above-capacity", "backend b\n server a 10.0.0.1:80 maxconn 19\n",
                   context);
  haproxy_is_quiet("maxconn-above-capacity", "backend b\n server a 10.0.0.1:80 maxconn 20\n");
}

TEST(HaproxyLimits, WhatNoCounterShows) {
  haproxy_finds("rate-limit-sessions", "frontend f\n @@rate-limit sessions 30\n");
  haproxy_finds("silent-drop", "frontend f\n http-request @@silent-drop if TRUE\n");
  haproxy_finds("silent-drop", "frontend f\n tcp-request connection @@silent-drop if TRUE\n");
  haproxy_is_quiet("silent-drop", "frontend f\n http-request deny if { path /silent-drop }\n");
}

TEST(HaproxyRetries, RedispatchHoldsOrNot) {
  haproxy_finds("no-redispatch", "@@backend b\n" + kTwo);
  haproxy_finds("no-redispatch",
                "defaults\n option redispatch\nbackend b\n @@no option redispatch\n" + kTwo);
  haproxy_finds("no-redispatch", "backend b\n @@option redispatch 0\n" + kTwo);
  haproxy_is_quiet("no-redispatch", "defaults\n option redispatch\nbackend b\n" + kTwo);
  haproxy_is_quiet("no-redispatch",
                   "defaults x\n option redispatch\ndefaults y from x\nbackend b from y\n" + kTwo);
  haproxy_is_quiet("no-redispatch", "backend b\n server a 10.0.0.1:80\n");
  haproxy_is_quiet("no-redispatch",
                   "defaults\n.if defined(X)\n option redispatch\n.endif\nbackend b\n" + kTwo);
}

TEST(HaproxyRetries, TooFewAndTooMany) {
  haproxy_finds("no-retries", "defaults\n @@retries 0\nbackend b\n" + kTwo);
  haproxy_is_quiet("no-retries", "backend b\n retries 1\n" + kTwo);
  haproxy_finds("retry-storm", "defaults\n @@retries 50\nbackend b\n" + kTwo);
  haproxy_is_quiet("retry-storm", "backend b\n retries 3\n" + kTwo);
}

TEST(HaproxyRetries, WhatWasSentIsNotSentAgain) {
  haproxy_finds("retry-repeats-requests",
                "backend b\n mode http\n retry-on conn-failure @@response-timeout\n" + kTwo);
  // A connection that ends without an answer may have carried a part of the request, or all.
  haproxy_finds("retry-repeats-requests",
                "backend b\n mode http\n retry-on conn-failure @@empty-response\n" + kTwo);
  for (const char* event : {"junk-response", "401", "404", "425", "501"}) {
    haproxy_finds("retry-repeats-requests",
                  std::string("backend b\n mode http\n retry-on @@") + event + "\n" + kTwo);
  }
  haproxy_is_quiet("retry-repeats-requests",
                   "backend b\n mode http\n retry-on conn-failure 0rtt-rejected\n" + kTwo);
  haproxy_is_quiet("retry-repeats-requests", "backend b\n mode http\n retry-on none\n" + kTwo);
  haproxy_is_quiet("retry-repeats-requests", "backend b\n mode http\n retry-on \"$ON\"\n" + kTwo);
  haproxy_is_quiet("retry-repeats-requests",
                   "backend b\n mode http\n retry-on 503\n http-request disable-l7-retry if "
                   "METH_POST\n" +
                       kTwo);
}

}  // namespace
}  // namespace misfire
