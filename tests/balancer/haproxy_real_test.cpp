// The adapter against the real HAProxy of this machine.
#include <fmt/format.h>

#include "balancer/haproxy/config.hpp"
#include "real_balancer.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// So many different ones.
std::vector<int> free_ports(std::size_t count, const std::string& address) {
  boost::asio::io_context io;
  using Tcp = boost::asio::ip::tcp;
  std::vector<Tcp::acceptor> probes;
  std::vector<int> ports;
  while (ports.size() < count) {
    probes.emplace_back(io, Tcp::endpoint(boost::asio::ip::make_address(address), 0));
    ports.push_back(probes.back().local_endpoint().port());
  }
  return ports;
}

class RealHaproxy : public RealBalancer<HaproxyConfig>,
                    public ::testing::WithParamInterface<std::pair<const char*, const char*>> {
 protected:
  RealHaproxy() : RealBalancer(78) {}

  void SetUp() override {
    const auto [file, pool] = GetParam();
    ASSERT_NO_FATAL_FAILURE(set_up("haproxy", file, pool));
    const auto ports = free_ports(5, wiring_.address);
    wiring_.entry_port = ports[0];
    wiring_.metrics_port = ports[1];
    wiring_.runtime_port = ports[2];
    wiring_.master_port = ports[3];
    wiring_.spare_port = ports[4];
  }
};

TEST_P(RealHaproxy, StartsReloadsAndTellsItsLiveState) {
  ASSERT_NO_FATAL_FAILURE(start());
  const LiveState before = live();
  EXPECT_TRUE(before.all_up());
  EXPECT_THAT(weights(before), ElementsAre(100, 100, 100));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(before.servers[i].port, wiring_.backends[i].port);
    EXPECT_EQ(before.servers[i].address, wiring_.address);
    EXPECT_EQ(before.servers[i].maxconn, 200);
    EXPECT_EQ(before.servers[i].check, "L7OK");
  }

  const auto reloaded = reload(wired({200, 25, 25}));
  ASSERT_TRUE(reloaded) << to_string(reloaded.error());
  const LiveState skewed = live();
  EXPECT_NE(skewed.worker, before.worker);
  EXPECT_THAT(weights(skewed), ElementsAre(200, 25, 25));
  EXPECT_EQ(differences(before, skewed).size(), 4u) << "three weights, and the text";

  expect_four_of_five_at_the_first();

  ASSERT_TRUE(reload(wired({})));
  ASSERT_TRUE(balancer_->ready(*part_, 20s));
  EXPECT_THAT(differences(before, live()), IsEmpty());
}

TEST_P(RealHaproxy, ServesTheExporter) {
  ASSERT_NO_FATAL_FAILURE(start());
  const auto page = http(part_->from_harness("metrics"), {"GET", "/metrics", "", {}}, 5s);
  ASSERT_TRUE(page) << to_string(page.error());
  EXPECT_THAT(page->body, HasSubstr("haproxy_server_uweight{proxy=\"" + pool_ + "\""));
}

TEST_P(RealHaproxy, ReloadsLoseNoRequest) {
  ASSERT_NO_FATAL_FAILURE(start());
  KeptConnection connection(part_->from_harness("entry"));
  expect_reloads_lose_nothing([&]() -> std::string {
    std::this_thread::sleep_for(1ms);
    const std::string why = connection.ask();
    return why.empty() ? "" : "kept: " + why;
  });
}

TEST_P(RealHaproxy, AfterAReloadNoConnectionMeetsTheFormerWorker) {
  ASSERT_NO_FATAL_FAILURE(start());
  expect_no_former_worker({100, 0, 0}, {0, 0, 100});
}

TEST_P(RealHaproxy, WhatIsToBeRefusedIsRefusedAndTheOldOneServesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  expect_refused(wired({9, 9, 9}) + "\nnonsense here\n");
}

TEST_P(RealHaproxy, ARejectedConfigurationIsToldAndTheOldOneServesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  expect_rejected(wired({}) + "\nnonsense here\n", "unknown keyword 'nonsense'");
}

TEST_P(RealHaproxy, IsNotReadyWhileABackendRefuses) {
  wiring_.backends[1].port = free_ports(1, wiring_.address)[0];
  start_with(wired({}));
  const auto ready = balancer_->ready(*part_, 2s);
  ASSERT_FALSE(ready);
  const auto config = balancer_->parse(original_, file_, pool_);
  EXPECT_THAT(ready.error().message,
              HasSubstr((*config)->pool()[1].name + " is DOWN (last health check: L4CON)"));
}

