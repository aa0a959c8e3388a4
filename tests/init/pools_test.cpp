#include "init/pools.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kHaproxy[] = R"(defaults
  mode http
  option httpchk HEAD /alive
frontend fe
  bind :80
  acl sign_in path_beg -i /api/login /api/logout
  acl from_outside hdr(host) -m end .example.com
  use_backend workers if sign_in from_outside
  use_backend images if { path_end .png } !{ path_beg /api/session }
  default_backend web
backend web
  server w1 10.0.0.1:80
backend workers
  balance source
  option httpchk GET /up?deep=1
  server a 10.0.1.1:80
  server b 10.0.1.2:80
backend images
  server i 10.0.2.1:80
backend unused
  server u 10.0.3.1:80
listen metrics
  bind :8404
  http-request use-service prometheus-exporter if { path /metrics }
)";

PoolGuess pool(const std::vector<PoolGuess>& pools, const std::string& name) {
  for (const PoolGuess& one : pools) {
    if (one.name == name) return one;
  }
  ADD_FAILURE() << "no pool " << name;
  return {};
}

TEST(HaproxyPools, AreThoseThatSomethingLeadsTo) {
  const auto pools = haproxy_pools(kHaproxy, "h.cfg");
  ASSERT_EQ(pools.size(), 3u);
  EXPECT_EQ(pool(pools, "web").login_path, "") << "the default";
  EXPECT_EQ(pool(pools, "workers").login_path, "/api/login");
  EXPECT_EQ(pool(pools, "images").login_path, "") << "what is negated does not lead there";
}

TEST(HaproxyPools, TellHowTheyAreCheckedAndChosen) {
  const auto pools = haproxy_pools(kHaproxy, "h.cfg");
  EXPECT_EQ(pool(pools, "workers").ready, "/up");
  EXPECT_EQ(pool(pools, "web").ready, "/alive") << "of the defaults";
  EXPECT_TRUE(pool(pools, "workers").by_address);
  EXPECT_FALSE(pool(pools, "web").by_address);
  EXPECT_THAT(pool(pools, "web").exporter_ports, ElementsAre(8404));
}

TEST(HaproxyPools, AListenSectionLeadsToItself) {
  const auto pools = haproxy_pools(R"(listen login
  bind :80
  server a 10.0.1.1:80
  server b 10.0.1.2:80
)",
                                   "h.cfg");
  ASSERT_EQ(pools.size(), 1u);
  EXPECT_EQ(pools.front().name, "login");
  EXPECT_EQ(pools.front().login_path, "") << "whatever comes";
  EXPECT_EQ(pools.front().servers.size(), 2u);
}

TEST(HaproxyPools, ATemplateIsAsManyServersAsItMakes) {
  const auto pools = haproxy_pools(R"(frontend fe
  bind :80
  default_backend login
backend login
  server-template auth 2-4 auth.internal:8080 check
backend unknown
  server-template x "${MANY}" x.internal:8080
)",
                                   "h.cfg");
  ASSERT_EQ(pools.size(), 1u);
  ASSERT_EQ(pools.front().servers.size(), 3u);
  EXPECT_EQ(pools.front().servers.front().name, "auth2");
  EXPECT_EQ(pools.front().servers.front().address, "auth.internal");
}

TEST(HaproxyPools, ATextWithMistakesHasNone) {
  EXPECT_THAT(haproxy_pools("backend \"x\n", "h.cfg"), IsEmpty());
  EXPECT_THAT(nginx_pools("http { upstream a {", "n.conf"), IsEmpty());
}

constexpr char kNginx[] = R"(events {}
http {
  upstream front { server f1:80; }
  upstream core { ip_hash; server c1:80; server c2:80; }
  upstream unused { server u:80; }
  server {
    server_name *.example.org sso.example.org;
    location / { proxy_pass http://front; }
    location /static { proxy_pass http://core; }
    location ~ ^/(session|logout) { proxy_pass http://core; }
    location = /status { stub_status; }
  }
}
)";

TEST(NginxPools, KnowThePathAndTheHostOfTheLogins) {
  const auto pools = nginx_pools(kNginx, "n.conf");
  ASSERT_EQ(pools.size(), 2u);
  EXPECT_EQ(pool(pools, "core").login_path, "/session") << "of two, the one that speaks of logins";
  EXPECT_EQ(pool(pools, "core").login_host, "sso.example.org");
  EXPECT_TRUE(pool(pools, "core").by_address);
  EXPECT_EQ(pool(pools, "front").login_path, "");
  EXPECT_TRUE(pool(pools, "front").has_status);
}

TEST(Rank, PrefersWhatSpeaksOfLogins) {
  auto pools = haproxy_pools(kHaproxy, "h.cfg");
  rank(pools);
  EXPECT_EQ(pools.front().name, "workers") << "by its path";
  EXPECT_THAT(pools.front().why, Contains(HasSubstr("/api/login leads to it")));
  auto more = nginx_pools(
      "http { upstream web { server a; server b; } upstream keycloak { server k; }\n"
      "server { location / { proxy_pass http://web; } location /x { proxy_pass http://keycloak; } "
      "} }",
      "n.conf");
  rank(more);
  EXPECT_EQ(more.front().name, "keycloak");
}

TEST(Rank, WithoutAnyHintTakesTheDefaultWithMostServers) {
  auto pools = haproxy_pools(
      "frontend f\n bind :80\n use_backend a if { path /a }\n default_backend b\n"
      "backend a\n server s 1.1.1.1:1\n server t 1.1.1.2:1\n server u 1.1.1.3:1\n"
      "backend b\n server s 1.1.1.1:1\n server t 1.1.1.2:1\n",
      "h.cfg");
  rank(pools);
  EXPECT_EQ(pools.front().name, "b");
  EXPECT_THAT(pools.front().why, ElementsAre(HasSubstr("whatever nobody else takes")));
}

}  // namespace
}  // namespace misfire
