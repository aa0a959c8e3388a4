// The adapter against the real nginx of this machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <mutex>

#include "balancer/balancer.hpp"
#include "balancer/nginx/config.hpp"
#include "base/files.hpp"
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
  return "127.79." + std::to_string(pid / 250 % 250) + "." + std::to_string(1 + pid % 250);
}

class RealNginx : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = make_balancer("nginx", "auth", {}, {});
    ASSERT_TRUE(made) << to_string(made.error());
    nginx_ = std::move(*made);
    original_ = *read_file(fs::path(kSourceDir) / "fixtures/lb/nginx.conf");
    wiring_.backends = servers_.endpoints();
    wiring_.address = own_address();
    wiring_.entry_port = 21000;
    wiring_.metrics_port = 21001;
    wiring_.runtime_port = 21002;
    wiring_.master_port = 21003;
    wiring_.spare_port = 21050;
    wiring_.speed = 30;
  }

  /// What runs when `weights` are written into the user's file.
  std::string wired(const std::vector<int>& weights) {
    auto config = nginx_->parse(original_, "lb.conf", "auth");
    const auto& own = dynamic_cast<const NginxConfig&>(**config);
    Edits edits;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (Edit& edit : own.set_param(i, "weight", std::to_string(weights[i]))) {
        edits.push_back(std::move(edit));
      }
    }
    auto edited = nginx_->parse(*misfire::apply(original_, edits), "lb.conf", "auth");
    auto wired = nginx_->wire(**edited, wiring_);
    files_ = std::move(wired->files);
    return std::move(wired->text);
  }

  void start() {
    const std::string text = wired({});
    part_ = std::make_unique<LocalPart>(nginx_->part(text, wiring_, files_), wiring_.address);
    const auto ready = nginx_->ready(*part_, 20s);
    ASSERT_TRUE(ready) << to_string(ready.error());
  }

  LiveState live() {
    const auto state = nginx_->live(*part_, 5s);
    EXPECT_TRUE(state) << to_string(state.error());
    return state.value_or(LiveState{});
  }

  static std::vector<int> weights(const LiveState& state) {
    std::vector<int> all;
    for (const auto& server : state.servers) all.push_back(server.weight);
    return all;
  }

  HttpRequest login() const { return {"GET", "/login", {}, {}}; }

  HttpServers servers_{own_address(), 3};
  Wiring wiring_;
  std::string original_;
  std::unique_ptr<Balancer> nginx_;
  std::unique_ptr<LocalPart> part_;
  PartFiles files_;
};

TEST_F(RealNginx, StartsReloadsAndTellsWhatItRuns) {
  ASSERT_NO_FATAL_FAILURE(start());
  const LiveState before = live();
  EXPECT_TRUE(before.all_up());
  EXPECT_EQ(before.configuration, configuration_mark(original_));
  EXPECT_EQ(before.algorithm, "round robin");
  EXPECT_THAT(weights(before), ElementsAre(100, 100, 100));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(before.servers[i].name, "auth" + std::to_string(i + 1));
    EXPECT_EQ(before.servers[i].port, wiring_.backends[i].port);
    EXPECT_EQ(before.servers[i].address, wiring_.address);
    EXPECT_EQ(before.servers[i].fall, 3);
  }

  const auto reloaded = nginx_->reload(*part_, wired({200, 25, 25}), 10s);
  ASSERT_TRUE(reloaded) << to_string(reloaded.error());
  const LiveState skewed = live();
  EXPECT_NE(skewed.worker, before.worker);
  EXPECT_NE(skewed.configuration, before.configuration);
  EXPECT_THAT(weights(skewed), ElementsAre(200, 25, 25));

  // The first request after the reload meets the new weights already.
  const std::int64_t first = servers_.answered(0);
  for (int i = 0; i < 50; ++i) {
    const auto answer = http(part_->from_harness("entry"), login(), 5s);
    ASSERT_TRUE(answer && answer->status == 200);
  }
  EXPECT_GE(servers_.answered(0) - first, 39);
  EXPECT_LE(servers_.answered(0) - first, 41);

  ASSERT_TRUE(nginx_->reload(*part_, wired({}), 10s));
  EXPECT_THAT(differences(before, live()), IsEmpty());
}

TEST_F(RealNginx, StaysInTheForegroundWhateverTheFileBeginsWith) {
  original_ = *read_file(fs::path(kSourceDir) / "tests/balancer/nginx/debian.conf");
  ASSERT_TRUE(original_.starts_with("user www-data;"));
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_EQ(live().configuration, configuration_mark(original_));
  const auto answer = http(part_->from_harness("entry"), login(), 5s);
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 200);
}

