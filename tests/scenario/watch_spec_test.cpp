// [watch] of a system file.
#include <gtest/gtest.h>

#include "scenario/parse.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

TEST(WatchSpec, KnowsSocketsAndAddresses) {
  EXPECT_EQ(parse_endpoint("unix:/run/a.sock").value(), (Endpoint{{}, 0, "/run/a.sock"}));
  EXPECT_EQ(parse_endpoint("/run/a.sock").value(), (Endpoint{{}, 0, "/run/a.sock"}));
  EXPECT_EQ(parse_endpoint("10.0.0.1:9999").value(), (Endpoint{"10.0.0.1", 9999, {}}));
  EXPECT_EQ(parse_endpoint("[::1]:9999").value(), (Endpoint{"::1", 9999, {}}));
  for (const char* wrong : {"", "unix:", "lb.internal:9999", "10.0.0.1", "10.0.0.1:0", "10.0.0.1:x",
                            "10.0.0.1:65536", "10.0.0.1:99 ", ":9999"}) {
    EXPECT_FALSE(parse_endpoint(wrong)) << wrong;
  }
}

TEST(WatchSpec, KnowsStatusPages) {
  const StatusPage page = parse_status_page("http://127.0.0.1:8080/nginx_status").value();
  EXPECT_EQ(page, (StatusPage{{"127.0.0.1", 8080, {}}, "/nginx_status"}));
  EXPECT_EQ(parse_status_page("http://[::1]").value(), (StatusPage{{"::1", 80, {}}, "/"}));
  for (const char* wrong : {"https://127.0.0.1/", "127.0.0.1:80/x", "http://", "http:///x",
                            "http://localhost/", "http://127.0.0.1:x/"}) {
    EXPECT_FALSE(parse_status_page(wrong)) << wrong;
  }
}

Errors mistakes(const std::string& watch) {
  const auto system = parse_system("schema = 1\n[watch]\n" + watch, "system.toml", System{});
  return system ? Errors{} : system.error();
}

TEST(WatchSpec, NeedsNothingElseOfTheSystem) {
  const auto system = parse_system(
      "schema = 1\n[watch]\nruntime_api = \"unix:/run/a\"\npid_file = \"/run/n.pid\"\n"
      "every = \"10s\"\nlisten = \"0.0.0.0:1\"\n",
      "system.toml", System{});
  ASSERT_TRUE(system) << to_string(system.error().front());
  EXPECT_EQ(system->watch.runtime_api->path, "/run/a");
  EXPECT_EQ(system->watch.pid_file, "/run/n.pid");
  EXPECT_EQ(system->watch.every.value, 10s);
  EXPECT_EQ(system->watch.listen.host, "0.0.0.0");
}

TEST(WatchSpec, TellsEachMistakeWithItsPlace) {
  const Errors errors = mistakes(
      "runtime_api = \"lb:1\"\nstatus_page = \"x\"\nevery = \"10ms\"\nlisten = \"x\"\npid = "
      "\"y\"\n");
  ASSERT_EQ(errors.size(), 5u);
  EXPECT_EQ(
      to_string(errors[0]),
      "system.toml:3:15: watch.runtime_api: \"lb:1\" is neither a Unix socket nor an IP "
      "address with a port\n  write unix:/run/haproxy/admin.sock or 127.0.0.1:9999; names are "
      "not looked up");
  EXPECT_EQ(to_string(errors[2]),
            "system.toml:5:9: watch.every is 10ms\n  it is at least 100ms and at most 1d");
  EXPECT_EQ(to_string(errors[4]),
            "system.toml:7:1: unknown key watch.pid\n  known: every, listen, pid_file, "
            "runtime_api, status_page");
}

}  // namespace
}  // namespace misfire
