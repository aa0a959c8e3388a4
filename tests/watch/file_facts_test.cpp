// What is read out of a file for a watch: only what a running balancer tells, too, and only what
// the file really fixes.
#include <gtest/gtest.h>

#include "balancer/haproxy/model.hpp"
#include "balancer/nginx/model.hpp"
#include "watch/haproxy/file_facts.hpp"
#include "watch/nginx/file_facts.hpp"

namespace misfire::watch {
namespace {

Facts haproxy(const std::string& backend) {
  return file_facts(parse_haproxy(backend, "haproxy.cfg").value());
}

std::string value(const Facts& facts, const std::string& server, Aspect aspect) {
  const std::string* found = told(facts, {"auth", server}, aspect);
  return found == nullptr ? "not told" : *found;
}

TEST(WatchedHaproxyFile, TellsWhatAServerLineFixes) {
  const Facts facts = haproxy(
      "backend auth\n  balance leastconn\n"
      "  server a1 10.0.0.1:9001 weight 100 maxconn 20 check backup disabled\n");
  EXPECT_EQ(value(facts, "a1", Aspect::presence), "present");
  EXPECT_EQ(value(facts, "a1", Aspect::weight), "100");
  EXPECT_EQ(value(facts, "a1", Aspect::address), "10.0.0.1:9001");
  EXPECT_EQ(value(facts, "a1", Aspect::maxconn), "20");
  EXPECT_EQ(value(facts, "a1", Aspect::state), "maintenance");
  EXPECT_EQ(value(facts, "a1", Aspect::check), "on");
  EXPECT_EQ(value(facts, "a1", Aspect::agent), "off");
  EXPECT_EQ(value(facts, "a1", Aspect::backup), "yes");
  EXPECT_EQ(value(facts, "", Aspect::algorithm), "leastconn");
}

TEST(WatchedHaproxyFile, KnowsTheDefaultsAndWhatIsInherited) {
  const Facts facts = haproxy(
      "defaults\n  balance hdr(Host)\n  default-server weight 7 maxconn 5 check disabled\n"
      "backend auth\n  default-server maxconn 9\n  server a1 10.0.0.1:1\n"
      "  server a2 10.0.0.2:1 enabled no-check weight 8 minconn 12\n"
      "defaults\nbackend other\n  server b1 10.0.0.3:1\n");
  EXPECT_EQ(value(facts, "a1", Aspect::weight), "7");
  EXPECT_EQ(value(facts, "a1", Aspect::maxconn), "9");
  EXPECT_EQ(value(facts, "a1", Aspect::state), "maintenance");
  EXPECT_EQ(value(facts, "a1", Aspect::check), "on");
  EXPECT_EQ(value(facts, "a2", Aspect::state), "ready");
  EXPECT_EQ(value(facts, "a2", Aspect::check), "off");
  EXPECT_EQ(value(facts, "a2", Aspect::maxconn), "12");
  EXPECT_EQ(value(facts, "", Aspect::algorithm), "hdr");
  EXPECT_EQ(*told(facts, {"other", "b1"}, Aspect::weight), "1");
  EXPECT_EQ(told(facts, {"other", ""}, Aspect::algorithm), nullptr);  // differs between versions
}

TEST(WatchedHaproxyFile, DoesNotTellWhatSomethingElseDecides) {
  const Facts facts = haproxy(
      "backend auth\n  balance random(2)\n"
      "  server agent 10.0.0.1:1 agent-check weight 50\n"
      "  server variable \"$ADDRESS:80\" weight \"$WEIGHT\"\n"
      "  server port 10.0.0.1\n  server mapped 10.0.0.1:+1000\n  server socket unix@/run/a\n"
      "  server-template srv 2 _http._tcp.auth.internal:80\n"
      ".if feature(OPENSSL)\n  server tls 10.0.0.9:1\n.endif\n");
  EXPECT_EQ(value(facts, "agent", Aspect::weight), "not told");
  EXPECT_EQ(value(facts, "agent", Aspect::state), "not told");
  EXPECT_EQ(value(facts, "agent", Aspect::agent), "on");
  for (const char* server : {"variable", "port", "mapped", "socket", "srv1"}) {
    EXPECT_EQ(value(facts, server, Aspect::address), "not told") << server;
  }
  EXPECT_EQ(value(facts, "variable", Aspect::weight), "not told");
  EXPECT_EQ(value(facts, "srv2", Aspect::weight), "not told");  // SRV records have weights
  EXPECT_EQ(value(facts, "srv2", Aspect::presence), "present");
  EXPECT_EQ(value(facts, "tls", Aspect::presence), "not told");
  EXPECT_EQ(value(facts, "", Aspect::algorithm), "not told");
}

TEST(WatchedHaproxyFile, TellsNothingOfWhatStandsUnderACondition) {
  const Facts facts = haproxy(
      "backend auth\n.if defined(BIG)\n  default-server weight 9\n.endif\n  server a 10.0.0.1:1\n"
      ".if defined(BIG)\n  server b 10.0.0.2:1 weight 5\n.else\n  server b 10.0.0.3:1\n.endif\n");
  EXPECT_EQ(facts.at({"auth", "a"}), (Told{{Aspect::presence, "present"}}));
  EXPECT_EQ(facts.at({"auth", "b"}), Told{});
}

TEST(WatchedHaproxyFile, WritesAddressesInOneSpelling) {
  const Facts facts = haproxy(
      "backend auth\n  server v6 [2001:DB8:0::1]:80\n  server name auth1.internal:80 resolvers d\n"
      "  server four ipv4@10.0.0.1:80\n");
  EXPECT_EQ(value(facts, "v6", Aspect::address), "[2001:db8::1]:80");
  EXPECT_EQ(value(facts, "name", Aspect::address), "auth1.internal:80");
  EXPECT_EQ(value(facts, "four", Aspect::address), "10.0.0.1:80");
}

TEST(WatchedHaproxyFile, LeavesOutADisabledSection) {
  EXPECT_TRUE(haproxy("backend auth\n  disabled\n  server a 10.0.0.1:80\n").empty());
}

TEST(WatchedHaproxyFile, DoesNotCountToABillion) {
  EXPECT_TRUE(haproxy("backend auth\n  server-template a 1000000000 x:80\n").empty());
}

TEST(WatchedNginxFile, TellsEveryUpstream) {
  const auto model = parse_nginx(
      "http { upstream auth { hash $request_uri consistent; server 10.0.0.1:9001 weight=5 "
      "max_conns=3 max_fails=2 fail_timeout=30s; server 10.0.0.1:9001 backup; "
      "server b.internal down; } upstream two { server unix:/run/a; } }",
      "nginx.conf");
  const Facts facts = file_facts(model.value());
  EXPECT_EQ(value(facts, "10.0.0.1:9001", Aspect::weight), "5");
  EXPECT_EQ(value(facts, "10.0.0.1:9001", Aspect::maxconn), "3");
  EXPECT_EQ(value(facts, "10.0.0.1:9001", Aspect::failures), "2 in 30s");
  EXPECT_EQ(value(facts, "10.0.0.1:9001#2", Aspect::backup), "yes");
  EXPECT_EQ(value(facts, "b.internal", Aspect::state), "maintenance");
  EXPECT_EQ(value(facts, "b.internal", Aspect::failures), "1 in 10s");
  EXPECT_EQ(value(facts, "", Aspect::algorithm), "hash $request_uri consistent");
  EXPECT_TRUE(facts.contains({"two", "unix:/run/a"}));
}

}  // namespace
}  // namespace misfire::watch
