// The adapter against the real HAProxy of this machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <mutex>

#include "balancer/balancer.hpp"
#include "balancer/haproxy/config.hpp"
#include "base/files.hpp"
#include "base/wait.hpp"
#include "http_servers.hpp"
#include "local_part.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// This test's own: another one that looks for free ports at the same time must not find them here.
std::string own_address() {
  const int pid = ::getpid();
  return "127.78." + std::to_string(pid / 250 % 250) + "." + std::to_string(1 + pid % 250);
}

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

class RealHaproxy : public ::testing::TestWithParam<std::pair<const char*, const char*>> {
 protected:
  void SetUp() override {
    const auto [file, pool] = GetParam();
    auto made = make_balancer("haproxy", pool, {}, {});
    ASSERT_TRUE(made) << to_string(made.error());
    haproxy_ = std::move(*made);
    pool_ = pool;
    original_ = *read_file(fs::path(kSourceDir) / "fixtures/lb" / file);
    wiring_.backends = servers_.endpoints();
    wiring_.address = own_address();
    const auto ports = free_ports(5, wiring_.address);
    wiring_.entry_port = ports[0];
    wiring_.metrics_port = ports[1];
    wiring_.runtime_port = ports[2];
    wiring_.master_port = ports[3];
    wiring_.spare_port = ports[4];
    wiring_.speed = 30;
  }

  /// What runs when `weights` are written into the user's file.
  std::string wired(const std::vector<int>& weights) {
    auto config = haproxy_->parse(original_, "lb.cfg", pool_);
    Edits edits;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const auto& own = dynamic_cast<const HaproxyConfig&>(**config);
      for (Edit& edit : own.set_param(i, "weight", std::to_string(weights[i]))) {
        edits.push_back(std::move(edit));
      }
    }
    auto edited = haproxy_->parse(*misfire::apply(original_, edits), "lb.cfg", pool_);
    return haproxy_->wire(**edited, wiring_)->text;
  }

  void start() {
    part_ = std::make_unique<LocalPart>(haproxy_->part(wired({}), wiring_), wiring_.address);
    const auto ready = haproxy_->ready(*part_, 20s);
    ASSERT_TRUE(ready) << to_string(ready.error());
  }

  LiveState live() {
    const auto state = haproxy_->live(*part_, 5s);
    EXPECT_TRUE(state) << to_string(state.error());
    return state.value_or(LiveState{});
  }

  static std::vector<int> weights(const LiveState& state) {
    std::vector<int> all;
    for (const auto& server : state.servers) all.push_back(server.weight);
    return all;
  }

  HttpServers servers_{own_address(), 3};
  Wiring wiring_;
  std::string original_, pool_;
  std::unique_ptr<Balancer> haproxy_;
  std::unique_ptr<LocalPart> part_;
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

  const auto reloaded = haproxy_->reload(*part_, wired({200, 25, 25}), 10s);
  ASSERT_TRUE(reloaded) << to_string(reloaded.error());
  const LiveState skewed = live();
  EXPECT_NE(skewed.worker, before.worker);
  EXPECT_THAT(weights(skewed), ElementsAre(200, 25, 25));
  EXPECT_EQ(differences(before, skewed).size(), 4u) << "three weights, and the text";

  // The first request after the reload meets the new weights already.
  const std::int64_t first = servers_.answered(0);
  for (int i = 0; i < 50; ++i) {
    const auto answer = http(part_->from_harness("entry"), {}, 5s);
    ASSERT_TRUE(answer && answer->status == 200);
  }
  EXPECT_GE(servers_.answered(0) - first, 39);
  EXPECT_LE(servers_.answered(0) - first, 41);

  ASSERT_TRUE(haproxy_->reload(*part_, wired({}), 10s));
  ASSERT_TRUE(haproxy_->ready(*part_, 20s));
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
  const Endpoint entry = part_->from_harness("entry");
  std::atomic<bool> stop = false;
  std::atomic<int> asked = 0;
  std::mutex mutex;
  std::vector<std::string> failures;
  const auto fail = [&](std::string why) {
    const std::lock_guard lock(mutex);
    failures.push_back(std::move(why));
  };
  std::thread fresh([&] {
    while (!stop) {
      const auto answer = http(entry, {}, 10s);
      if (!answer)
        fail(to_string(answer.error()));
      else if (answer->status != 200)
        fail(std::to_string(answer->status));
      ++asked;
    }
  });
  std::thread kept([&] {
    KeptConnection connection(entry);
    while (!stop) {
      if (std::string why = connection.ask(); !why.empty()) fail("kept: " + why);
      ++asked;
      std::this_thread::sleep_for(1ms);
    }
  });
  int reloads = 0;
  for (std::string worker = live().worker; reloads < 20; ++reloads) {
    const auto done =
        haproxy_->reload(*part_, reloads % 2 == 0 ? wired({200, 25, 25}) : wired({}), 20s);
    if (!done) {
      ADD_FAILURE() << to_string(done.error());
      break;
    }
    const std::string next = live().worker;
    EXPECT_NE(next, worker);
    worker = next;
  }
  stop = true;
  fresh.join();
  kept.join();
  EXPECT_EQ(reloads, 20);
  EXPECT_GT(asked, 100);
  EXPECT_THAT(failures, IsEmpty());
}

