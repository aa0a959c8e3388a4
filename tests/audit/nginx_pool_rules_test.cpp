// Each rule about nginx's upstreams finds its mistake where it stands, and is quiet at a near miss.
#include "nginx_cases.hpp"

namespace misfire {
namespace {

TEST(NginxPoolRules, ABackupAtTheSameAddressGetsNoSecondShare) {
  const auto model =
      parse_nginx("upstream a { server 10.0.0.1:80; server 10.0.0.1:80 backup; }", "nginx.conf");
  ASSERT_TRUE(model);
  const AuditContext context;
  for (const NginxRule& rule : nginx_rules()) {
    if (rule.doc.id != "nginx/duplicate-address") continue;
    const auto places = rule.check(NginxSubject{*model, context});
    ASSERT_EQ(places.size(), 1u);
    EXPECT_NE(places[0].message.find("fails together with it"), std::string::npos)
        << places[0].message;
  }
}

TEST(NginxPoolRules, MaxFailsZeroIsNoPassiveCheck) {
  const std::string rule = "nginx/no-passive-checks";
  nginx_finds(rule, "upstream a {\n server a:1;\n server b:1 @@max_fails=0;\n}\n");
  nginx_is_quiet(rule, "upstream a {\n server a:1 max_fails=3;\n server b:1;\n}\n");
  nginx_is_quiet(rule, "upstream a {\n server a:1 max_fails=0;\n}\n");  // one is never taken out
  nginx_is_quiet(rule,
                 "upstream a {\n server a:1;\n server b:1;\n server c:1 max_fails=0 down;\n}");
}

TEST(NginxPoolRules, AServerIsLeftOutInTimeAndNotForHours) {
  const std::string rule = "nginx/passive-checks-slow";
  nginx_finds(rule, "upstream a { server a:1 @@max_fails=100; server b:1; }");
  nginx_finds(rule, "upstream a { server a:1 max_fails=3 @@fail_timeout=1h; server b:1; }");
  nginx_is_quiet(rule, "upstream a { server a:1 max_fails=20 fail_timeout=60s; server b:1; }");
}

TEST(NginxPoolRules, AHeavyServerIsFoundAndACanaryIsNone) {
  const std::string rule = "nginx/weights-out-of-proportion";
  nginx_finds(rule,
              "http {\n upstream a {\n  server a:1 @@weight=200;\n  server b:1 weight=25;\n"
              "  server c:1 weight=25;\n }\n}\n");
  nginx_finds(rule, "upstream a { server a:1; server b:1 @@weight=4; }");
  nginx_is_quiet(rule, "upstream a { server a:1; server b:1 weight=3; }");
  nginx_is_quiet(rule, "upstream a { server a:1 weight=50; server b:1 weight=50; server c:1; }");
  nginx_is_quiet(rule, "upstream a { server a:1; server b:1; server c:1 weight=9 backup; }");
  nginx_finds(rule, "upstream a { server a:1 @@weight=3; server b:1; server c:1; }");
}

TEST(NginxPoolRules, OneServerOfAnotherMachineIsTooFew) {
  const std::string rule = "nginx/one-server-pool";
  nginx_finds(rule, "upstream a { server @@10.0.0.1:80; }");
  nginx_is_quiet(rule, "upstream a { server app.internal:80; }");  // may be several addresses
  nginx_is_quiet(rule, "upstream a { server unix:/run/php.sock; }");
  nginx_is_quiet(rule, "upstream a { server 10.0.0.1; server 10.0.0.2 backup; }");
}

TEST(NginxPoolRules, OneAddressIsOneServer) {
  const std::string rule = "nginx/duplicate-address";
  nginx_finds(rule, "upstream a {\n server 10.0.0.1:80;\n server @@10.0.0.1 weight=2;\n}\n");
  nginx_is_quiet(rule, "upstream a { server 10.0.0.1:80; server 10.0.0.1:81; }");
  nginx_is_quiet(rule, "upstream a { server b:80; }\nupstream c { server b:80; }");
}

TEST(NginxPoolRules, BackupsAndDownServersShareNothing) {
  const std::string rule = "nginx/standing-by";
  nginx_finds(rule, "upstream a { server a; server b @@backup; server c backup; }");
  nginx_finds(rule, "upstream a { server a; server b weight=3 @@down; server c down; }");
  nginx_is_quiet(rule, "upstream a { server a; server b backup; }");
  nginx_is_quiet(rule, "upstream a { server a; server b; server c down; }");
}

TEST(NginxPoolRules, KeptConnectionsNeedHttp11AndNoClose) {
  const std::string rule = "nginx/keepalive-unused";
  const std::string pool = "upstream a { server b:1; server c:1; keepalive 8; }\n";
  const std::string both = "proxy_http_version 1.1; proxy_set_header Connection \"\";";
  nginx_finds(rule, whole(pool + "server { location / { proxy_pass @@http://a; } }"));
  nginx_finds(
      rule,
      whole(pool + "server { location / { proxy_pass @@http://a; proxy_http_version 1.1; } }"));
  // Its own header drops those above.
  nginx_finds(rule, whole(pool + "server { " + both +
                          "location / { proxy_set_header Host $host; proxy_pass @@http://a; } }"));
  nginx_finds(rule, whole(pool + "server { location / { fastcgi_pass @@a; } }"));
  nginx_is_quiet(rule, whole(pool + "server { " + both + "location / { proxy_pass http://a; } }"));
  nginx_is_quiet(rule, whole(pool + "server { location / { grpc_pass grpc://a; } }"));
  nginx_is_quiet(rule, whole(pool + "server { location = /healthz { proxy_pass http://a; } }"));
  nginx_is_quiet(rule,
                 whole(pool + "server { location / { proxy_pass http://a; proxy_http_version 1.1; "
                              "proxy_set_header Connection $connection_upgrade; } }"));
}

TEST(NginxPoolRules, AHashNeedsSomethingThatDiffers) {
  const std::string rule = "nginx/hash-of-constant";
  nginx_finds(rule, "upstream a { hash @@$server_name; server a; server b; }");
  nginx_finds(rule, "upstream a { hash @@\"${scheme}x\" consistent; server a; server b; }");
  nginx_is_quiet(rule, "upstream a { hash $server_name$request_uri; server a; server b; }");
  nginx_is_quiet(rule, "upstream a { hash $scheme; server a; server b down; }");
}

TEST(NginxPoolRules, AHashOfManyServersIsConsistent) {
  const std::string rule = "nginx/hash-not-consistent";
  nginx_finds(rule, "upstream a { @@hash $request_uri; server a; server b; server c; }");
  nginx_is_quiet(rule,
                 "upstream a { hash $request_uri consistent; server a; server b; server c; }");
  nginx_is_quiet(rule, "upstream a { hash $request_uri; server a; server b; }");
}

TEST(NginxPoolRules, BehindAProxyAddressesTellNothing) {
  const std::string rule = "nginx/hash-of-a-proxy";
  const std::string proxied = "server { listen 80 proxy_protocol; }";
  nginx_finds(rule, "upstream a { @@ip_hash; server a; server b; }" + proxied);
  nginx_finds(rule, "upstream a { @@hash $remote_addr consistent; server a; server b; }" + proxied);
  nginx_is_quiet(rule, "upstream a { ip_hash; server a; server b; }");
  // The usual log format names the header and says nothing.
  nginx_is_quiet(rule,
                 "log_format main '$http_x_forwarded_for';"
                 "upstream a { ip_hash; server a; server b; }");
  nginx_is_quiet(rule,
                 "set_real_ip_from 10.0.0.0/8; real_ip_header proxy_protocol;"
                 "upstream a { ip_hash; server a; server b; }" +
                     proxied);
}

TEST(NginxPoolRules, NamesOfCloudsMove) {
  const std::string rule = "nginx/name-resolved-once";
  const std::string name = "api-1.eu-west-1.elb.amazonaws.com";
  nginx_finds(rule, "upstream a { server @@" + name + ":443; }");
  nginx_finds(rule, "server { location / { proxy_pass @@https://" + name + "; } }");
  nginx_is_quiet(rule, "upstream a { server " + name + ":443 resolve; }");
  nginx_is_quiet(rule, "server { set $x " + name + "; location / { proxy_pass https://$x; } }");
  nginx_is_quiet(rule, "upstream a { server auth1.internal:443; }");
}

TEST(NginxPoolRules, WorkersCountTogetherOnlyInAZone) {
  const std::string pool = "server a:1 max_fails=3 max_conns=9; server b:1; }";
  nginx_finds("nginx/fails-counted-per-worker",
              "worker_processes auto; http { upstream @@a { " + pool + " }");
  nginx_finds("nginx/max-conns-per-worker",
              "worker_processes 4; http { upstream a { server a:1 max_fails=3 @@max_conns=9; } }");
  for (const char* rule : {"nginx/fails-counted-per-worker", "nginx/max-conns-per-worker"}) {
    nginx_is_quiet(rule, "worker_processes auto; http { upstream a { zone a 64k; " + pool + " }");
    nginx_is_quiet(rule, "worker_processes 1; http { upstream a { " + pool + " }");
    nginx_is_quiet(rule, "http { upstream a { " + pool + " }");
  }
}

TEST(NginxPoolRules, AnAddressInAPassIsOneMachine) {
  const std::string rule = "nginx/pass-to-address";
  nginx_finds(rule,
              "server { location / { proxy_pass @@http://10.0.0.1:9001/; } "
              "location /b { proxy_pass http://10.0.0.1:9001; } }");
  nginx_is_quiet(rule, "server { location / { proxy_pass http://127.0.0.1:9001; } }");
  nginx_is_quiet(rule, "server { location / { proxy_pass http://app:9001; } }");
}

}  // namespace
}  // namespace misfire
