// Files that a user's configuration names: where they are looked for, what becomes of them, and
// what is said when they are not there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "balancer/certificate.hpp"
#include "balancer/haproxy/adapter.hpp"
#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/references.hpp"
#include "balancer/haproxy/server_template.hpp"
#include "balancer/own_files.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class OwnFolder : public ::testing::Test {
 protected:
  void put(const std::string& name, const std::string& text = "x") {
    ASSERT_TRUE(make_folder((folder_.path() / name).parent_path()));
    ASSERT_TRUE(write_file(folder_.path() / name, text));
  }
  std::string at(const std::string& name) const { return (folder_.path() / name).string(); }
  std::string found(const std::string& written) const {
    const auto path = find_own_file(folder_.path() / "lb.cfg", written);
    return path ? path->lexically_relative(folder_.path()).string() : "none";
  }

  TemporaryFolder folder_ = TemporaryFolder::make("own-files").value();
};

TEST_F(OwnFolder, ACopyBesideTheConfigurationComesFirstAndByItsLongestPath) {
  put("hosts.map");
  EXPECT_EQ(found("/etc/haproxy/maps/hosts.map"), "hosts.map");
  put("maps/hosts.map");
  EXPECT_EQ(found("/etc/haproxy/maps/hosts.map"), "maps/hosts.map");
  put("etc/haproxy/maps/hosts.map");
  EXPECT_EQ(found("/etc/haproxy/maps/hosts.map"), "etc/haproxy/maps/hosts.map");
  EXPECT_EQ(found("maps/hosts.map"), "maps/hosts.map");
  EXPECT_EQ(found("./maps/../hosts.map"), "hosts.map");
}

TEST_F(OwnFolder, ElseThePathIsMeantAsItIs) {
  put("elsewhere/x.map");
  put("lb/nothing");
  const auto path = find_own_file(folder_.path() / "lb/lb.cfg", at("elsewhere/x.map"));
  ASSERT_TRUE(path);
  EXPECT_EQ(*path, at("elsewhere/x.map"));
  EXPECT_TRUE(find_own_file(folder_.path() / "lb/lb.cfg", "../elsewhere/x.map"));
  EXPECT_EQ(found("/nowhere/y.map"), "none");
  EXPECT_EQ(found("lb"), "none") << "a folder is no file";
}

TEST_F(OwnFolder, OneFileHasOneCopyAndTwoOfOneNameHaveTwo) {
  put("a/x.map", "1");
  put("b/x.map", "2");
  OwnFiles own;
  const auto first = own.copy(at("a/x.map"), {});
  const auto second = own.copy(at("b/x.map"), {});
  ASSERT_TRUE(first && second);
  EXPECT_NE(*first, *second);
  EXPECT_EQ(*own.copy(at("a/x.map"), {}), *first);
  const auto files = own.take();
  EXPECT_EQ(files.at(*first) + files.at(*second), "12");
}

TEST(Certificate, HoldsItselfAndItsKeyAndIsMadeOnce) {
  const auto& pem = generated_certificate();
  ASSERT_TRUE(pem) << to_string(pem.error());
  EXPECT_THAT(*pem, HasSubstr("-----BEGIN CERTIFICATE-----"));
  EXPECT_THAT(*pem, HasSubstr("-----BEGIN PRIVATE KEY-----"));
  EXPECT_EQ(&pem, &generated_certificate());
}

TEST(Certificate, ThatIsOverIsAnother) {
  const auto& over = expired_certificate();
  ASSERT_TRUE(over) << to_string(over.error());
  EXPECT_THAT(*over, HasSubstr("-----BEGIN PRIVATE KEY-----"));
  EXPECT_NE(*over, *generated_certificate());
  OwnFiles own;
  EXPECT_EQ(*own.certificate(kExpiredCertificate), kExpiredCopy);
  EXPECT_EQ(own.take().at(kExpiredCopy), *over);
}

