// Lines of a configuration that would run a command, load code, or lead outside: left out, or
// refused with their place. What is left must still be a configuration that HAProxy accepts.
#include <gmock/gmock.h>

#include <cstdlib>

#include "balancer/balancer.hpp"
#include "base/files.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kDefaults =
    "defaults\n  mode http\n  timeout client 5s\n  timeout server 5s\n  timeout connect 1s\n";
const std::string kRest =
    "frontend metrics\n  bind :8405\n  http-request use-service prometheus-exporter if { path "
    "/metrics }\n";

/// Lines of the file, by where they go.
struct Lines {
  std::string global = {}, defaults = {}, frontend = {}, pool = {}, sections = {};
  std::string text() const {
    return "global\n" + global + kDefaults + defaults + "frontend fe\n  bind :8080\n" + frontend +
           "  default_backend auth\nbackend auth\n" + pool + "  server a 10.9.9.9:80 check\n" +
           kRest + sections;
  }
};

class HaproxyOutside : public ::testing::Test {
 protected:
  HaproxyOutside() : haproxy_(*make_balancer("haproxy", "auth", {}, {})) {}

  Result<Wired> wire(const Lines& lines) {
    auto config = haproxy_->parse(lines.text(), "user/lb.cfg", "auth");
    if (!config) return tl::unexpected(config.error().front());
    Wiring wiring;
    wiring.backends.push_back({"127.77.201.1", 21011});
    wiring.address = "127.77.201.1";
    wiring.entry_port = 21000;
    wiring.metrics_port = 21001;
    wiring.runtime_port = 21002;
    wiring.master_port = 21003;
    wiring.spare_port = 21050;
    return haproxy_->wire(**config, wiring);
  }

  /// The lines that count in what runs here, after HAProxy itself accepted them.
  std::string active(const Lines& lines) {
    auto wired = wire(lines);
    if (!wired) {
      ADD_FAILURE() << to_string(wired.error());
      return "";
    }
    wired_ = *wired;
    const auto checked = haproxy_->check(wired->text, "user/lb.cfg", wired->text, wired->files);
    EXPECT_TRUE(checked) << to_string(checked.error().front()) << "\n" << wired->text;
    std::string active;
    for (std::size_t begin = 0; begin < wired->text.size();) {
      const std::size_t end = std::min(wired->text.find('\n', begin), wired->text.size());
      const std::string line = wired->text.substr(begin, end - begin);
      const std::size_t word = line.find_first_not_of(" \t");
      if (word != std::string::npos && line[word] != '#') active += line + "\n";
      begin = end + 1;
    }
    return active;
  }

  std::string refused(const Lines& lines) {
    const auto wired = wire(lines);
    EXPECT_FALSE(wired) << wired->text;
    if (wired) return "";
    EXPECT_EQ(wired.error().code, ErrorCode::usage);
    return to_string(wired.error());
  }

  std::unique_ptr<Balancer> haproxy_;
  Wired wired_;
};

TEST_F(HaproxyOutside, NoProgramIsRunToCheckAServer) {
  const std::string text = active({.global = "  external-check\n  insecure-fork-wanted\n",
                                   .pool = "  option external-check\n  external-check command "
                                           "/usr/bin/touch\n  external-check path /usr/bin\n"});
  EXPECT_THAT(text, AllOf(Not(HasSubstr("external-check")), Not(HasSubstr("insecure-fork"))));
  EXPECT_THAT(wired_.changes, Contains(HasSubstr("line 2 is left out: \"external-check\" (it would "
                                                 "run a program)")));
  EXPECT_THAT(wired_.limits, Contains(HasSubstr("backend auth: servers are checked by a "
                                                "connection")));
}

TEST_F(HaproxyOutside, AScriptIsRefusedWithItsPlaceAndNeverRun) {
  const auto folder = *TemporaryFolder::make("lua");
  const fs::path ran = folder.path() / "ran";
  const fs::path script = folder.path() / "evil.lua";
  ASSERT_TRUE(write_file(script, "io.open('" + ran.string() + "', 'w'):close()\n"));
  for (const char* keyword : {"lua-load", "lua-load-per-thread", "lua-prepend-path"}) {
    const std::string said =
        refused({.global = "  " + std::string(keyword) + " " + script.string() + "\n"});
    EXPECT_THAT(said, AllOf(HasSubstr("user/lb.cfg:2:3: "), HasSubstr(keyword)));
  }
  EXPECT_FALSE(fs::exists(ran));
  // The control: HAProxy's own check would have run it.
  const std::string bare = "global\n  lua-load " + script.string() + "\n" + kDefaults + kRest;
  EXPECT_TRUE(haproxy_->check(bare, "user/lb.cfg", bare));
  EXPECT_TRUE(fs::exists(ran));
}

