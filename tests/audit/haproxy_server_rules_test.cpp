// Rules about a pool's servers, their weights and who is led to which of them.
#include "haproxy_cases.hpp"

namespace misfire {
namespace {

TEST(HaproxyServers, OneServerIsToldUnlessItIsThisMachineOrATemplate) {
  haproxy_finds("one-server-pool", "backend b\n server @@a 10.0.0.1:80 check\n");
  haproxy_is_quiet("one-server-pool", "backend b\n server a 127.0.0.1:80 check\n");
  haproxy_is_quiet("one-server-pool", "backend b\n server a unix@/run/a.sock\n");
  haproxy_is_quiet("one-server-pool", "backend b\n server-template a 3 a.local:80\n");
  haproxy_is_quiet("one-server-pool", "backend b\n disabled\n server a 10.0.0.1:80\n");
}

TEST(HaproxyServers, DuplicateAddressIsToldInOnePoolOnly) {
  haproxy_finds("duplicate-address",
                "backend b\n server a 10.0.0.1:80\n server b @@10.0.0.1:80 backup\n");
  haproxy_is_quiet("duplicate-address",
                   "backend b\n server a 10.0.0.1:80\nbackend c\n server a 10.0.0.1:80\n");
  haproxy_is_quiet("duplicate-address",
                   "backend b\n server a 10.0.0.1:80\n server b 10.0.0.1:81\n");
}

TEST(HaproxyServers, ABackupAtTheSameAddressGetsNoSecondShare) {
  const auto model = parse_haproxy(
      "backend b\n server a 10.0.0.1:80\n server b 10.0.0.1:80 backup\n", "haproxy.cfg");
  ASSERT_TRUE(model);
  const std::vector<AuditPool> all = pools(*model);
  const AuditContext context;
  for (const HaproxyRule& rule : haproxy_rules()) {
    if (rule.doc.id != "haproxy/duplicate-address") continue;
    const auto places = rule.check(HaproxySubject{*model, context, all});
    ASSERT_EQ(places.size(), 1u);
    EXPECT_NE(places[0].message.find("fails together with it"), std::string::npos)
        << places[0].message;
  }
}

TEST(HaproxyServers, DuplicateNamesWithResolversAreTwoAddresses) {
  const std::string pool = " server a x.local:80 resolvers d\n server b x.local:80";
  haproxy_is_quiet("duplicate-address", "backend b\n" + pool + " resolvers d\n");
  haproxy_is_quiet("duplicate-address", "backend b\n server a \"$A\"\n server b \"$A\"\n");
}

TEST(HaproxyServers, DisabledCountsWhereverItIsWritten) {
  haproxy_finds("server-disabled", "backend b\n server a 10.0.0.1:80 check @@disabled\n");
  haproxy_finds(
      "server-disabled",
      "backend b\n default-server disabled\n server a @@10.0.0.1:80\n server b 10.0.0.2:80 "
      "enabled\n");
  haproxy_finds("server-disabled", "backend b\n server a 10.0.0.1:80 enabled @@disabled\n");
  haproxy_is_quiet("server-disabled",
                   "backend b\n default-server disabled\n default-server enabled\n"
                   " server a 10.0.0.1:80\n server b 10.0.0.2:80 disabled enabled\n");
  haproxy_is_quiet("server-disabled",
                   "backend b\n.if defined(X)\n server a 10.0.0.1:80 disabled\n.endif\n");
}

TEST(HaproxyServers, StandingByIsToldInHttpOnly) {
  const std::string pool =
      " server a 10.0.0.1:80\n server b 10.0.0.2:80 @@backup\n server c 10.0.0.3:80 backup\n";
  haproxy_finds("standing-by", "backend b\n mode http\n" + pool);
  haproxy_finds("standing-by",
                "backend b\n mode http\n server a 10.0.0.1:80 @@backup\n server b 10.0.0.2:80 "
                "backup\n");
  haproxy_is_quiet(
      "standing-by",
      "backend b\n mode tcp\n server a 10.0.0.1:80\n server b 10.0.0.2:80 backup\n server "
      "c 10.0.0.3:80 backup\n");
  haproxy_is_quiet("standing-by",
                   "backend b\n mode http\n server a 10.0.0.1:80\n server b 10.0.0.2:80 backup\n");
}

TEST(HaproxyServers, WithAllBackupsAllOfThemAreUsed) {
  const std::string three =
      " server a 10.0.0.1:80 @@backup\n server b 10.0.0.2:80 backup\n server c 10.0.0.3:80 "
      "backup\n";
  std::string unmarked = three;
  unmarked.erase(unmarked.find("@@"), 2);
  haproxy_finds("standing-by", "backend b\n mode http\n" + three);
  haproxy_is_quiet("standing-by", "backend b\n mode http\n option allbackups\n" + unmarked);
  haproxy_is_quiet("standing-by",
                   "defaults\n mode http\n option allbackups\nbackend b\n" + unmarked);
  haproxy_finds(
      "standing-by",
      "defaults\n mode http\n option allbackups\nbackend b\n no option allbackups\n" + three);
  haproxy_is_quiet(
      "standing-by",
      "backend b\n mode http\n.if defined(X)\n option allbackups\n.endif\n" + unmarked);
  // They stand by all the same while the active one is up.
  haproxy_finds("standing-by",
                "backend b\n mode http\n option allbackups\n server d 10.0.0.4:80\n" + three);
}

TEST(HaproxyServers, TheOddOneIsTold) {
  haproxy_finds("odd-server",
                "backend b\n server a 10.0.0.1:80 ssl\n server b 10.0.0.2:80 ssl\n server c "
                "@@10.0.0.3:80\n");
  haproxy_finds("odd-server",
                "backend b\n server a 10.0.0.1:80\n server b 10.0.0.2:80\n server c 10.0.0.3:80 "
                "@@send-proxy\n");
  haproxy_is_quiet("odd-server", "backend b\n server a 10.0.0.1:80 ssl\n server b 10.0.0.2:80\n");
  haproxy_is_quiet("odd-server",
                   "backend b\n default-server ssl\n server a 10.0.0.1:80\n server b 10.0.0.2:80\n "
                   "server c 10.0.0.3:80 ssl\n");
  haproxy_is_quiet("odd-server",
                   "backend b\n server a 10.0.0.1:80\n server b 10.0.0.2:80\n server c 10.0.0.3:80 "
                   "backup ssl\n");
}

TEST(HaproxyServers, NamesWithoutResolversAreToldOncePerPool) {
  haproxy_finds("name-resolved-once",
                "backend b\n server a @@a.local:80\n server b b.local:80\n server c 10.0.0.1:80\n");
  haproxy_is_quiet("name-resolved-once",
                   "defaults\n default-server resolvers d\nbackend b\n server a a.local:80\n");
  haproxy_is_quiet("name-resolved-once",
                   "backend b\n server a [2001:db8::1]:80\n server b \"$B\"\n");
}

TEST(HaproxyWeights, MoreThanAllOthersTogetherIsTold) {
  haproxy_finds("weights-out-of-proportion",
                "backend b\n server a 10.0.0.1:80 @@weight 200\n server b 10.0.0.2:80 weight 25\n "
                "server c 10.0.0.3:80 weight 25\n");
  haproxy_finds(
      "weights-out-of-proportion",
      "backend b\n default-server weight 10\n server a @@10.0.0.1:80\n server b 10.0.0.2:80 "
      "weight 1\n");
  haproxy_is_quiet("weights-out-of-proportion",
                   "backend b\n server a 10.0.0.1:80 weight 50\n server b 10.0.0.2:80 weight 25\n "
                   "server c 10.0.0.3:80 weight 25\n");
}

TEST(HaproxyWeights, OnlyThoseCountThatShareTheTraffic) {
  haproxy_is_quiet("weights-out-of-proportion",
                   "backend b\n server a 10.0.0.1:80 weight 100\n server b 10.0.0.2:80 weight 1 "
                   "backup\n");
  haproxy_is_quiet("weights-out-of-proportion",
                   "backend b\n server a 10.0.0.1:80 weight 100\n server b 10.0.0.2:80 weight "
                   "\"$W\"\n");
  haproxy_is_quiet(
      "weights-out-of-proportion",
      "backend b\n server a 10.0.0.1:80 weight 9\n.if defined(X)\n server b 10.0.0.2:80 "
      "weight 1\n.endif\n");
}

TEST(HaproxyWeights, ZeroIsToldForOneAndForAll) {
  const std::string one = "backend b\n server a 10.0.0.1:80\n server b 10.0.0.2:80 @@weight 0\n";
  haproxy_finds("weight-zero", one);
  const std::string all =
      "backend b\n default-server weight 0\n server a 1.2.3.4:80\n server b 1.2.3.5:80";
  haproxy_is_quiet("weight-zero", all + "\n");
  haproxy_finds("all-weights-zero", "@@" + all + "\n");
  haproxy_is_quiet("all-weights-zero", all + " weight 1\n");
}

TEST(HaproxyHashes, OfTwoServersEachKeepsItsClients) {
  const std::string two =
      "backend b\n balance source\n server a 10.0.0.1:80\n server b 10.0.0.2:80\n";
  haproxy_is_quiet("hash-not-consistent", two);
  haproxy_is_quiet("hash-not-consistent", two + " server c 10.0.0.3:80 backup\n");
}

TEST(HaproxyHashes, ConsistentIsAskedFor) {
  const std::string servers =
      "\n server a 10.0.0.1:80\n server b 10.0.0.2:80\n server c 10.0.0.3:80\n";
  haproxy_finds("hash-not-consistent", "backend b\n @@balance source" + servers);
  haproxy_finds("hash-not-consistent",
                "defaults\n @@balance hdr(x-user)\nbackend b" + servers + "backend c" + servers);
  haproxy_finds("hash-not-consistent",
                "backend b\n hash-type map-based\n @@balance hash src" + servers);
  haproxy_is_quiet("hash-not-consistent",
                   "defaults\n hash-type consistent sdbm\nbackend b\n balance uri" + servers);
  haproxy_is_quiet("hash-not-consistent", "backend b\n balance source\n server a 10.0.0.1:80\n");
  haproxy_is_quiet("hash-not-consistent", "backend b\n balance leastconn" + servers);
  haproxy_is_quiet(
      "hash-not-consistent",
      "backend b\n.if defined(X)\n hash-type consistent\n.endif\n balance uri" + servers);
}

TEST(HaproxyHashes, TheSourceBehindAProxyIsNobody) {
  const std::string servers = " server a 10.0.0.1:80\n server b 10.0.0.2:80\n";
  const std::string reads =
      "frontend f\n mode http\n http-request deny if { hdr_ip(X-Forwarded-For) "
      "10.0.0.0/8 }\n";
  haproxy_finds("hash-of-a-proxy", reads + "backend b\n mode http\n @@balance source\n" + servers);
  haproxy_finds("hash-of-a-proxy", reads + "backend b\n mode http\n @@stick on src\n" + servers);
  haproxy_is_quiet("hash-of-a-proxy", "backend b\n mode http\n balance source\n" + servers);
  haproxy_is_quiet("hash-of-a-proxy", reads +
                                          " http-request set-src hdr_ip(x-forwarded-for)\nbackend "
                                          "b\n mode http\n balance source\n" +
                                          servers);
  haproxy_is_quiet("hash-of-a-proxy", reads + "backend b\n mode tcp\n balance source\n" + servers);
}

TEST(HaproxyWeights, BalanceFirstDoesNotLookAtThem) {
  haproxy_is_quiet("weights-out-of-proportion",
                   "backend b\n balance first\n server a 10.0.0.1:80 maxconn 9\n server b "
                   "10.0.0.2:80 weight 200\n");
}

TEST(HaproxyHashes, TheFirstIsOneThatSharesTheTraffic) {
  const std::string head = "backend b\n balance first\n server z 10.0.0.9:80 ";
  const std::string more = "\n server a 10.0.0.1:80 maxconn 1\n server b 10.0.0.2:80\n";
  for (const char* aside : {"backup", "disabled", "weight 0"}) {
    haproxy_is_quiet("first-without-maxconn", head + aside + more);
  }
  haproxy_finds("first-without-maxconn",
                "backend b\n balance first\n server z 10.0.0.9:80 "
                "backup\n server @@a 10.0.0.1:80\n server b "
                "10.0.0.2:80\n");
}

TEST(HaproxyHashes, FirstNeedsALimit) {
  haproxy_finds("first-without-maxconn",
                "backend b\n balance first\n server @@a 10.0.0.1:80\n server b 10.0.0.2:80\n");
  haproxy_is_quiet("first-without-maxconn",
                   "backend b\n balance first\n default-server maxconn 10\n server a 10.0.0.1:80\n "
                   "server b 10.0.0.2:80\n");
}

TEST(HaproxyCookies, OneValueEach) {
  const std::string head =
      "backend b\n cookie S insert\n server a 10.0.0.1:80 cookie x\n server b ";
  haproxy_finds("cookie-duplicate", head + "10.0.0.2:80 @@cookie x\n");
  haproxy_is_quiet("cookie-duplicate", head + "10.0.0.2:80 cookie y\n");
  haproxy_is_quiet("cookie-duplicate",
                   "backend b\n server a 10.0.0.1:80 cookie x\n server b 10.0.0.2:80 cookie x\n");
}

TEST(HaproxyCookies, ABackupMayHaveTheCookieOfWhomItStandsInFor) {
  const std::string head = "backend b\n cookie S insert\n";
  haproxy_is_quiet(
      "cookie-duplicate",
      head + " server a 10.0.0.1:80 cookie x\n server b 10.0.0.2:80 cookie x backup\n");
  haproxy_is_quiet(
      "cookie-duplicate",
      head + " server b 10.0.0.2:80 cookie x backup\n server a 10.0.0.1:80 cookie x\n");
  haproxy_finds("cookie-duplicate",
                head +
                    " server b 10.0.0.2:80 cookie x backup\n server a 10.0.0.1:80 cookie x\n "
                    "server c 10.0.0.3:80 @@cookie x\n");
}

TEST(HaproxyCookies, EveryServerHasOne) {
  const std::string head =
      "backend b\n cookie S insert\n server a 10.0.0.1:80 cookie x\n server b ";
  haproxy_finds("cookie-missing",
                "backend b\n cookie S insert\n server a 10.0.0.1:80 cookie x\n server @@b "
                "10.0.0.2:80\n");
  haproxy_is_quiet("cookie-missing", head + "10.0.0.2:80 backup\n");
  haproxy_is_quiet("cookie-missing",
                   "backend b\n cookie S insert dynamic\n server a 10.0.0.1:80\n server b "
                   "10.0.0.2:80\n");
}

TEST(HaproxyCookies, StickTablesExpire) {
  haproxy_finds("stick-table-without-expire", "backend b\n @@stick-table type ip size 1m\n");
  haproxy_is_quiet("stick-table-without-expire",
                   "backend b\n stick-table type ip size 1m expire 1h\n");
}

}  // namespace
}  // namespace misfire
