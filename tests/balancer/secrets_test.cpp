// What of balancers' configurations is secret: no program is asked.
#include <gmock/gmock.h>

#include "balancer/haproxy/adapter.hpp"
#include "balancer/nginx/adapter.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const HaproxyAdapter kHaproxy(fs::path("/nonexistent/haproxy"), "auth", {});
const NginxAdapter kNginx(fs::path("/nonexistent/nginx"), {});

struct SecretLine {
  const char* section;
  const char* line;
  const char* kept;  // of the line
};

TEST(HaproxySecrets, OfEveryKindOfLineAreHidden) {
  const SecretLine rows[] = {
      {"global", "setenv DATABASE_URL postgres://app:hunter@db/x", "setenv DATABASE_URL "},
      {"global", "setenv DATABASE_URL app:hunter@tcp(db)/x", "setenv DATABASE_URL "},
      {"defaults", "errorloc 503 https://u:hunter@e/x", "errorloc 503 "},
      {"frontend f", "http-request set-uri https://u:hunter@h/x if TRUE", " if TRUE"},
      {"frontend f", "http-request redirect location https://u:hunter@h/x", "redirect location "},
      {"frontend f", "monitor-uri /alive?token=hunter", "monitor-uri "},
      {"frontend f", "http-request set-query token=hunter if TRUE", "set-query <secret> if TRUE"},
      {"frontend f", "http-request set-header X-Real \"Bearer hunter\"", "set-header X-Real "},
      {"frontend f", "acl a5 query -m sub token=hunter", "acl a5 query -m sub "},
      {"frontend f", "acl a8 http_auth_bearer -m str hunter", "http_auth_bearer -m str "},
      {"frontend f", "acl a9 http_auth_pass -m str hunter", "http_auth_pass -m str "},
      {"frontend f", "acl a13 req.hdr(X-Api-Key),hmac(sha256,hunter) -m found", " -m found"},
      {"frontend f", "acl a14 req.hdr(Authorization),jwt_verify(txn.alg,\"hunter\") 1", "acl a14 "},
      {"fcgi-app a", "set-param AUTH_TOKEN hunter", "set-param AUTH_TOKEN "},
      {"program p", "command /usr/bin/curl --token hunter -s http://h", "curl --token <secret> -s"},
      {"program p", "command /usr/bin/curl https://u:hunter@h", "command /usr/bin/curl "},
      {"frontend f", "stats auth admin:hunter", "stats auth "},
  };
  for (const SecretLine& row : rows) {
    const std::string text = std::string(row.section) + "\n  " + row.line + "\n";
    const std::string hidden = kHaproxy.without_secrets(text);
    EXPECT_THAT(hidden, Not(HasSubstr("hunter"))) << row.line;
    EXPECT_THAT(hidden, HasSubstr(row.kept)) << row.line;
    EXPECT_EQ(kHaproxy.secrets(text).hide("'hunter': missing"), "'<secret>': missing") << row.line;
  }
}

TEST(HaproxySecrets, WhatOnlyLooksLikeOneStays) {
  const std::string text =
      "frontend f\n  bind ipv4@10.0.0.1:8443,quic4@10.0.0.1:8443\n"
      "  http-request set-var(txn.alg) http_auth_bearer,jwt_header_query('$.alg')\n"
      "  http-request deny unless { var(txn.bearer),jwt_verify(txn.alg,/etc/haproxy/jwt.pem) 1 }\n"
      "  http-request set-header X-Sum %[src,hmac(sha256,txn.salt)]\n"
      "  http-request redirect location https://%[req.hdr(host)]/x?token=%[urlp(token)]\n"
      "  http-response set-header Cache-Control \"max-age=3600\"\n"
      "  http-request auth realm \"Basic authentication\"\n";
  EXPECT_EQ(kHaproxy.without_secrets(text), text);
  EXPECT_TRUE(kHaproxy.secrets(text).empty());
}

TEST(NginxSecrets, OfEveryKindOfDirectiveAreHidden) {
  const std::pair<const char*, const char*> rows[] = {
      {"env DATABASE_URL=postgres://u:hunter@h/d;", "env DATABASE_URL=postgres://u:<secret>@h/d;"},
      {"env API_TOKEN=hunter;", "env API_TOKEN=<secret>;"},
      {"env DSN=app:hunter@tcp(db)/x;", "env DSN=app:<secret>@tcp(db)/x;"},
      {"fastcgi_param DATABASE_URL postgres://u:hunter@h/d;",
       "fastcgi_param DATABASE_URL postgres://u:<secret>@h/d;"},
      {"proxy_set_header Cookie \"$http_cookie; admin=hunter\";",
       "proxy_set_header Cookie <secret>;"},
      {"proxy_set_header Authorization \"$scheme hunter\";",
       "proxy_set_header Authorization <secret>;"},
      {"if ($args ~ \"token=hunter\") { return 403; }", "if ($args ~ \"token=<secret>\") {"},
      {"if ($args ~ token=hunter) { return 403; }", "if ($args ~ token=<secret>) {"},
      {"return 302 https://u:hunter@h/;", "return 302 https://u:<secret>@h/;"},
      {"set $x \"say \\\"Bearer hunter12\\\"\";", "set $x <secret>;"},
      {"set $api_token \"https://u:hunter@h/?token=other1\";", "set $api_token <secret>;"},
  };
  for (const auto& [directive, shown] : rows) {
    const std::string hidden = kNginx.without_secrets(directive);
    EXPECT_THAT(hidden, HasSubstr(shown)) << directive;
    EXPECT_THAT(hidden, Not(HasSubstr("hunter"))) << directive;
    EXPECT_THAT(kNginx.secrets(directive).hide(directive), Not(HasSubstr("hunter"))) << directive;
  }
}

TEST(NginxSecrets, WhatOnlyLooksLikeOneStays) {
  const std::string text =
      "env PATH;\nproxy_set_header Cookie $http_cookie;\nset $token $arg_token$cookie_token;\n"
      "rewrite ^ /x?token=$arg_token last;\nadd_header Cache-Control \"max-age=3600\";\n"
      "auth_basic \"Basic authentication\";\nlimit_req_zone $uri zone=one:10m rate=9r/s;\n";
  EXPECT_EQ(kNginx.without_secrets(text), text);
  EXPECT_TRUE(kNginx.secrets(text).empty());
}

}  // namespace
}  // namespace misfire