TEST_F(HaproxyOutside, NoLibraryIsLoaded) {
  const std::string text =
      active({.global = "  ssl-engine rdrand\n  ssl-provider /tmp/evil\n  ssl-provider-path /tmp\n"
                        "  setenv LD_PRELOAD /tmp/evil.so\n  presetenv OPENSSL_CONF /tmp/evil.cnf\n"
                        "  setenv ZONE eu1\n  set-dumpable\n",
              .frontend = "  filter opentracing id ot config /tmp/ot.cfg\n"});
  EXPECT_THAT(text, AllOf(Not(HasSubstr("ssl-")), Not(HasSubstr("evil")), Not(HasSubstr("filter")),
                          Not(HasSubstr("set-dumpable")), HasSubstr("setenv ZONE eu1")));
}

TEST_F(HaproxyOutside, NothingIsLookedUpOrSentOnInAnotherWay) {
  const std::string text = active(
      {.defaults = "  tcp-check connect addr 10.9.9.9 port 7\n  option transparent\n",
       .frontend = "  http-request do-resolve(txn.ip,dns,ipv4) hdr(Host)\n"
                   "  tcp-request inspect-delay 1s\n"
                   "  tcp-request content do-resolve(txn.ip,dns,ipv4) src\n"
                   "  filter spoe engine waf config /tmp/spoe.cfg\n"
                   "  http-request send-spoe-group waf all\n",
       .sections = "resolvers dns\n  nameserver a 10.9.9.9:53\n"
                   "backend other\n  option tcp-check\n  tcp-check connect addr 10.9.9.9 port 81\n"
                   "  server o 10.9.9.8:80 check\n"
                   "fcgi-app php\n  docroot /srv\n  log-stderr 10.9.9.9:514 local0\n"});
  EXPECT_THAT(text, AllOf(Not(HasSubstr("10.9.9.")), Not(HasSubstr("do-resolve")),
                          Not(HasSubstr("spoe")), Not(HasSubstr("transparent"))));
}

TEST_F(HaproxyOutside, OddListenersAllBecomeLoopback) {
  const std::string text =
      active({.frontend = "  bind *:80\n  bind :::443 v4v6\n  bind ipv6@:8081\n  bind fd@9\n"
                          "  bind abns@login\n  bind unix@/run/fe.sock\n",
              .sections = "listen tls\n  bind :8443 ssl crt /etc/key.pem\n  server t 10.9.9.9:1\n"
                          "log-forward syslog\n  dgram-bind *:514\n  bind *:514\n"
                          "  log 10.9.9.9:514 local0\n"
                          "peers mesh\n  bind *:1024\n  server " +
                          std::string("me\n  server two 10.9.9.9:1024\n")});
  for (const char* gone : {"*:", ":::", "ipv6@", "fd@", "abns@", "unix@", "10.9.9.9", "key.pem"}) {
    EXPECT_THAT(text, Not(HasSubstr(gone)));
  }
  EXPECT_THAT(text, HasSubstr("dgram-bind 127.77.201.1:"));
}

TEST_F(HaproxyOutside, AKeywordInAVariableIsRefused) {
  const Lines hidden[] = {
      {.global = "  \"$WHAT\" /tmp/evil.lua\n"},
      {.global = "  stats \"$WHAT\" *:99\n"},
      {.pool = "  option \"$WHAT\"\n"},
      {.pool = "  server b 10.9.9.9:80 \"$WHAT\" 10.9.9.8\n"},
      {.pool = "  default-server \"$WHAT\" 10.9.9.8:1\n"},
      {.frontend = "  bind :81 \"$WHAT\" eth0\n"},
      {.frontend = "  http-request \"$WHAT\"\n"},
      {.frontend = "  http-request set-header X \"${WHAT[*]}\"\n"},
  };
  for (const Lines& lines : hidden) {
    EXPECT_THAT(refused(lines),
                AllOf(HasSubstr("depends on an environment variable"), HasSubstr("user/lb.cfg:")))
        << lines.text();
  }
  ::setenv("WEIGHT", "9", 1);
  EXPECT_THAT(active({
                  .frontend = "  bind \"${IP}:81\"\n  log-tag \"$WEIGHT\"\n",
                  .pool = "  default-server weight \"$WEIGHT\"\n",
              }),
              HasSubstr("weight \"$WEIGHT\""));
}

