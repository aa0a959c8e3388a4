// Backends that do not name themselves: the balancer tells which of them answered.
#include <gmock/gmock.h>

#include "balancer/balancer.hpp"
#include "base/http_client.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

Wiring wiring(std::size_t servers) {
  Wiring made;
  for (std::size_t i = 0; i < servers; ++i) {
    made.backends.push_back({"127.0.0.1", 29001 + static_cast<int>(i)});
  }
  made.address = "127.0.0.1";
  made.entry_port = 20080;
  made.metrics_port = 20081;
  made.runtime_port = 20082;
  made.master_port = 20083;
  made.spare_port = 20200;
  made.tell_backend = "X-Told";
  return made;
}

Result<Wired> wired(const std::string& kind, const std::string& pool, const std::string& text,
                    std::size_t servers, const std::string& header = "X-Told") {
  const auto balancer = make_balancer(kind, pool, {}, {});
  if (!balancer) return tl::unexpected(balancer.error());
  const auto config = (*balancer)->parse(text, "lb.cfg", pool);
  if (!config) return tl::unexpected(config.error().front());
  Wiring here = wiring(servers);
  here.tell_backend = header;
  auto result = (*balancer)->wire(**config, here);
  if (!result) return result;
  const auto checked = (*balancer)->check(result->text, "lb.cfg", text);
  if (!checked) return tl::unexpected(checked.error().front());
  return result;
}

const std::string kMetrics =
    "frontend m\n bind :8405\n mode http\n http-request use-service prometheus-exporter\n";
const std::string kTimeouts = " timeout connect 1s\n timeout client 1s\n timeout server 1s\n";

TEST(TellBackend, HaproxyNamesTheAddressOfTheServerThatAnswered) {
  const std::string text = "defaults\n mode http\n" + kTimeouts +
                           "frontend f\n bind :80\n default_backend b\nbackend b\n"
                           " server s 10.0.0.1:80\n" +
                           kMetrics;
  const auto result = wired("haproxy", "b", text, 1);
  ASSERT_TRUE(result) << to_string(result.error());
  EXPECT_THAT(result->text, HasSubstr("http-response set-header X-Told %si:%sp"));
  EXPECT_THAT(result->changes, testing::Contains(HasSubstr("which server answered")));
  EXPECT_THAT(wired("haproxy", "b", text, 1, "")->text, Not(HasSubstr("X-Told")));
}

TEST(TellBackend, HaproxyCannotInModeTcp) {
  const auto result = wired("haproxy", "b",
                            "defaults\n mode tcp\n" + kTimeouts +
                                "frontend f\n bind :80\n default_backend b\nbackend b\n"
                                " server s 10.0.0.1:80\n" +
                                kMetrics,
                            1);
  ASSERT_FALSE(result);
  EXPECT_THAT(to_string(result.error()), HasSubstr("backend b is not in mode http"));
  EXPECT_THAT(to_string(result.error()), HasSubstr("[login] backend"));
}

TEST(TellBackend, NginxTellsAlsoWhereABlockHasHeadersOfItsOwn) {
  const auto result = wired("nginx", "p",
                            "events {}\nhttp {\n upstream p { server 10.0.0.1:80; }\n"
                            " server { listen 80; add_header A b;\n"
                            "  location / { proxy_pass http://p; }\n"
                            "  location /x { proxy_pass http://p; add_header C d always; }\n"
                            " }\n}\n",
                            1);
  ASSERT_TRUE(result) << to_string(result.error());
  std::size_t told = 0;
  for (std::size_t at = 0; (at = result->text.find("add_header X-Told $upstream_addr always;",
                                                   at)) != std::string::npos;
       ++at) {
    ++told;
  }
  EXPECT_EQ(told, 3u) << "http, the server, the location with one of its own:\n" << result->text;
}

}  // namespace
}  // namespace misfire