TEST(HaproxyReferences, AreFoundWhereverTheyMayStand) {
  const std::string text =
      "global\n lua-load /l.lua arg\nhttp-errors e\n errorfile 503 /e.http\n"
      "frontend f\n acl a src -f /a.lst -f \"/b c.lst\"\n http-request deny if { hdr(x) -i -f "
      "/d.lst }\n"
      " use_backend %[hdr(host),lower,map_dom(/h.map,x)]\n"
      " http-request set-map(/s.map) %[src] %[req.hdr(a),map(/r.map)]\n"
      " http-request return status 200 content-type file file /p.txt if { path /file }\n"
      " http-request set-header X %[src,map_ip(virt@m)]\n log-format \"%[src,map_ip(/i.map,0)]\"\n"
      " acl w src -f map(/w)\n http-request add-header file /not-a-file\n acl v src -f \"$LISTS\"\n"
      "program p\n command x -f /not-this\n";
  const auto model = parse_haproxy(text, "lb.cfg");
  ASSERT_TRUE(model);
  std::vector<std::string> paths;
  for (const HaproxyReference& one : file_references(*model)) {
    paths.push_back(one.path);
    EXPECT_THAT(text.substr(one.begin, one.end - one.begin), HasSubstr(one.path));
  }
  EXPECT_THAT(paths, ElementsAre("/l.lua", "/e.http", "/a.lst", "/b c.lst", "/d.lst", "/h.map",
                                 "/s.map", "/r.map", "/p.txt", "/i.map", "map(/w)"));
}

TEST(HaproxyServerTemplate, IsWrittenOutWithItsPlace) {
  const auto whole = with_servers_written_out(
      "backend other\n  server-template o 2 x:1\nbackend auth\n  server-template web 3-5 "
      "_a._tcp.x:80 "
      "resolvers r check # slots\n  balance first\n",
      "lb.cfg", "auth");
  ASSERT_TRUE(whole);
  const auto config = HaproxyConfig::parse(*whole, "lb.cfg", "auth");
  ASSERT_TRUE(config);
  ASSERT_EQ((*config)->pool().size(), 3u);
  EXPECT_EQ((*config)->pool()[0].name, "web3");
  EXPECT_EQ((*config)->pool()[2].name, "web5");
  EXPECT_EQ((*config)->pool()[2].where, (Position{"lb.cfg", 4, 3}));
  const HaproxyModel& model = (*config)->model();
  EXPECT_EQ(model.where(model.sections[1].lines.back()), (Position{"lb.cfg", 5, 3}))
      << "what follows keeps its line";
  EXPECT_THAT(*whole, HasSubstr("server-template o 2 x:1")) << "only the pool's";
}

TEST(HaproxyServerTemplate, WithoutOneTheTextStaysAsItIs) {
  const std::string text = "backend auth\r\n server a :1\n# server-template t 3 x:1";
  EXPECT_EQ(*with_servers_written_out(text, "lb.cfg", "auth"), text);
  for (const char* range : {"x", "0", "5-3", "1-9999", "-2", "$N"}) {
    const auto refused = with_servers_written_out(
        std::string("backend auth\n server-template t ") + range + " x:1\n", "lb.cfg", "auth");
    ASSERT_FALSE(refused) << range;
    EXPECT_EQ(*refused.error().where, (Position{"lb.cfg", 2, 20})) << range;
  }
}

// ---- wired, without asking HAProxy ----

class OwnWiring : public OwnFolder {
 protected:
  Result<Wired> wire(const std::string& text) {
    put("lb.cfg", text);
    const HaproxyAdapter adapter(fs::path("/nonexistent/haproxy"), "auth", {});
    auto config = adapter.parse(text, at("lb.cfg"), "auth");
    if (!config) return tl::unexpected(config.error().front());
    Wiring wiring;
    wiring.address = "127.77.204.1";
    for (std::size_t i = 0; i < (*config)->pool().size(); ++i) {
      wiring.backends.push_back({wiring.address, 9001 + static_cast<int>(i)});
    }
    wiring.entry_port = 8080;
    wiring.metrics_port = 8405;
    wiring.spare_port = 20000;
    wiring.environment = environment_;
    wiring.scripts = scripts_;
    wiring.check_path = check_path_;
    auto original = adapter.parse(original_.empty() ? text : original_, at("lb.cfg"), "auth");
    if (!original) return tl::unexpected(original.error().front());
    wiring.original = original->get();
    return adapter.wire(**config, wiring);
  }

  std::map<std::string, std::string> environment_;
  bool scripts_ = false;
  std::string check_path_;
  std::string original_;  ///< the user's; empty: what is wired
  const std::string pool_ = "backend auth\n server a 10.0.0.1:80\n";
};

