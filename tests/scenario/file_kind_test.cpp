#include "scenario/file_kind.hpp"

#include <gmock/gmock.h>

#include "scenario/catalogue.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

constexpr char kSystem[] =
    "schema = 1\n[balancer]\nconfig = \"a\"\n[monitoring]\nx = 1\n[backends]\ncount = 2\n";
constexpr char kScenario[] = "schema = 1\nname = \"a\"\n[load]\n[[fault]]\ninject = \"x\"\n";

TEST(FileKind, ASystemFileAsAScenarioIsOneMistake) {
  const auto draft = draft_scenario(kSystem, "system.toml", {});
  EXPECT_FALSE(draft.scenario);
  ASSERT_EQ(draft.mistakes.size(), 1u);
  EXPECT_EQ(to_string(draft.mistakes.front()),
            "system.toml:4:2: this is a system file, not a scenario\n"
            "  name it with --system, and a scenario beside it");
}

TEST(FileKind, AScenarioAsASystemFileIsOneMistake) {
  const auto draft = draft_system(kScenario, "skew.toml", System());
  EXPECT_FALSE(draft.system);
  ASSERT_EQ(draft.mistakes.size(), 1u);
  EXPECT_EQ(to_string(draft.mistakes.front()),
            "skew.toml:2:1: this is a scenario, not a system file\n  name it without --system");
}

TEST(FileKind, WhatHasKeysOfBothIsReadAsWhatItWasGivenFor) {
  const std::string both = std::string(kScenario) + "[teams]\n";
  EXPECT_GT(draft_scenario(both, "a.toml", {}).mistakes.size(), 1u);
  EXPECT_GT(draft_system(both, "a.toml", System()).mistakes.size(), 1u);
}

}  // namespace
}  // namespace misfire
