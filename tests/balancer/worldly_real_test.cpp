// Configurations as teams have them, which no fixture resembles, run here: each is wired, approved
// by the real balancer, and names nothing of production any more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "balancer/balancer.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

struct World {
  const char* kind;
  const char* config;  ///< below tests/balancer/worldly
  const char* pool;
  std::size_t servers;
  std::map<std::string, std::string> environment = {};
  bool scripts = false;
  std::vector<std::string> changes = {};  ///< each is in some sentence of the plan
  std::vector<std::string> files = {};    ///< that the part is given
  std::vector<std::string> gone = {};     ///< that no active line names any more
};

std::ostream& operator<<(std::ostream& to, const World& world) {
  return to << world.config;
}

/// Without lines that are comments.
std::string active_lines(const std::string& text) {
  std::string active;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    const std::size_t word = line.find_first_not_of(" \t");
    if (word != std::string::npos && line[word] != '#') active += line + "\n";
    begin = end + 1;
  }
  return active;
}

class Worldly : public ::testing::TestWithParam<World> {
 protected:
  static Wiring wiring_of(const World& world, double speed) {
    Wiring wiring;
    for (std::size_t i = 0; i < world.servers; ++i) {
      wiring.backends.push_back({"127.77.203.1", 21011 + static_cast<int>(i)});
    }
    wiring.environment = world.environment;
    wiring.scripts = world.scripts;
    wiring.address = "127.77.203.1";
    wiring.entry_port = 21000;
    wiring.metrics_port = 21001;
    wiring.runtime_port = 21002;
    wiring.master_port = 21003;
    wiring.spare_port = 21050;
    wiring.speed = speed;
    return wiring;
  }
};

TEST_P(Worldly, RunsHereByEditsAlone) {
  const World& world = GetParam();
  const fs::path path = fs::path(kSourceDir) / "tests/balancer/worldly" / world.config;
  const auto balancer = make_balancer(world.kind, world.pool, {}, {});
  ASSERT_TRUE(balancer) << to_string(balancer.error());
  for (const double speed : {1.0, 30.0}) {
    const auto text = (*balancer)->read(path, {});
    ASSERT_TRUE(text) << to_string(text.error());
    const auto config = (*balancer)->parse(*text, path.string(), world.pool);
    ASSERT_TRUE(config) << to_string(config.error().front());
    ASSERT_EQ((*config)->pool().size(), world.servers);
    const auto wired = (*balancer)->wire(**config, wiring_of(world, speed));
    ASSERT_TRUE(wired) << to_string(wired.error());
    const auto checked =
        (*balancer)->check(wired->text, path.string(), (*config)->text(), wired->files);
    ASSERT_TRUE(checked) << to_string(checked.error().front()) << "\n" << wired->text;
    // What runs parses again, with the same pool.
    const auto again = (*balancer)->parse(wired->text, path.string(), world.pool);
    ASSERT_TRUE(again) << to_string(again.error().front());
    EXPECT_EQ((*again)->pool().size(), world.servers);
    for (std::size_t i = 0; i < world.servers; ++i) {
      EXPECT_EQ((*again)->pool()[i].address, "127.77.203.1") << (*again)->pool()[i].name;
      EXPECT_EQ((*again)->pool()[i].port, 21011 + static_cast<int>(i));
    }
    for (const std::string& sentence : world.changes) {
      EXPECT_THAT(wired->changes, Contains(HasSubstr(sentence)));
    }
    for (const std::string& file : world.files) EXPECT_TRUE(wired->files.contains(file)) << file;
    const std::string active = active_lines(wired->text);
    for (const std::string& word : world.gone) EXPECT_THAT(active, Not(HasSubstr(word)));
  }
}

TEST_P(Worldly, APlacedMistakeIsToldInTheUsersFile) {
  const World& world = GetParam();
  const fs::path path = fs::path(kSourceDir) / "tests/balancer/worldly" / world.config;
  const auto balancer = make_balancer(world.kind, world.pool, {}, {});
  ASSERT_TRUE(balancer);
  const auto config = (*balancer)->parse(*(*balancer)->read(path, {}), path.string(), world.pool);
  ASSERT_TRUE(config);
  const Position last = (*config)->pool().back().where;
  ASSERT_EQ(last.file.rfind(path.parent_path().string(), 0), 0u) << last.file;
  // The user's own file has the last server on that line.
  const auto own = read_file(last.file);
  ASSERT_TRUE(own) << to_string(own.error());
  std::size_t begin = 0;
  for (int line = 1; line < last.line; ++line) begin = own->find('\n', begin) + 1;
  const std::string line = own->substr(begin, own->find('\n', begin) - begin);
  EXPECT_THAT(line, HasSubstr("server")) << to_string(last);
}