TEST_F(OwnWiring, CertificatesStandInAndKeysAreNeverRead) {
  put("secret.pem", "CANARY");
  const auto wired =
      wire("frontend fe\n bind :80\n default_backend auth\nfrontend tls\n bind :443 ssl crt " +
           at("secret.pem") + " ca-file ca.pem crl-file crl.pem alpn h2\n default_backend auth\n" +
           pool_);
  ASSERT_TRUE(wired) << to_string(wired.error());
  EXPECT_THAT(wired->text, HasSubstr("ssl crt misfire-own/misfire-certificate.pem ca-file "
                                     "misfire-own/misfire-certificate.pem alpn h2"));
  EXPECT_THAT(wired->text, Not(HasSubstr("crl.pem")));
  for (const auto& [path, bytes] : wired->files) EXPECT_THAT(bytes, Not(HasSubstr("CANARY")));
}

TEST_F(OwnWiring, AListOfCertificatesKeepsItsNames) {
  put("list.txt",
      "# a\n/etc/a.pem [alpn h2 ca-file /etc/ca.pem verify required] a.example\n/etc/b.pem "
      "*.b.example "
      "!c.b.example\n/etc/d.pem [verify none]\n");
  const auto wired = wire(
      "frontend fe\n bind :80\n default_backend auth\nfrontend tls\n bind :443 ssl crt-list "
      "/etc/haproxy/list.txt\n default_backend auth\n" +
      pool_);
  ASSERT_TRUE(wired) << to_string(wired.error());
  const std::string pem = "misfire-own/misfire-certificate.pem";
  EXPECT_EQ(wired->files.at("misfire-own/list.txt"),
            pem + " [alpn h2 ] a.example\n" + pem + " *.b.example !c.b.example\n" + pem + " []\n");
}

TEST_F(OwnWiring, LoginsOverTlsMeetTheConditionsOfProduction) {
  const auto wired = wire(
      "frontend fe\n bind :80\n bind :443 ssl crt x.pem\n acl tls ssl_fc\n acl port dst_port 443\n"
      " http-request redirect scheme https unless { ssl_fc }\n"
      " http-request deny unless tls\n use_backend auth if { ssl_fc_sni -i a.example }\n"
      " http-request deny if !{ ssl_c_used }\nbackend other\n acl tls ssl_fc\n server o :1\n" +
      pool_);
  ASSERT_TRUE(wired) << to_string(wired.error());
  EXPECT_THAT(wired->text, HasSubstr(" bind 127.77.204.1:8080\n"));
  EXPECT_THAT(wired->text, HasSubstr(" acl tls always_true\n acl port dst_port 8080\n"));
  EXPECT_THAT(wired->text, HasSubstr(" # http-request redirect"));
  EXPECT_THAT(wired->text, HasSubstr("if { req.hdr(host) -i a.example }"));
  EXPECT_THAT(wired->text, HasSubstr("backend other\n acl tls ssl_fc\n")) << "not on the way";
  EXPECT_THAT(wired->limits, Contains(HasSubstr("line 9: \"ssl_c_used\" tells nothing of logins")));
}

TEST_F(OwnWiring, LoginsMeetTlsWhereItsCertificateIsOver) {
  const auto text = [&](const std::string& certificate) {
    return "frontend fe\n bind :443 ssl crt " + certificate +
           " ca-file ca.pem verify required alpn h2\n default_backend auth\n" + pool_;
  };
  original_ = text("x.pem");
  EXPECT_THAT(wire(original_)->text, HasSubstr(" bind 127.77.204.1:8080\n"));
  const auto wired = wire(text(kExpiredCertificate));
  ASSERT_TRUE(wired) << to_string(wired.error());
  EXPECT_THAT(wired->text,
              HasSubstr(" bind 127.77.204.1:8080 ssl crt misfire-own/misfire-expired.pem\n"));
  EXPECT_TRUE(wired->files.contains(kExpiredCopy));
}

TEST_F(OwnWiring, WithoutTlsInProductionItsConditionsStay) {
  const auto wired =
      wire("frontend fe\n bind :80\n acl tls ssl_fc\n default_backend auth\n" + pool_);
  ASSERT_TRUE(wired);
  EXPECT_THAT(wired->text, HasSubstr(" acl tls ssl_fc\n"));
}

