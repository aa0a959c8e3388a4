// Rules about frontends, masked failures, TLS, exposure, metrics, logs and the process.
#include "haproxy_cases.hpp"

namespace misfire {
namespace {

const std::string kTwo = " server a 10.0.0.1:80 check\n server b 10.0.0.2:80 check\n";
const std::string kPool = "backend b\n" + kTwo;

TEST(HaproxyRouting, WhatNoRuleTakesIsTold) {
  const std::string head = "frontend f\n mode http\n bind :80\n use_backend b if { path /x }\n";
  haproxy_finds("no-default-backend", "@@" + head + kPool);
  haproxy_is_quiet("no-default-backend", head + " default_backend b\n" + kPool);
  haproxy_is_quiet("no-default-backend", head + " http-request deny\n" + kPool);
  haproxy_is_quiet("no-default-backend",
                   "frontend f\n mode http\n bind :80\n use_backend b if acme\n redirect scheme "
                   "https unless acme\n" +
                       kPool);
  haproxy_is_quiet("no-default-backend", head + " use_backend %[path]\n" + kPool);
  haproxy_is_quiet("no-default-backend",
                   "frontend f\n mode tcp\n bind :80\n use_backend b if TRUE\n");
}

TEST(HaproxyRouting, WhatIsNeverReachedIsTold) {
  haproxy_finds("unreachable-rule",
                "frontend f\n use_backend b\n @@use_backend c if { path /x }\n");
  haproxy_finds("unreachable-rule",
                "frontend f\n use_backend b if { path /x }\n @@use_backend c if { path /x }\n");
  haproxy_is_quiet("unreachable-rule",
                   "frontend f\n use_backend b if { path /x }\n use_backend c if { path /y }\n");
  // HAProxy goes no further where there is no backend of that name.
  haproxy_finds("unreachable-rule", "frontend f\n use_backend %[path]\n @@use_backend c if TRUE\n");
  haproxy_is_quiet("unreachable-rule",
                   "frontend f\n use_backend %[path] if { path /x }\n use_backend c if TRUE\n");
  haproxy_is_quiet("unreachable-rule",
                   "frontend f\n.if defined(X)\n use_backend b\n.endif\n use_backend c if TRUE\n");
}

TEST(HaproxyRouting, ABackendWithoutTrafficIsTold) {
  haproxy_finds("unused-backend",
                "frontend f\n default_backend b\n" + kPool + "@@backend c\n" + kTwo);
  haproxy_is_quiet("unused-backend", "frontend f\n use_backend %[path]\nbackend c\n" + kTwo);
  haproxy_is_quiet("unused-backend", kPool);
  // A filter's own file says which backend its agents are.
  haproxy_is_quiet("unused-backend",
                   "frontend f\n filter spoe engine e config /etc/haproxy/spoe.cfg\n "
                   "default_backend b\n" +
                       kPool + "backend c\n" + kTwo);
  haproxy_is_quiet("unused-backend", "frontend f\n http-request lua.ask b /x\n" + kPool);
  haproxy_is_quiet("unused-backend", "frontend f\n default_backend b\n" + kPool +
                                         "backend table\n stick-table type ip size 1m\n");
}

TEST(HaproxyMasking, HealthAddressesKnowThePool) {
  haproxy_finds("monitor-uri-blind", "frontend f\n bind :80\n @@monitor-uri /up\n");
  haproxy_is_quiet("monitor-uri-blind",
                   "frontend f\n bind :80\n monitor-uri /up\n monitor fail if { nbsrv(b) lt 1 }\n");
}

TEST(HaproxyMasking, FailuresKeepTheirStatus) {
  haproxy_finds("masked-status", "defaults\n @@errorloc302 503 /sorry\n");
  haproxy_finds("masked-status",
                "backend b\n @@http-response set-status 200 if { status 500:599 }\n");
  haproxy_is_quiet("masked-status", "defaults\n errorloc302 403 /login\n errorfile 503 /x.http\n");
  haproxy_is_quiet("masked-status", "backend b\n http-response set-status 503 if { status 500 }\n");
  haproxy_is_quiet("masked-status", "backend b\n http-response set-status 204 if { path /gone }\n");
}

TEST(HaproxyMasking, HaproxysOwnFailuresKeepTheirStatusAsWell) {
  haproxy_finds("masked-status",
                "frontend f\n @@http-after-response set-status 200 if { status ge 500 }\n");
  haproxy_finds("masked-status", "frontend f\n @@http-after-response set-status 200\n");
  haproxy_finds("masked-status",
                "frontend f\n @@http-after-response set-status 200 reason \"OK\"\n");
  haproxy_is_quiet("masked-status",
                   "frontend f\n http-after-response set-status 503 if { status 500 }\n");
  haproxy_is_quiet("masked-status",
                   "frontend f\n http-after-response set-status 204 if { path /gone }\n");
}

TEST(HaproxyMasking, WhatIsLetThroughBeforeDoesReachTheServers) {
  const std::string bind = "frontend f\n bind :80\n";
  const std::string page = " http-request return status 200\n default_backend b\n" + kPool;
  haproxy_is_quiet("maintenance-page", bind + " http-request allow if { src 10.0.0.0/8 }\n" + page);
  haproxy_is_quiet("maintenance-page",
                   bind + ".if defined(X)\n http-request allow\n.endif\n" + page);
  haproxy_is_quiet("maintenance-page",
                   "defaults d\n http-request allow if { src 10.0.0.0/8 }\nfrontend f from d\n "
                   "bind :80\n" +
                       page);
  haproxy_finds("maintenance-page", bind +
                                        " http-request deny if { src 10.0.0.0/8 }\n "
                                        "@@http-request return status 200\n http-request allow\n "
                                        "default_backend b\n" +
                                        kPool);
}

TEST(HaproxyMasking, PagesForEverybodyAndCachesForEverything) {
  haproxy_finds(
      "maintenance-page",
      "frontend f\n bind :80\n @@http-request return status 200\n default_backend b\n" + kPool);
  haproxy_is_quiet("maintenance-page",
                   "frontend f\n bind :80\n http-request return status 200 if { path /x }\n "
                   "default_backend b\n" +
                       kPool);
  haproxy_is_quiet("maintenance-page", "frontend f\n bind :80\n http-request return status 404\n");
  haproxy_finds("cache-everything", "frontend f\n @@http-request cache-use c\n");
  haproxy_is_quiet("cache-everything",
                   "frontend f\n http-request cache-use c if { path_beg /s }\n");
}

TEST(HaproxyTls, VerificationVersionsAndGroups) {
  haproxy_finds("ssl-verify-none", "backend b\n server a 10.0.0.1:443 ssl @@verify none\n");
  haproxy_finds("ssl-verify-none", "global\n @@ssl-server-verify none\n");
  const std::string verified = "backend b\n server a 10.0.0.1:443 ssl verify required ca-file c\n";
  haproxy_is_quiet("ssl-verify-none", "global\n ssl-server-verify none\n" + verified);
  haproxy_finds("ssl-verify-none",
                "global\n @@ssl-server-verify none\n" + verified + " server b 10.0.0.2:443 ssl\n");
  haproxy_is_quiet("ssl-verify-none", "backend b\n server a 10.0.0.1:443 verify none\n");
  haproxy_finds("old-tls", "global\n ssl-default-bind-options @@ssl-min-ver TLSv1.0\n");
  haproxy_finds("old-tls", "frontend f\n bind :443 ssl crt x @@force-tlsv11\n");
  haproxy_is_quiet("old-tls", "frontend f\n bind :443 ssl crt x ssl-min-ver TLSv1.2\n");
  haproxy_finds("weak-dh", "global\n @@tune.ssl.default-dh-param 1024\n");
  haproxy_is_quiet("weak-dh", "global\n tune.ssl.default-dh-param 2048\n");
}

TEST(HaproxyExposure, StatisticsAreForOperators) {
  haproxy_finds("stats-exposed", "listen s\n bind :9000\n @@stats enable\n stats uri /\n");
  haproxy_is_quiet("stats-exposed", "listen s\n bind 127.0.0.1:9000\n stats enable\n");
  haproxy_is_quiet("stats-exposed", "listen s\n bind :9000\n stats enable\n stats auth a:b\n");
  haproxy_finds("stats-password-in-clear",
                "listen s\n bind :9000\n stats enable\n @@stats auth a:secret\n");
  haproxy_is_quiet("stats-password-in-clear",
                   "listen s\n bind :9000 ssl crt x\n stats enable\n stats auth a:secret\n");
  haproxy_is_quiet("stats-password-in-clear",
                   "listen s\n bind 127.0.0.1:1\n stats auth a:secret\n");
}

TEST(HaproxyExposure, TheRuntimeApiIsNotForTheNetwork) {
  haproxy_finds("runtime-api-exposed", "global\n stats socket @@ipv4@0.0.0.0:9999 level admin\n");
  haproxy_finds("runtime-api-exposed", "global\n stats socket @@*:9999\n");
  haproxy_is_quiet("runtime-api-exposed", "global\n stats socket *:9999 level user\n");
  haproxy_is_quiet("runtime-api-exposed", "global\n stats socket /run/h.sock level admin\n");
  haproxy_is_quiet("runtime-api-exposed", "global\n stats socket 127.0.0.1:9999 level admin\n");
}

TEST(HaproxyMetrics, SomebodyMustSeeWhatItDoes) {
  haproxy_finds("no-metrics", "@@global\n daemon\n" + kPool);
  haproxy_is_quiet("no-metrics", "global\n stats socket /x\n" + kPool);
  haproxy_is_quiet("no-metrics", kPool);
  haproxy_finds("no-prometheus", "@@global\n stats socket /x\n" + kPool);
  haproxy_is_quiet("no-prometheus",
                   "global\nfrontend m\n http-request use-service prometheus-exporter\n" + kPool);
}

TEST(HaproxyLogs, FrontendsSayWhatTheyDid) {
  haproxy_finds("no-log", "@@frontend f\n bind :80\n");
  haproxy_finds("no-log", "global\n daemon\ndefaults\n @@log global\nfrontend f\n bind :80\n");
  haproxy_is_quiet("no-log", "frontend f\n bind :80\n no log\n");
  haproxy_is_quiet("no-log", "global\n log /dev/log local0\nfrontend f\n bind :80\n log global\n");
  haproxy_finds("no-httplog", "@@frontend f\n mode http\n bind :80\n log global\n");
  haproxy_is_quiet("no-httplog",
                   "frontend f\n mode http\n bind :80\n log global\n log-format %ci\n");
  haproxy_is_quiet("no-httplog", "frontend f\n mode http\n bind :80\n no log\n");
  haproxy_finds("no-forwardfor", "@@frontend f\n mode http\n bind :80\n" + kPool);
  haproxy_is_quiet("no-forwardfor",
                   "frontend f\n mode http\n bind :80\n" + kPool + " option forwardfor\n");
}

TEST(HaproxyOperation, TheProcessCanBeTalkedToAndEnds) {
  haproxy_finds("no-runtime-api", "@@global\n daemon\n" + kPool);
  haproxy_is_quiet("no-runtime-api", "global\n stats socket /x\n" + kPool);
  haproxy_finds("no-hard-stop", "@@global\n daemon\n" + kPool);
  haproxy_is_quiet("no-hard-stop", "global\n hard-stop-after 1m\n" + kPool);
}

TEST(HaproxyOperation, OutdatedDirectivesAreTold) {
  haproxy_finds("outdated-directive", "global\n @@nbproc 2\ndefaults\n @@option forceclose\n");
  haproxy_finds("outdated-directive",
                "backend b\n option httpchk GET / @@HTTP/1.1\\r\\nHost:\\ x\n");
  haproxy_is_quiet("outdated-directive",
                   "backend b\n option httpchk GET / HTTP/1.1\n grace-period\n");
}

TEST(HaproxyRules, SayEverythingThatTheirPagesNeed) {
  EXPECT_GE(haproxy_rules().size(), 55u);
  std::string last;
  for (const HaproxyRule& rule : haproxy_rules()) {
    const RuleDoc& doc = rule.doc;
    EXPECT_LT(last, doc.id);
    EXPECT_TRUE(doc.id.starts_with("haproxy/")) << doc.id;
    EXPECT_NE(doc.topic, Topic::none) << doc.id;
    for (const std::string* text : {&doc.title, &doc.why, &doc.fix, &doc.bad, &doc.good}) {
      EXPECT_FALSE(text->empty()) << doc.id;
    }
    last = doc.id;
  }
}

}  // namespace
}  // namespace misfire
