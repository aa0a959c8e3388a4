// A certificate whose time is over, on a balancer to which logins come over TLS.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

struct OverTls {
  const char* system;
  const char* config;
  const char* plain;  ///< the listener as the fixtures have it
  const char* tls;
};

void PrintTo(const OverTls& one, std::ostream* out) {
  *out << one.system;
}

class ExpiredCertificate : public ::testing::TestWithParam<OverTls> {
 protected:
  Said run(bool over_tls) {
    const fs::path fixtures = scratch_.fixtures();
    if (over_tls) replace_in(fixtures / GetParam().config, GetParam().plain, GetParam().tls);
    constexpr int kSpeed = 15;  // handshakes cost a busy machine more than logins in plain
    return run_at(kSpeed, scratch_, library("protocol/tls-expired.toml"),
                  fixtures / GetParam().system);
  }
  const Scratch scratch_;
};

TEST_P(ExpiredCertificate, IsNoticedByWhoLogsInAndBlamedOnTheBalancer) {
  const Said said = run(true);
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
  EXPECT_THAT(said.run().dump(), HasSubstr("certificate has expired"));
}

TEST_P(ExpiredCertificate, IsUnsupportedWhereNoListenerSpeaksTls) {
  const Said said = run(false);
  EXPECT_EQ(said.run().at("verdict"), "unsupported") << said.text;
  EXPECT_THAT(said.reasons(), HasSubstr("no listener that speaks TLS"));
}

const OverTls kBalancers[] = {
    {"system.toml", "lb/haproxy.cfg", "bind :8080", "bind :443 ssl crt /etc/haproxy/login.pem"},
    {"nginx.toml", "lb/nginx.conf", "listen 8080;",
     "listen 443 ssl; ssl_certificate /etc/nginx/login.pem; "
     "ssl_certificate_key /etc/nginx/login.key;"}};

INSTANTIATE_TEST_SUITE_P(Balancers, ExpiredCertificate, ::testing::ValuesIn(kBalancers),
                         [](const auto& one) {
                           return std::string(one.param.system) == "nginx.toml" ? "Nginx"
                                                                                : "Haproxy";
                         });

}  // namespace
}  // namespace misfire