TEST_F(OwnWiring, ConditionsOnThePortHoldAsInProductionOrAreNamed) {
  const auto wired = wire(
      "frontend fe\n bind :9080\n bind :9081\n http-request deny unless { dst_port 9080 }\n"
      " acl both dst_port -m int 9080 9081\n acl other dst_port 9081\n acl wide dst_port 1:65535\n"
      " acl some dst_port 9000:9100\n acl high dst_port gt 9000\n acl sum dst_port,add(1) 9081\n"
      " use_backend p_%[dst_port] if other\n default_backend auth\n"
      "frontend else\n bind :9082\n acl own dst_port 9080\n" +
      pool_ + " http-request deny if !{ dst_port eq 9080 }\n");
  ASSERT_TRUE(wired) << to_string(wired.error());
  EXPECT_THAT(wired->text, HasSubstr("unless { dst_port 8080 }\n"));
  EXPECT_THAT(wired->text,
              HasSubstr("acl both dst_port -m int 8080 9081\n acl other dst_port 9081\n"));
  EXPECT_THAT(wired->text, HasSubstr("acl own dst_port 9080\n")) << "not on the way";
  EXPECT_THAT(wired->text, HasSubstr("if !{ dst_port eq 8080 }\n"));
  EXPECT_THAT(wired->changes, Contains(HasSubstr("line 4: dst_port 9080 is 8080 here")));
  for (const char* named : {"line 8: \"acl some", "line 9: \"acl high", "line 10: \"acl sum",
                            "line 11: \"use_backend"}) {
    EXPECT_THAT(wired->limits, Contains(HasSubstr(named)));
  }
  EXPECT_THAT(wired->limits, ::testing::Not(Contains(HasSubstr("line 7"))));
  const auto told = wire(
      "frontend fe\n bind :9080 accept-proxy\n http-request deny unless { dst_port 443 }\n"
      " default_backend auth\n" +
      pool_);
  EXPECT_THAT(told->limits, Contains(HasSubstr("goes by the port that a login came to")));
}

TEST_F(OwnWiring, AFrontendThatOnlySendsToTlsIsNotTheEntry) {
  const auto wired = wire(
      "frontend a\n bind :80\n redirect scheme https\n default_backend auth\n"
      "frontend b\n bind :443 ssl crt x.pem\n default_backend auth\n" +
      pool_);
  ASSERT_TRUE(wired);
  EXPECT_THAT(wired->text, HasSubstr("frontend b\n bind 127.77.204.1:8080\n"));
}

TEST_F(OwnWiring, WhatGoesByTheClientsAddressIsLeftOutOrTold) {
  const auto wired = wire(
      "frontend fe\n bind :80\n http-request track-sc0 src\n tcp-request connection track-sc1 "
      "src,ipmask(24)\n http-request track-sc2 hdr(x-user)\n http-request deny if { src 10.0.0.0/8 "
      "}\n"
      " http-request auth realm x\n acl office src 10.0.0.0/8\n tcp-request connection reject "
      "unless "
      "office\n http-request set-header X-In 1 if !office\n http-request deny if { path /x }\n"
      " default_backend auth\nfrontend metrics\n bind :9\n http-request use-service "
      "prometheus-exporter\n http-request auth realm y\nfrontend other\n bind :10\n http-request "
      "auth "
      "realm z\n" +
      pool_);
  ASSERT_TRUE(wired);
  EXPECT_THAT(wired->text, HasSubstr(" # http-request track-sc0 src\n # tcp-request connection"));
  EXPECT_THAT(wired->text,
              HasSubstr("\n http-request track-sc2 hdr(x-user)\n # http-request deny"));
  EXPECT_THAT(wired->text, HasSubstr(" # http-request auth realm x\n"));
  EXPECT_THAT(wired->text, HasSubstr(" # tcp-request connection reject unless office\n"));
  EXPECT_THAT(wired->text, HasSubstr("\n http-request deny if { path /x }\n"));
  EXPECT_THAT(wired->text, HasSubstr(" # http-request auth realm y\n"));
  EXPECT_THAT(wired->text, HasSubstr("\n http-request auth realm z\n")) << "nobody comes there";
  EXPECT_THAT(wired->limits, ElementsAre(HasSubstr("line 10 goes by the client's address")));
}