TEST_P(RealHaproxy, AfterAReloadNoConnectionMeetsTheFormerWorker) {
  ASSERT_NO_FATAL_FAILURE(start());
  const Endpoint entry = part_->from_harness("entry");
  for (int i = 0; i < 10; ++i) {
    const std::size_t chosen = i % 2 == 0 ? 2 : 0;
    const auto done =
        haproxy_->reload(*part_, chosen == 0 ? wired({100, 0, 0}) : wired({0, 0, 100}), 20s);
    ASSERT_TRUE(done) << to_string(done.error());
    const std::int64_t before = servers_.answered(chosen);
    for (int n = 0; n < 20; ++n) ASSERT_TRUE(http(entry, {}, 5s));
    EXPECT_EQ(servers_.answered(chosen) - before, 20);
  }
}

TEST_P(RealHaproxy, WhatIsToBeRefusedIsRefusedAndTheOldOneServesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  const LiveState before = live();
  for (int i = 0; i < 2; ++i) {
    const auto refused =
        haproxy_->reload_refused(*part_, wired({9, 9, 9}) + "\nnonsense here\n", 10s);
    ASSERT_TRUE(refused) << to_string(refused.error());
    EXPECT_EQ(live().worker, before.worker);
    EXPECT_THAT(differences(before, live()), IsEmpty());
  }
  ASSERT_TRUE(haproxy_->reload(*part_, wired({1, 1, 1}), 10s));
  EXPECT_THAT(weights(live()), ElementsAre(1, 1, 1));
  const auto taken = haproxy_->reload_refused(*part_, wired({2, 2, 2}), 10s);
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, HasSubstr("that it was to refuse"));
}

TEST_P(RealHaproxy, ARejectedConfigurationIsToldAndTheOldOneServesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string worker = live().worker;
  const auto reloaded = haproxy_->reload(*part_, wired({}) + "\nnonsense here\n", 10s);
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().message, HasSubstr("rejected"));
  EXPECT_THAT(reloaded.error().hint, HasSubstr("unknown keyword 'nonsense'"));
  EXPECT_EQ(live().worker, worker);
  ASSERT_TRUE(haproxy_->reload(*part_, wired({1, 1, 1}), 10s));
  EXPECT_THAT(weights(live()), ElementsAre(1, 1, 1));
}

TEST_P(RealHaproxy, IsNotReadyWhileABackendRefuses) {
  wiring_.backends[1].port = free_ports(1, wiring_.address)[0];
  part_ = std::make_unique<LocalPart>(haproxy_->part(wired({}), wiring_), wiring_.address);
  const auto ready = haproxy_->ready(*part_, 2s);
  ASSERT_FALSE(ready);
  const auto config = haproxy_->parse(original_, "lb.cfg", pool_);
  EXPECT_THAT(ready.error().message,
              HasSubstr((*config)->pool()[1].name + " is DOWN (last health check: L4CON)"));
}

TEST_P(RealHaproxy, IsReadyWithoutAServerThatTheFileDisables) {
  const auto config = haproxy_->parse(original_, "lb.cfg", pool_);
  const HaproxyLine& line = dynamic_cast<const HaproxyConfig&>(**config).server_line(1);
  original_.insert(line.words.back().end, " disabled");
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_THAT(live().servers[1].admin, HasSubstr("maintenance by configuration"));
}

TEST_P(RealHaproxy, IsNotReadyWhenItDoesNotStart) {
  part_ = std::make_unique<LocalPart>(haproxy_->part("nonsense\n", wiring_), wiring_.address);
  const auto ready = haproxy_->ready(*part_, 1s);
  ASSERT_FALSE(ready);
  EXPECT_THAT(ready.error().hint, HasSubstr("unknown keyword 'nonsense'"));
}

INSTANTIATE_TEST_SUITE_P(Fixtures, RealHaproxy,
                         ::testing::Values(std::pair("haproxy.cfg", "auth"),
                                           std::pair("renamed.cfg", "identity_pool")),
                         [](const auto& fixture) { return std::string(fixture.param.second); });

}  // namespace
}  // namespace misfire