const std::vector<World>& worlds() {
  static const std::string kPem = "misfire-own/misfire-certificate.pem";
  static const std::vector<World> all = {
      {"haproxy",
       "haproxy/shop/haproxy.cfg",
       "sso",
       3,
       {},
       false,
       {"becomes \"always_true\"", "redirect scheme https code 301", "http-request track-sc0 src",
        "/etc/haproxy/errors/503.http is misfire-own/503.http", "misfire-own/hosts.map", "crt-base",
        "no strict-limits"},
       {"misfire-own/503.http", "misfire-own/403.http", "misfire-own/hosts.map",
        "misfire-own/bad-agents.lst"},
       {"10.20.", "/etc/", "chroot", "ssl_fc"}},
      {"haproxy",
       "haproxy/bank",
       "identity",
       4,
       {{"MAXCONN", "5000"}},
       false,
       {"the file begins with the values of MAXCONN", "server identity/idp4 is at",
        "http-request auth realm ops"},
       {},
       {"10.0.40.", "consul:8600", "/etc/", "service.consul", "redirect"}},
      {"haproxy",
       "haproxy/edge/haproxy.cfg",
       "accounts",
       3,
       {},
       true,
       {"2 modules of Lua are copied", "misfire-own/request_id.lua", "misfire-own/robots.txt"},
       {"misfire-own/lua/ids.lua", "misfire-own/request_id.lua", "misfire-own/robots.txt"},
       {"svc.cluster.local", "/usr/local"}},
      {"haproxy",
       "haproxy/passthrough/haproxy.cfg",
       "members",
       3,
       {},
       false,
       {"server local of backend to-http", "misfire-own/trusted.lst"},
       {"misfire-own/trusted.lst"},
       {"192.0.2.7", "agent-check", "abns@", "/run/"}},
      {"haproxy",
       "haproxy/dualstack/haproxy.cfg",
       "auth-v2",
       3,
       {},
       false,
       {"becomes \"req.hdr(host)\"", "a generated certificate", "default-path"},
       {kPem},
       {"2001:db8", "certs/", "crl-file", "/srv/"}},
      {"haproxy",
       "haproxy/legacy/haproxy.cfg",
       "signin",
       4,
       {},
       false,
       {"http-request auth realm Staff", "listen signin listens on"},
       {},
       {"10.1.", "fd@", "LISTEN_FD"}},
      {"nginx",
       "nginx/debian/nginx.conf",
       "accounts",
       3,
       {},
       false,
       {"the nginx that runs has no such module", "user www-data",
        "it belongs to production's certificates", "all logins come from one address",
        "ssl_certificate /etc/letsencrypt"},
       {kPem},
       {"example.org:8443", "letsencrypt", "/var/log"}},
      {"nginx",
       "nginx/gateway/nginx.conf",
       "identity",
       3,
       {},
       false,
       {"server unix:/run/identity/a.sock is at", "http_x_forwarded_proto",
        "where nothing answers"},
       {},
       {"unix:", "10.2.0", "/var/cache", "/dev/std"}},
      {"nginx",
       "nginx/php/nginx.conf",
       "members",
       3,
       {},
       false,
       {"stream {…}\" (only HTTP", "fastcgi_params", "auth_basic_user_file", "load_module"},
       {},
       {"10.5.", "unix:", "/etc/nginx/.htpasswd"}},
      {"nginx",
       "nginx/hosting/nginx.conf",
       "auth-pool",
       3,
       {},
       false,
       {"QUIC is not spoken here", "ssl_certificate /etc/pki", "ssl_session_ticket_key"},
       {kPem},
       {"/etc/pki", "auth-a:8080", "unix:/run"}},
      {"nginx",
       "nginx/docker/nginx.conf",
       "backend",
       2,
       {},
       false,
       {"user  nginx", "server app1:3000 is at"},
       {},
       {"app1:3000", "/var/"}},
  };
  return all;
}

INSTANTIATE_TEST_SUITE_P(Configurations, Worldly, ::testing::ValuesIn(worlds()),
                         [](const auto& one) {
                           std::string name;
                           for (const char c : std::string(one.param.config)) {
                             if (c == '.') break;
                             name += c == '/' ? '_' : c;
                           }
                           return name;
                         });

}  // namespace
}  // namespace misfire