TEST_F(OwnWiring, AServerForEachAddressIsTold) {
  const std::string fe = "frontend fe\n bind :80\n default_backend auth\n" + pool_;
  for (const char* line : {" balance source\n", " stick on src table t\n", " stick match src\n"}) {
    const auto wired = wire(fe + line);
    ASSERT_TRUE(wired);
    EXPECT_THAT(wired->limits, Contains(HasSubstr("sends every login to one server here"))) << line;
  }
  for (const char* line : {" balance uri\n", " stick on hdr(x-user)\n"}) {
    EXPECT_THAT(wire(fe + line)->limits, Not(Contains(HasSubstr("to one server")))) << line;
  }
}

TEST_F(OwnWiring, ChecksAskWhatTheStacksServersAnswer) {
  const std::string fe = "frontend fe\n bind :80\n default_backend auth\n" + pool_;
  EXPECT_THAT(wire(fe + " option httpchk OPTIONS /up\n")->text, HasSubstr("httpchk OPTIONS /up\n"))
      << "the user's own service answers there";
  check_path_ = "/healthz";
  for (const auto& [written, runs] : std::vector<std::pair<std::string, std::string>>{
           {" option httpchk\n", " option httpchk GET /healthz\n"},
           {" option httpchk /up\n", " option httpchk GET /healthz\n"},
           {" option httpchk OPTIONS /up HTTP/1.1\\r\\nHost:\\ x\n",
            " option httpchk GET /healthz HTTP/1.1\\r\\nHost:\\ x\n"},
           {" option httpchk HEAD /readyz\n", " option httpchk HEAD /readyz\n"},
           {" option httpchk\n http-check send meth OPTIONS uri /up ver HTTP/1.1 hdr Host x\n",
            " option httpchk\n http-check send meth GET uri /healthz ver HTTP/1.1 hdr Host x\n"},
           {" option httpchk\n http-check send uri /up\n",
            " option httpchk\n http-check send meth GET uri /healthz\n"},
           {" option httpchk GET /healthz\n http-check expect string UP\n",
            " option httpchk GET /healthz\n # http-check expect string UP\n"},
           {" option httpchk GET /healthz\n http-check expect status 204\n",
            " option httpchk GET /healthz\n # http-check expect status 204\n"},
           {" option httpchk GET /healthz\n http-check expect status 200-399\n",
            " option httpchk GET /healthz\n http-check expect status 200-399\n"}}) {
    const auto wired = wire(fe + written);
    ASSERT_TRUE(wired) << written;
    EXPECT_THAT(wired->text, HasSubstr(runs)) << written;
  }
}

TEST_F(OwnWiring, AServerThatThePoolTracksIsWhereItsTrackerIs) {
  const auto text = [](const std::string& address, const std::string& checked) {
    return "frontend fe\n bind :80\n default_backend auth\nbackend auth\n server a " + address +
           " track mid/a\n server b 10.0.0.2:80 track chk/b\n" +
           "backend mid\n server a 10.0.0.1:90 track chk/a\n" +
           "backend chk\n option httpchk GET /up\n default-server ssl verify none\n server a " +
           checked + " check port 91\n server b 10.0.0.2:90 check no-ssl\n server c :3 check\n";
  };
  check_path_ = "/healthz";
  original_ = text("10.0.0.1:80", "10.0.0.1:90");
  const auto wired = wire(original_);
  ASSERT_TRUE(wired) << to_string(wired.error());
  EXPECT_THAT(wired->text, HasSubstr(" server a 127.77.204.1:9001 track mid/a\n"));
  EXPECT_THAT(wired->text, HasSubstr(" option httpchk GET /healthz\n"));
  EXPECT_THAT(wired->text, HasSubstr(" server a 127.77.204.1:9001 no-ssl check\n"
                                     " server b 127.77.204.1:9002 check no-ssl\n"
                                     " server c 127.77.204.1:20000 check\n"));
  EXPECT_THAT(wired->changes,
              Contains(HasSubstr("server chk/a is at 127.77.204.1:9001 instead of 10.0.0.1:90, "
                                 "without \"port 91\", with \"no-ssl\": auth/a tracks it")));
  EXPECT_THAT(wire(text("192.0.2.1:80", "10.0.0.1:90"))->text,
              HasSubstr(" server a 127.77.204.1:9001 no-ssl check\n"))
      << "a fault moved the tracker only";
  EXPECT_THAT(wire(text("10.0.0.1:80", "192.0.2.1:90"))->text,
              HasSubstr(" server a 127.77.204.1:20000 no-ssl check\n"));
}

