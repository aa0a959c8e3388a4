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
    auto made = Authenticator::create(std::move(*store), metrics_);
    ASSERT_TRUE(made);
    authenticator_.emplace(std::move(*made));
  }

  TemporaryFolder folder_;
  AuthMetrics metrics_{from_nanos(0)};
  std::optional<Authenticator> authenticator_;
};

TEST_F(AuthenticatorTest, OnlyTheRightPasswordMatches) {
  EXPECT_TRUE(authenticator_->check("alice", "wonderland").value());
  EXPECT_FALSE(authenticator_->check("alice", "Wonderland").value());
  EXPECT_FALSE(authenticator_->check("alice", "").value());
  EXPECT_FALSE(authenticator_->check("bob", "wonderland").value());
  EXPECT_FALSE(authenticator_->check("", "").value());
}

TEST_F(AuthenticatorTest, ThePlaceholderForUnknownUsersOpensNothing) {
  EXPECT_FALSE(authenticator_->check("bob", "nobody has this password").value());
}

TEST_F(AuthenticatorTest, QueriesAreMeasured) {
  ASSERT_TRUE(authenticator_->check("alice", "wonderland"));
  EXPECT_TRUE(authenticator_->store_reachable());
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
  const auto cost = [&](std::string_view user) {
    const auto start = cpu_nanos();
    EXPECT_FALSE(authenticator_->check(user, "wrong").value());
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
