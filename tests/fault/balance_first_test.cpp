#include <gtest/gtest.h>

#include "balancer/haproxy/config.hpp"
#include "fault/misconfiguration.hpp"

namespace misfire {
namespace {

const Misconfiguration& balance_first() {
  return *find_misconfiguration("haproxy", "balance-first");
}

std::string edited(const std::string& pool_lines) {
  const std::string text = "backend auth\n" + pool_lines + "  server a :1\n  server b :2\n";
  const auto config = HaproxyConfig::parse(text, "x.cfg", "auth");
  EXPECT_TRUE(config);
  const auto edits = balance_first().edit(**config, {});
  EXPECT_TRUE(edits);
  return *misfire::apply(text, *edits);
}

TEST(BalanceFirst, TakesThePlaceOfWhateverWasThere) {
  const std::string wanted = "backend auth\n  balance first\n  server a :1\n  server b :2\n";
  EXPECT_EQ(edited("  balance roundrobin\n"), wanted);
  EXPECT_EQ(edited("  balance uri whole\n"), wanted);
  EXPECT_EQ(edited(""), wanted);
}

TEST(BalanceFirst, IsWitnessedByTheAlgorithmAndTheTrafficTogether) {
  LiveState before;
  before.algorithm = "roundrobin";
  before.servers.resize(3);
  LiveState now = before;
  now.algorithm = "first";
  const LoginCounts even{{400, 400, 400}}, all_to_first{{1180, 20, 0}}, all_to_last{{0, 0, 1200}};
  const auto shown = [&](const LiveState& state, const LoginCounts& was, const LoginCounts& is) {
    return balance_first().witness({}, {before, state, {was, is}}).shown;
  };
  EXPECT_TRUE(shown(now, even, all_to_first));
  EXPECT_FALSE(shown(now, even, even));
  EXPECT_FALSE(shown(now, even, all_to_last));
  EXPECT_FALSE(shown(before, even, all_to_first)) << "something else has it so";
  EXPECT_FALSE(shown(now, all_to_first, all_to_first)) << "it was so before";
  EXPECT_FALSE(shown(now, even, {{50, 0, 0}})) << "too few to tell";
}

}  // namespace
}  // namespace misfire