TEST_F(OwnWiring, AServerThatThePoolTracksMustBeKnown) {
  const auto wired = wire(
      "frontend fe\n bind :80\n default_backend auth\nbackend auth\n server a :80 track chk/c1\n"
      "backend chk\n server-template c 1 10.0.0.1:80 check\n");
  ASSERT_FALSE(wired);
  EXPECT_EQ(wired.error().message, "server auth/a tracks one that has no server line");
  EXPECT_EQ(wired.error().where->line, 5);
  EXPECT_EQ(wired.error().where->column, 21);
}

TEST_F(OwnWiring, ChecksThatSpeakHttpByTheirOwnWordsBecomeChecksByHttp) {
  const auto checks = [](const std::string& rules) {
    return "frontend fe\n bind :80\n default_backend auth\nbackend auth\n option tcp-check\n" +
           rules + " server a 10.0.0.1:80 check\n";
  };
  const std::string send = " tcp-check send GET\\ /status\\ HTTP/1.0\\r\\n\\r\\n\n";
  const std::string ok = " tcp-check expect string 200\\ OK\n";
  EXPECT_THAT(wire(checks(send + ok))->text, HasSubstr(" option tcp-check\n tcp-check send GET"))
      << "the user's own service answers that";
  check_path_ = "/healthz";
  EXPECT_THAT(wire(checks(" tcp-check connect\n" + send + ok))->text,
              HasSubstr(" option httpchk GET /healthz\n    http-check expect status 200\n"));
  EXPECT_THAT(wire(checks(send + ok))->text, HasSubstr("\n # tcp-check expect string 200"));
  EXPECT_THAT(wire(checks(send + " tcp-check expect string ready\n"))->text,
              ::testing::AllOf(HasSubstr(" option httpchk GET /healthz\n"),
                               ::testing::Not(HasSubstr("\n    http-check"))));
  EXPECT_THAT(wire(checks(" tcp-check connect\n"))->text, HasSubstr(" option tcp-check\n"));
  for (const std::string& rules :
       {std::string(" tcp-check expect string 220\n"),
        std::string(" tcp-check send PING\\r\\n\n tcp-check expect string +PONG\n"),
        send + " tcp-check expect ! string DOWN\n"}) {
    const auto wired = wire(checks(rules));
    ASSERT_FALSE(wired) << rules;
    EXPECT_EQ(wired.error().where->line, 5) << rules;
  }
}

TEST_F(OwnWiring, WhatAFaultWroteOfAChecksPathOrPortIsMeant) {
  const std::string fe = "frontend fe\n bind :80\n default_backend auth\n";
  const auto pool = [&](const std::string& option, const std::string& port) {
    return fe + "backend auth\n" + option + " server a 10.0.0.1:80 check" + port + "\n";
  };
  check_path_ = "/healthz";
  original_ = pool(" option httpchk GET /up\n", " port 81");
  EXPECT_THAT(wire(original_)->text,
              HasSubstr("httpchk GET /healthz\n server a 127.77.204.1:9001 check\n"))
      << "both are of a service that is not here";
  EXPECT_THAT(wire(pool(" option httpchk GET /pu\n", " port 81"))->text,
              HasSubstr("httpchk GET /pu\n server a 127.77.204.1:9001 check\n"));
  EXPECT_THAT(wire(pool(" option httpchk /pu\n", ""))->text, HasSubstr("httpchk GET /pu\n"));
  EXPECT_THAT(wire(pool(" option httpchk\n http-check send meth GET uri /pu\n", ""))->text,
              HasSubstr("send meth GET uri /pu\n"));
  EXPECT_THAT(wire(pool(" option httpchk GET /up\n", " port 1"))->text,
              HasSubstr("httpchk GET /healthz\n server a 127.77.204.1:9001 port 20000 check\n"))
      << "where nothing listens";
}

