// A real balancer before three servers, for the tests of its adapter.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <mutex>

#include "balancer/balancer.hpp"
#include "base/files.hpp"
#include "http_servers.hpp"
#include "local_part.hpp"
#include "paths.hpp"

namespace misfire {

/// This test's own, in the network 127.N: another one that looks for free ports at the same time
/// must not find them here.
inline std::string own_address(int network) {
  const int pid = ::getpid();
  return "127." + std::to_string(network) + "." + std::to_string(pid / 250 % 250) + "." +
         std::to_string(1 + pid % 250);
}

template <class OwnConfig>
class RealBalancer : public ::testing::Test {
 protected:
  explicit RealBalancer(int network) : servers_(own_address(network), 3) {
    wiring_.backends = servers_.endpoints();
    wiring_.address = own_address(network);
    wiring_.speed = 30;
  }

  /// The fixture's file, and the pool in it.
  void set_up(const std::string& kind, const std::string& file, const std::string& pool) {
    auto made = make_balancer(kind, pool, {}, {});
    ASSERT_TRUE(made) << to_string(made.error());
    balancer_ = std::move(*made);
    pool_ = pool;
    file_ = file;
    original_ = *read_file(fs::path(kSourceDir) / "fixtures/lb" / file);
  }

  /// What runs when `weights` are written into the user's file.
  std::string wired(const std::vector<int>& weights) {
    auto config = balancer_->parse(original_, file_, pool_);
    const auto& own = dynamic_cast<const OwnConfig&>(**config);
    Edits edits;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (Edit& edit : own.set_param(i, "weight", std::to_string(weights[i]))) {
        edits.push_back(std::move(edit));
      }
    }
    auto edited = balancer_->parse(*misfire::apply(original_, edits), file_, pool_);
    auto wired = balancer_->wire(**edited, wiring_);
    files_ = std::move(wired->files);
    return std::move(wired->text);
  }

  void start_with(const std::string& text) {
    part_ = std::make_unique<LocalPart>(balancer_->part(text, wiring_, files_), wiring_.address);
  }
  void start() {
    start_with(wired({}));
    const auto ready = balancer_->ready(*part_, std::chrono::seconds(20));
    ASSERT_TRUE(ready) << to_string(ready.error());
  }

  Result<Instant> reload(const std::string& text) {
    return balancer_->reload(*part_, text, std::chrono::seconds(20));
  }

  LiveState live() {
    const auto state = balancer_->live(*part_, std::chrono::seconds(5));
    EXPECT_TRUE(state) << to_string(state.error());
    return state.value_or(LiveState{});
  }

  static std::vector<int> weights(const LiveState& state) {
    std::vector<int> all;
    for (const auto& server : state.servers) all.push_back(server.weight);
    return all;
  }

  Result<HttpResponse> ask() const {
    return http(part_->from_harness("entry"), request_, std::chrono::seconds(10));
  }

  /// The first request after a reload meets the new weights already.
  void expect_four_of_five_at_the_first() {
    const std::int64_t first = servers_.answered(0);
    for (int i = 0; i < 50; ++i) {
      const auto answer = ask();
      ASSERT_TRUE(answer && answer->status == 200);
    }
    EXPECT_GE(servers_.answered(0) - first, 39);
    EXPECT_LE(servers_.answered(0) - first, 41);
  }

  /// What fails of requests on fresh connections, and of what `meanwhile` does again and again
  /// ("": nothing), while it reloads twenty times.
  void expect_reloads_lose_nothing(const std::function<std::string()>& meanwhile = {}) {
    std::atomic<bool> stop = false;
    std::atomic<int> asked = 0;
    std::mutex mutex;
    std::vector<std::string> failures;
    const auto again_and_again = [&](const std::function<std::string()>& once) {
      while (!stop) {
        if (std::string why = once(); !why.empty()) {
          const std::lock_guard lock(mutex);
          failures.push_back(std::move(why));
        }
        ++asked;
      }
    };
    std::thread fresh([&] {
      again_and_again([&]() -> std::string {
        const auto answer = ask();
        if (!answer) return to_string(answer.error());
        return answer->status == 200 ? "" : std::to_string(answer->status);
      });
    });
    std::thread other;
    if (meanwhile) other = std::thread([&] { again_and_again(meanwhile); });
    int reloads = 0;
    for (std::string worker = live().worker; reloads < 20; ++reloads) {
      const auto done = reload(reloads % 2 == 0 ? wired({200, 25, 25}) : wired({}));
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
    if (other.joinable()) other.join();
    EXPECT_EQ(reloads, 20);
    EXPECT_GT(asked, 100);
    EXPECT_THAT(failures, ::testing::IsEmpty());
  }

  /// After a reload no connection meets a former worker. The weights send all logins to the first
  /// server, or to the last.
  void expect_no_former_worker(const std::vector<int>& only_first,
                               const std::vector<int>& only_last) {
    for (int i = 0; i < 10; ++i) {
      const std::size_t chosen = i % 2 == 0 ? 2 : 0;
      const auto done = reload(wired(chosen == 0 ? only_first : only_last));
      ASSERT_TRUE(done) << to_string(done.error());
      const std::int64_t before = servers_.answered(chosen);
      for (int n = 0; n < 20; ++n) ASSERT_TRUE(ask());
      EXPECT_EQ(servers_.answered(chosen) - before, 20);
    }
  }

  /// `broken`: a file that the balancer does not take.
  void expect_refused(const std::string& broken) {
    const auto limit = std::chrono::seconds(10);
    const LiveState before = live();
    for (int i = 0; i < 2; ++i) {
      const auto refused = balancer_->reload_refused(*part_, broken, limit);
      ASSERT_TRUE(refused) << to_string(refused.error());
      EXPECT_EQ(live().worker, before.worker);
      EXPECT_THAT(differences(before, live()), ::testing::IsEmpty());
    }
    ASSERT_TRUE(reload(wired({1, 1, 1})));
    EXPECT_THAT(weights(live()), ::testing::ElementsAre(1, 1, 1));
    const auto taken = balancer_->reload_refused(*part_, wired({2, 2, 2}), limit);
    ASSERT_FALSE(taken);
    EXPECT_THAT(taken.error().message, ::testing::HasSubstr("that it was to refuse"));
  }

  /// The same by a reload that was to come through; what it says of the file.
  void expect_rejected(const std::string& broken, const std::string& complaint) {
    const std::string worker = live().worker;
    const auto reloaded = reload(broken);
    ASSERT_FALSE(reloaded);
    EXPECT_THAT(reloaded.error().message, ::testing::HasSubstr("rejected"));
    EXPECT_THAT(reloaded.error().hint, ::testing::HasSubstr(complaint));
    EXPECT_EQ(live().worker, worker);
    ASSERT_TRUE(reload(wired({1, 1, 1})));
    EXPECT_THAT(weights(live()), ::testing::ElementsAre(1, 1, 1));
  }

  void expect_does_not_start(const std::string& broken, const std::string& complaint) {
    start_with(broken);
    const auto ready = balancer_->ready(*part_, std::chrono::seconds(1));
    ASSERT_FALSE(ready);
    EXPECT_THAT(ready.error().hint, ::testing::HasSubstr(complaint));
  }

  HttpServers servers_;
  Wiring wiring_;
  HttpRequest request_;  ///< of a user
  std::string original_, file_, pool_;
  std::unique_ptr<Balancer> balancer_;
  std::unique_ptr<LocalPart> part_;
  PartFiles files_;
};

}  // namespace misfire