TEST_F(RealNginx, ServesStubStatusAndWritesItsLog) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_TRUE(http(part_->from_harness("entry"), login(), 5s));
  const auto page = http(part_->from_harness("metrics"), {"GET", "/stub_status", {}, {}}, 5s);
  ASSERT_TRUE(page) << to_string(page.error());
  EXPECT_THAT(page->body, HasSubstr("Active connections"));
  // The line is written when the answer is on its way already.
  std::string log;
  SystemClock clock;
  const auto written = wait_for(clock, "the line in the log", 20s, [&]() -> Result<bool> {
    const auto cat = part_->run({"/bin/cat", "log/access.log"}, 5s);
    if (!cat) return tl::unexpected(cat.error());
    log = cat->output;
    return !log.empty();
  });
  ASSERT_TRUE(written) << to_string(written.error());
  EXPECT_THAT(log, HasSubstr("\"request\":\"GET /login\",\"upstream\":\"" + own_address() + ":"));
}

TEST_F(RealNginx, ReloadsLoseNoRequest) {
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
      const auto answer = http(entry, login(), 10s);
      if (!answer)
        fail(to_string(answer.error()));
      else if (answer->status != 200)
        fail(std::to_string(answer->status));
      ++asked;
    }
  });
  int reloads = 0;
  for (std::string worker = live().worker; reloads < 20; ++reloads) {
    const auto done =
        nginx_->reload(*part_, reloads % 2 == 0 ? wired({200, 25, 25}) : wired({}), 20s);
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
  EXPECT_EQ(reloads, 20);
  EXPECT_GT(asked, 100);
  EXPECT_THAT(failures, IsEmpty());
}

TEST_F(RealNginx, AfterAReloadNoConnectionMeetsTheFormerWorkers) {
  ASSERT_NO_FATAL_FAILURE(start());
  const Endpoint entry = part_->from_harness("entry");
  for (int i = 0; i < 10; ++i) {
    const std::size_t chosen = i % 2 == 0 ? 2 : 0;
    const auto done =
        nginx_->reload(*part_, chosen == 0 ? wired({10'000, 1, 1}) : wired({1, 1, 10'000}), 20s);
    ASSERT_TRUE(done) << to_string(done.error());
    const std::int64_t before = servers_.answered(chosen);
    for (int n = 0; n < 20; ++n) ASSERT_TRUE(http(entry, login(), 5s));
    EXPECT_EQ(servers_.answered(chosen) - before, 20);
  }
}

TEST_F(RealNginx, WhatIsToBeRefusedIsRefusedAndTheOldOneServesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  const LiveState before = live();
  for (int i = 0; i < 2; ++i) {
    const auto refused = nginx_->reload_refused(*part_, "nonsense here;\n" + wired({9, 9, 9}), 10s);
    ASSERT_TRUE(refused) << to_string(refused.error());
    EXPECT_EQ(live().worker, before.worker);
    EXPECT_THAT(differences(before, live()), IsEmpty());
  }
  ASSERT_TRUE(nginx_->reload(*part_, wired({1, 1, 1}), 10s));
  EXPECT_THAT(weights(live()), ElementsAre(1, 1, 1));
  const auto taken = nginx_->reload_refused(*part_, wired({2, 2, 2}), 10s);
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, HasSubstr("that it was to refuse"));
}

TEST_F(RealNginx, ARejectedConfigurationIsToldAndTheOldOneServesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string worker = live().worker;
  const auto reloaded = nginx_->reload(*part_, wired({}) + "\nnonsense here;\n", 10s);
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().message, HasSubstr("rejected"));
  EXPECT_THAT(reloaded.error().hint, HasSubstr("unknown directive \"nonsense\""));
  EXPECT_EQ(live().worker, worker);
  ASSERT_TRUE(nginx_->reload(*part_, wired({1, 1, 1}), 10s));
  EXPECT_THAT(weights(live()), ElementsAre(1, 1, 1));
}

TEST_F(RealNginx, AHangingMasterIsNoReload) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_TRUE(part_->signal(SIGSTOP));
  const auto reloaded = nginx_->reload(*part_, wired({1, 1, 1}), 500ms);
  ASSERT_TRUE(part_->signal(SIGCONT));
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().message, HasSubstr("no worker of the new generation answers"));
}

TEST_F(RealNginx, IsNotReadyWhenItDoesNotStart) {
  part_ = std::make_unique<LocalPart>(nginx_->part("nonsense;\n", wiring_), wiring_.address);
  const auto ready = nginx_->ready(*part_, 1s);
  ASSERT_FALSE(ready);
  EXPECT_THAT(ready.error().hint, HasSubstr("unknown directive \"nonsense\""));
}

}  // namespace
}  // namespace misfire
