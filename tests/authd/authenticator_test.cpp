#include "authd/authenticator.hpp"

#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <vector>

#include "authd/fixture.hpp"

namespace misfire {
namespace {

class AuthenticatorTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(create_store(folder_ / "accounts.db", {1, 100, {{"alice", "wonderland"}}}));
    auto store = AccountStore::open(folder_ / "accounts.db");
    ASSERT_TRUE(store);
    auto made = Authenticator::create(file_users(std::move(*store)), metrics_);
    ASSERT_TRUE(made);
    authenticator_.emplace(std::move(*made));
  }

  /// The store is a file, so that the answer is there at once.
  bool check(const std::string& user, const std::string& password) {
    std::optional<bool> matches;
    authenticator_->check(user, password, [&](const Result<bool>& answer) {
      EXPECT_TRUE(answer);
      matches = answer.value_or(false);
    });
    EXPECT_TRUE(matches);
    return matches.value_or(false);
  }

  ScratchFolder folder_;
  AuthMetrics metrics_{from_nanos(0)};
  std::optional<Authenticator> authenticator_;
};

TEST_F(AuthenticatorTest, OnlyTheRightPasswordMatches) {
  EXPECT_TRUE(check("alice", "wonderland"));
  EXPECT_FALSE(check("alice", "Wonderland"));
  EXPECT_FALSE(check("alice", ""));
  EXPECT_FALSE(check("bob", "wonderland"));
  EXPECT_FALSE(check("", ""));
}

TEST_F(AuthenticatorTest, ThePlaceholderForUnknownUsersOpensNothing) {
  EXPECT_FALSE(check("bob", "nobody has this password"));
}

TEST_F(AuthenticatorTest, QueriesAreMeasured) {
  ASSERT_TRUE(check("alice", "wonderland"));
  bool reachable = false;
  authenticator_->store_reachable([&](bool answer) { reachable = answer; });
  EXPECT_TRUE(reachable);
  std::string text;
  metrics_.store_duration.write(text, "x");
  EXPECT_NE(text.find("x_count 2\n"), std::string::npos) << text;
  EXPECT_EQ(metrics_.store_errors, 0u);
}

/// CPU time rather than wall time: other programs' load does not count.
std::int64_t cpu_nanos() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1'000'000'000 + t.tv_nsec;
}

TEST_F(AuthenticatorTest, AnUnknownUserCostsAsMuchAsAWrongPassword) {
  const auto cost = [&](const std::string& user) {
    const auto start = cpu_nanos();
    EXPECT_FALSE(check(user, "wrong"));
    return cpu_nanos() - start;
  };
  std::vector<std::int64_t> wrong, unknown;
  for (int i = 0; i < 301; ++i) {  // in turns, so that both see the same machine
    wrong.push_back(cost("alice"));
    unknown.push_back(cost("nobody"));
  }
  const auto median = [](std::vector<std::int64_t>& v) {
    std::nth_element(v.begin(), v.begin() + v.size() / 2, v.end());
    return static_cast<double>(v[v.size() / 2]);
  };
  // Without the hash for unknown users the ratio is about a third.
  EXPECT_NEAR(median(unknown) / median(wrong), 1.0, 0.3);
}

}  // namespace
}  // namespace misfire
