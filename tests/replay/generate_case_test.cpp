// The differential test is worth as much as its cases.
#include <gmock/gmock.h>

#include "routing_case.hpp"

namespace misfire {
namespace {

TEST(GeneratedCase, IsTheSameOfOneSeedAndAsText) {
  const RoutingCase one = generate_case(7);
  EXPECT_EQ(to_text(generate_case(7)), to_text(one));
  EXPECT_EQ(to_text(case_from_text(to_text(one))), to_text(one));
  EXPECT_NE(to_text(generate_case(8)), to_text(one));
}

TEST(GeneratedCase, HasNoCloseCallsAndSomethingToTell) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RoutingCase one = generate_case(seed);
    const auto result = simulate_case(one, routing_of(one.alertmanager), kApart);
    EXPECT_TRUE(result.close_calls.empty()) << to_text(one);
    EXPECT_FALSE(result.notifications.empty()) << to_text(one);
  }
}

TEST(GeneratedCase, AmongOthersSaysTheSameAsAlone) {
  const std::vector<RoutingCase> cases = {generate_case(1), generate_case(2)};
  const Routing both = routing_of(merged(cases));
  for (const RoutingCase& one : cases) {
    const auto alone = simulate_case(one, routing_of(one.alertmanager)).notifications;
    const auto among = simulate_case(one, both).notifications;
    ASSERT_EQ(among.size(), alone.size());
    for (std::size_t i = 0; i < alone.size(); ++i) {
      EXPECT_EQ(among[i].at, alone[i].at);
      EXPECT_EQ(among[i].fact.receiver, alone[i].fact.receiver);
      EXPECT_EQ(among[i].fact.group_key,
                "{}/{case=\"" + one.label + "\"}" + alone[i].fact.group_key.substr(2));
    }
  }
}

}  // namespace
}  // namespace misfire