TEST_F(HaproxyOutside, SecretsAreFoundAndHiddenWhereTheyStand) {
  const std::string text =
      "global\n  presetenv API_TOKEN s3cr3t-01-env\nuserlist ops\n  user me insecure-password "
      "s3cr3t-02-user\n  user you password $5$s3cr3t-03-hash groups x\n" +
      kDefaults +
      "frontend fe\n  bind :80\n  stats auth admin:s3cr3t-04-stats\n"
      "  http-request set-header Authorization \"Bearer s3cr3t-05-header\" if { path /x }\n"
      "  http-request deny unless { req.hdr(X-Api-Key) -m str s3cr3t-06-compared }\n"
      "  http-request set-var(txn.api_key) str(s3cr3t-07-var)\n"
      "  http-request set-header X-Zone eu-west-1\n"
      "  http-request deny if !{ req.hdr(Authorization) -m found }\n"
      "  default_backend auth\nbackend auth\n  dynamic-cookie-key s3cr3t-08-cookie\n"
      "  option httpchk GET /x \"HTTP/1.1\\r\\nX-Token: s3cr3t-09-check\"\n"
      "  http-check send meth POST uri /y hdr Authorization s3cr3t-10-hdr body s3cr3t-11-body\n"
      "  tcp-check send \"AUTH s3cr3t-12-redis\"\n"
      "  server a 10.0.0.1:80 weight 100 agent-send s3cr3t-13-agent\n"
      "# the old one was s3cr3t-04-stats\n";
  const std::string hidden = haproxy_->without_secrets(text);
  EXPECT_THAT(hidden, Not(HasSubstr("s3cr3t")));
  for (const char* kept :
       {"user me insecure-password <secret>\n", "set-header X-Zone eu-west-1\n", "uri /y hdr ",
        "set-header Authorization <secret> if { path /x }\n", "-m found }", "weight 100",
        "{ req.hdr(X-Api-Key) -m str <secret> }", "groups x"}) {
    EXPECT_THAT(hidden, HasSubstr(kept));
  }
  const Secrets secrets = haproxy_->secrets(text);
  EXPECT_THAT(secrets.hide("'s3cr3t-05-header': missing; user s3cr3t-02-user"),
              Not(HasSubstr("s3cr3t")));
}

TEST_F(HaproxyOutside, OfAChecksHeadersAndParametersOnlyThoseThatAreSecretAreHidden) {
  const std::string old_headers =
      "backend a\n  option httpchk GET /x "
      "HTTP/1.1\\r\\nHost:\\ login-1.example.com\\r\\nUser-Agent:\\ HAProxy\n";
  EXPECT_EQ(haproxy_->without_secrets(old_headers), old_headers);
  EXPECT_TRUE(haproxy_->secrets(old_headers).empty()) << "the host's name stands in many messages";
  const std::string two =
      "backend a\n  option httpchk GET /x HTTP/1.1\\r\\nCookie:\\ s3cr3t-01\\r\\nHost:\\ "
      "login-1.example.com\\r\\nX-Token:\\ s3cr3t-02\n";
  EXPECT_EQ(haproxy_->without_secrets(two), "backend a\n  option httpchk GET /x <secret>\n");
  EXPECT_EQ(haproxy_->secrets(two).hide("login-1.example.com s3cr3t-02 s3cr3t-01"),
            "login-1.example.com <secret> <secret>");
  const std::string asked =
      "backend a\n  option httpchk GET /x?deep=1&api_key=s3cr3t-03\n"
      "backend b\n  http-check send meth GET uri /y?token=s3cr3t-04 hdr Host login-1\n"
      "backend c\n  option httpchk GET /z?deep=1\n";
  EXPECT_EQ(haproxy_->without_secrets(asked),
            "backend a\n  option httpchk GET <secret>\n"
            "backend b\n  http-check send meth GET uri <secret> hdr Host login-1\n"
            "backend c\n  option httpchk GET /z?deep=1\n");
  EXPECT_EQ(haproxy_->secrets(asked).hide("GET /x?deep=1&api_key=s3cr3t-03"),
            "GET /x?deep=1&api_key=<secret>");
}

}  // namespace
}  // namespace misfire