TEST_P(RealHaproxy, IsReadyWithoutAServerThatTheFileDisables) {
  const auto config = balancer_->parse(original_, file_, pool_);
  const HaproxyLine& line = dynamic_cast<const HaproxyConfig&>(**config).server_line(1);
  original_.insert(line.words.back().end, " disabled");
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_THAT(live().servers[1].admin, HasSubstr("maintenance by configuration"));
}

TEST_P(RealHaproxy, IsReadyWhereAFrontendHasThePoolsName) {
  const std::size_t above = original_.find("\nbackend " + pool_);
  ASSERT_NE(above, std::string::npos);
  original_.insert(above, "\nfrontend " + pool_ + "\n    mode http\n    bind :8099\n");
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_THAT(live().servers, ::testing::SizeIs(3));
}

TEST_P(RealHaproxy, IsReadyWhateverIntervalsOtherBackendsHave) {
  const std::size_t above = original_.find("\nbackend " + pool_);
  ASSERT_NE(above, std::string::npos);
  original_.insert(above,
                   "\nbackend other\n    server o1 10.1.1.1:80 check inter 6h\n"
                   "    server o2 10.1.1.2:80 check inter 6h\n");
  ASSERT_NO_FATAL_FAILURE(start());  // and not after 240 s
}

TEST_P(RealHaproxy, IsReadyByTheChecksOfTheServersThatThePoolTracks) {
  const auto config = balancer_->parse(original_, file_, pool_);
  const auto& own = dynamic_cast<const HaproxyConfig&>(**config);
  Edits edits;
  std::string tracked = "\nbackend chk\n    mode http\n    option httpchk GET /healthz\n";
  for (std::size_t i = 0; i < 3; ++i) {
    const HaproxyLine& line = own.server_line(i);
    edits.push_back(
        {line.words[2].end, line.end, " maxconn 200 no-check track chk/" + line.word(1)});
    tracked += fmt::format("    server {} {} check inter 1s\n", line.word(1), line.word(2));
  }
  original_ = *misfire::apply(original_, edits) + tracked;
  ASSERT_NO_FATAL_FAILURE(start());
  for (const auto& server : live().servers) {
    EXPECT_THAT(server.status, HasSubstr("UP"));
    EXPECT_EQ(server.check, "L7OK");
  }
}

TEST_P(RealHaproxy, IsNotReadyWhenItDoesNotStart) {
  expect_does_not_start("nonsense\n", "unknown keyword 'nonsense'");
}

/// As the part does: from the harness's environment, and nothing else from there.
TEST(HaproxyCheck, KnowsTheVariablesThatTheFileNames) {
  const auto haproxy = *make_balancer("haproxy", "auth", {}, {});
  const std::string text =
      "defaults\n    mode http\n    timeout client \"$MISFIRE_TEST_TIME\"\n    timeout connect 1s\n"
      "    timeout server 1s\nfrontend fe\n    bind 127.0.0.1:8099\n    default_backend "
      "auth\nbackend auth\n    http-request set-header X \"$MISFIRE_TEST_X\"\n";
  ::setenv("MISFIRE_TEST_TIME", "17s", 1);
  ::setenv("MISFIRE_TEST_X", "two \"words\" and $one", 1);
  const auto known = haproxy->check(text, "lb.cfg", text);
  EXPECT_TRUE(known) << to_string(known.error().front());
  ::setenv("MISFIRE_TEST_TIME", "soon", 1);
  const auto wrong = haproxy->check(text, "lb.cfg", text);
  ::unsetenv("MISFIRE_TEST_TIME");
  ::unsetenv("MISFIRE_TEST_X");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().size(), 1u);
  EXPECT_EQ(wrong.error().front().where->line, 3);
  EXPECT_EQ(wrong.error().front().where->file, "lb.cfg");
}

INSTANTIATE_TEST_SUITE_P(Fixtures, RealHaproxy,
                         ::testing::Values(std::pair("haproxy.cfg", "auth"),
                                           std::pair("renamed.cfg", "identity_pool")),
                         [](const auto& fixture) { return std::string(fixture.param.second); });

}  // namespace
}  // namespace misfire
