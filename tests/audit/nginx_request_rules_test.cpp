// Each rule about how nginx hands requests on finds its mistake where it stands, and is quiet at a
// near miss.
#include "nginx_cases.hpp"

namespace misfire {
namespace {

const std::string kPool = "upstream a { server b:1; server c:1; server d:1; }\n";

std::string location(const std::string& inside, const std::string& around = "") {
  return kPool + "server { " + around + "\nlocation / {\n proxy_pass http://a;\n " + inside +
         "\n} }";
}

TEST(NginxRequestRules, RetriesAreNotOff) {
  const std::string rule = "nginx/no-next-upstream";
  nginx_finds(rule, location("proxy_next_upstream @@off;"));
  nginx_finds(rule, location("", "proxy_next_upstream @@off;"));
  nginx_is_quiet(rule, location("proxy_next_upstream error;", "proxy_next_upstream off;"));
  nginx_is_quiet(rule, "server { location / { proxy_pass http://x; proxy_next_upstream off; } }");
}

TEST(NginxRequestRules, APostIsNotRepeated) {
  const std::string rule = "nginx/retry-repeats-requests";
  nginx_finds(rule, location("proxy_next_upstream error @@non_idempotent;"));
  nginx_is_quiet(rule, location("proxy_next_upstream error http_503;"));
  nginx_is_quiet(
      rule, location("proxy_next_upstream error non_idempotent;", "proxy_next_upstream_tries 1;"));
}

TEST(NginxRequestRules, RetriesOfAnswersAreLimited) {
  const std::string rule = "nginx/retry-storm";
  nginx_finds(rule, whole(location("proxy_next_upstream error @@http_500 http_502;")));
  nginx_finds(rule,
              whole(location("proxy_next_upstream @@http_503; proxy_next_upstream_tries 0;")));
  nginx_is_quiet(rule,
                 whole(location("proxy_next_upstream http_503; proxy_next_upstream_tries 2;")));
  nginx_is_quiet(
      rule, whole(location("proxy_next_upstream http_503;", "proxy_next_upstream_timeout 5s;")));
  nginx_is_quiet(rule, whole(location("proxy_next_upstream error timeout;")));
}

TEST(NginxRequestRules, NoAnswerTakesHours) {
  const std::string rule = "nginx/read-timeout-huge";
  nginx_finds(rule, location("proxy_read_timeout @@1h;"));
  nginx_is_quiet(rule, location("proxy_read_timeout 10m;"));
  nginx_is_quiet(rule, location("proxy_read_timeout 1d; proxy_set_header Upgrade $http_upgrade;"));
  nginx_is_quiet(rule, "server { location / { grpc_pass grpc://x:1; grpc_read_timeout 1h; } }");
  nginx_is_quiet(rule, location("proxy_read_timeout $slow;"));
}

TEST(NginxRequestRules, AHealthyAnswerIsInTime) {
  const std::string rule = "nginx/read-timeout-tiny";
  nginx_finds(rule, location("proxy_read_timeout @@8ms;"));
  nginx_is_quiet(rule, location("proxy_read_timeout 1s;"));
  // Three workers at 100 ms and a queue of 30 take 1.1 s.
  AuditContext context;
  context.backends = BackendsSpec{};
  context.backends->capacity = {3, model_seconds(0.1), 30};
  nginx_finds(rule, location("proxy_read_timeout @@1s;"), context);
  nginx_is_quiet(rule, location("proxy_read_timeout 2s;"), context);
}

TEST(NginxRequestRules, ConnectingIsQuick) {
  nginx_finds("nginx/connect-timeout-long", location("proxy_connect_timeout @@60s;"));
  nginx_is_quiet("nginx/connect-timeout-long", location("proxy_connect_timeout 10s;"));
  nginx_is_quiet("nginx/connect-timeout-long", location(""));
  nginx_finds("nginx/connect-timeout-missing",
              whole(kPool + "server { location / { proxy_pass @@http://a; } "
                            "location /b { proxy_pass http://a; } }"));
  nginx_is_quiet("nginx/connect-timeout-missing",
                 whole(location("", "proxy_connect_timeout 60s;")));
  nginx_is_quiet("nginx/connect-timeout-missing",
                 whole("upstream a { server b; } server { location / { proxy_pass http://a; } }"));
}

TEST(NginxRequestRules, AVariableNeedsAResolver) {
  const std::string rule = "nginx/no-resolver";
  nginx_finds(
      rule, whole("server { set $to auth.example.com; location / { proxy_pass @@http://$to; } }"));
  nginx_finds(rule, whole("server { location / { proxy_pass @@http://$host; } }"));
  // A snippet: the resolver may stand in the http that includes it.
  nginx_is_quiet(rule, "server { location / { proxy_pass http://$host; } }");
  nginx_is_quiet(rule,
                 whole("resolver 10.0.0.2; server { location / { proxy_pass http://$host; } }"));
  nginx_is_quiet(
      rule,
      whole(kPool + "map $x $to { default a; } server { location / { proxy_pass http://$to; } }"));
  nginx_is_quiet(rule, whole("server { set $to 10.0.0.1; location / { proxy_pass http://$to; } }"));
  nginx_is_quiet(rule, whole("server { location / { proxy_pass http://$unknown; } }"));
  nginx_finds(rule, whole("server { set $to auth.example.com; location / { proxy_pass "
                          "@@http://$to$request_uri; } }"));
  nginx_is_quiet(
      rule, whole(kPool + "server { set $to a; location / { proxy_pass http://${to}$uri; } }"));
}

TEST(NginxRequestRules, AnIfOnlyReturnsOrRewrites) {
  const std::string rule = "nginx/if-in-location";
  nginx_finds(rule, "server { location / { if ($x) { @@proxy_pass http://b:1; } } }");
  nginx_finds(rule, "server { location / { if ($x) { set $y 1; @@add_header A b; } } }");
  nginx_is_quiet(rule, "server { location / { if ($x) { return 403; } } }");
  nginx_is_quiet(rule, "server { if ($x) { rewrite ^ /y last; } }");
}

TEST(NginxRequestRules, HeadersOfTheLevelAboveAreNotLost) {
  const std::string rule = "nginx/headers-lost";
  const std::string above =
      "proxy_set_header Host $host; proxy_set_header X-Request-Id $request_id;";
  nginx_finds(rule, location("@@proxy_set_header Upgrade $http_upgrade;", above));
  nginx_is_quiet(rule, location("", above));
  nginx_is_quiet(rule, location(above + "proxy_set_header A b;", above));
  nginx_is_quiet(rule, location("proxy_set_header A b;", "proxy_set_header Accept-Encoding \"\";"));
}

TEST(NginxRequestRules, SlashesOfLocationAndPassGoTogether) {
  const std::string rule = "nginx/path-joined";
  nginx_finds(rule, "server { location /api { proxy_pass @@http://b:1/; } }");
  nginx_is_quiet(rule, "server { location /api/ { proxy_pass http://b:1/; } }");
  nginx_is_quiet(rule, "server { location /api { proxy_pass http://b:1; } }");
  nginx_is_quiet(rule, "server { location = /api { proxy_pass http://b:1/; } }");
}

TEST(NginxRequestRules, CertificatesOfServersAreVerifiedByTheirName) {
  const std::string unverified = "nginx/backend-tls-unverified", name = "nginx/backend-tls-name";
  const std::string tls = kPool + "server { location / { proxy_pass @@https://a; ";
  nginx_finds(unverified, whole(tls + "} }"));
  nginx_finds(unverified, whole(tls + "proxy_ssl_verify off; } }"));
  nginx_finds(name, whole(tls + "proxy_ssl_verify on; } }"));
  const std::string quiet = kPool + "server { location / { proxy_pass https://a; ";
  nginx_is_quiet(unverified, whole(quiet + "proxy_ssl_verify on; } }"));
  nginx_is_quiet(name, whole(quiet + "proxy_ssl_verify on; proxy_ssl_name auth.example.com; } }"));
  nginx_is_quiet(name, whole(quiet + "} }"));
  nginx_is_quiet(unverified, whole(location("")));
}

}  // namespace
}  // namespace misfire
