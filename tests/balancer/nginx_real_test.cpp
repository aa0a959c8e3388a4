// The adapter against the real nginx of this machine.
#include "real_balancer.hpp"

#include "balancer/nginx/config.hpp"
#include "base/wait.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RealNginx : public RealBalancer<NginxConfig> {
 protected:
  RealNginx() : RealBalancer(79) {}

  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(set_up("nginx", "nginx.conf", "auth"));
    request_.target = "/login";
    wiring_.entry_port = 21000;
    wiring_.metrics_port = 21001;
    wiring_.runtime_port = 21002;
    wiring_.master_port = 21003;
    wiring_.spare_port = 21050;
  }
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

  const auto reloaded = reload(wired({200, 25, 25}));
  ASSERT_TRUE(reloaded) << to_string(reloaded.error());
  const LiveState skewed = live();
  EXPECT_NE(skewed.worker, before.worker);
  EXPECT_NE(skewed.configuration, before.configuration);
  EXPECT_THAT(weights(skewed), ElementsAre(200, 25, 25));

  expect_four_of_five_at_the_first();

  ASSERT_TRUE(reload(wired({})));
  EXPECT_THAT(differences(before, live()), IsEmpty());
}

TEST_F(RealNginx, StaysInTheForegroundWhateverTheFileBeginsWith) {
  original_ = *read_file(fs::path(kSourceDir) / "tests/balancer/nginx/debian.conf");
  ASSERT_TRUE(original_.starts_with("user www-data;"));
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_EQ(live().configuration, configuration_mark(original_));
  const auto answer = ask();
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 200);
}

TEST_F(RealNginx, ServesStubStatusAndWritesItsLog) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_TRUE(ask());
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
  EXPECT_THAT(log, HasSubstr("\"request\":\"GET /login\",\"upstream\":\"" + wiring_.address + ":"));
}

TEST_F(RealNginx, ReloadsLoseNoRequest) {
  ASSERT_NO_FATAL_FAILURE(start());
  expect_reloads_lose_nothing();
}

TEST_F(RealNginx, AfterAReloadNoConnectionMeetsTheFormerWorkers) {
  ASSERT_NO_FATAL_FAILURE(start());
  expect_no_former_worker({10'000, 1, 1}, {1, 1, 10'000});
}

TEST_F(RealNginx, WhatIsToBeRefusedIsRefusedAndTheOldOneServesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  expect_refused("nonsense here;\n" + wired({9, 9, 9}));
}

TEST_F(RealNginx, ARejectedConfigurationIsToldAndTheOldOneServesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  expect_rejected(wired({}) + "\nnonsense here;\n", "unknown directive \"nonsense\"");
}

TEST_F(RealNginx, AHangingMasterIsNoReload) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_TRUE(part_->signal(SIGSTOP));
  const auto reloaded = balancer_->reload(*part_, wired({1, 1, 1}), 500ms);
  ASSERT_TRUE(part_->signal(SIGCONT));
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().message, HasSubstr("no worker of the new generation answers"));
}

TEST_F(RealNginx, IsNotReadyWhenItDoesNotStart) {
  expect_does_not_start("nonsense;\n", "unknown directive \"nonsense\"");
}

}  // namespace
}  // namespace misfire