TEST_F(OwnWiring, AServerThatAFaultHasLookedUpKeepsItsName) {
  const std::string fe =
      "frontend fe\n bind :80\n default_backend auth\nresolvers dns\n nameserver "
      "n 10.0.0.53:53\nbackend auth\n server a a.internal:80 resolvers dns";
  original_ = fe + "\n";
  EXPECT_THAT(wire(original_)->text, HasSubstr("server a 127.77.204.1:9001 resolvers dns\n"));
  const auto wired = wire(fe + " init-addr none\n");
  EXPECT_THAT(wired->text, HasSubstr("server a a.internal:9001 resolvers dns init-addr none\n"));
  EXPECT_THAT(wired->text, HasSubstr("nameserver n 127.77.204.1:20000\n")) << "who knows no names";
}

TEST_F(OwnWiring, VariablesHaveTheSystemFilesValuesOrAreMissed) {
  const std::string text =
      "global\n maxconn \"$MISFIRE_TEST_MAX\"\nfrontend fe\n bind \"${MISFIRE_TEST_HOST}\":80\n"
      " default_backend auth\nbackend auth\n balance \"${MISFIRE_TEST_WAY}\"\n server a "
      "\"$MISFIRE_TEST_A\":80\n";
  const auto missing = wire(text);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message,
            "the environment variables MISFIRE_TEST_MAX, MISFIRE_TEST_WAY have no value");
  EXPECT_EQ(*missing.error().where, (Position{at("lb.cfg"), 2, 10}));
  environment_ = {{"MISFIRE_TEST_MAX", "100"}, {"MISFIRE_TEST_WAY", "round\"ro\\b$in\n"}};
  const auto wired = wire(text);
  ASSERT_TRUE(wired) << to_string(wired.error());
  EXPECT_TRUE(
      wired->text.starts_with("global\n    setenv MISFIRE_TEST_MAX \"100\"\n    setenv "
                              "MISFIRE_TEST_WAY \"round\\\"ro\\\\b\\$in\\n\"\n"))
      << wired->text.substr(0, 200);
  const auto model = parse_haproxy(wired->text, at("lb.cfg"));
  EXPECT_EQ(model->where(model->sections[1].header), (Position{at("lb.cfg"), 1, 1}));
}

TEST_F(OwnWiring, WhatDecidesMustBeThereAndAPageNeedNot) {
  const std::string fe = "frontend fe\n bind :80\n default_backend auth\n";
  const auto missing = wire(fe + " acl a src -f lists/a.lst\n" + pool_);
  ASSERT_FALSE(missing);
  EXPECT_EQ(*missing.error().where, (Position{at("lb.cfg"), 4, 15}));
  const auto page = wire(fe + " errorfile 503 /etc/haproxy/503.http\n" + pool_);
  ASSERT_TRUE(page);
  EXPECT_THAT(page->text, HasSubstr(" # errorfile 503"));
  put("lists/a.lst", "10.0.0.0/8\n");
  const auto there = wire(fe + " acl a src -f /etc/haproxy/lists/a.lst\n" + pool_);
  ASSERT_TRUE(there);
  EXPECT_EQ(there->files.at("misfire-own/a.lst"), "10.0.0.0/8\n");
  EXPECT_THAT(there->text, HasSubstr("src -f misfire-own/a.lst\n"));
}

TEST_F(OwnWiring, ScriptsRunOnlyWhereTheSystemFileSaysSo) {
  put("lua/main.lua", "require('help')");
  put("lua/help.lua", "return {}");
  const std::string text =
      "global\n lua-prepend-path /opt/lua/?.lua\n lua-load /opt/lua/main.lua\nfrontend fe\n bind "
      ":80\n"
      " default_backend auth\n" +
      pool_;
  const auto refused = wire(text);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().hint, HasSubstr("scripts = true"));
  scripts_ = true;
  const auto wired = wire(text);
  ASSERT_TRUE(wired) << to_string(wired.error());
  EXPECT_THAT(wired->text, HasSubstr(" lua-prepend-path ./misfire-own/lua/?.lua\n"
                                     " lua-load misfire-own/main.lua\n"));
  EXPECT_TRUE(wired->files.contains("misfire-own/lua/help.lua"));
}

}  // namespace
}  // namespace misfire
