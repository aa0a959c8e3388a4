#include "scenario/tested.hpp"

#include <gmock/gmock.h>

#include "scenario/parse.hpp"
#include "scenario_files.hpp"

namespace misfire {
namespace {

using testing::HasSubstr;

SystemDraft read(const std::string& toml) {
  return draft_system("[monitoring.tested]\n" + toml, "system.toml", System{});
}

TEST(Tested, AnAlertNamesItsScenarioAndItsLimit) {
  const SystemDraft draft = read("WeightZero = { by = \"drained-two\", within = \"8m\" }");
  ASSERT_EQ(draft.tested.size(), 1u);
  EXPECT_EQ(draft.tested[0].alert, "WeightZero");
  EXPECT_EQ(draft.tested[0].by, "drained-two");
  EXPECT_EQ(draft.tested[0].within, model_seconds(480));
  EXPECT_EQ(draft.tested[0].where, (Position{"system.toml", 2, 14}));
}

TEST(Tested, WhatIsMissingOrUnknownIsToldWithItsPlace) {
  const auto mistakes = [](const std::string& toml) {
    std::string all;
    for (const std::string& text : texts_of(read(toml).mistakes)) all += text + "\n";
    return all;
  };
  EXPECT_THAT(mistakes("A = \"x\""),
              HasSubstr("system.toml:2:5: monitoring.tested.A must be a table"));
  EXPECT_THAT(mistakes("A = { by = \"x\" }"),
              HasSubstr("system.toml:2:5: monitoring.tested.A.within is missing"));
  EXPECT_THAT(mistakes("A = { within = \"1m\" }"),
              HasSubstr("system.toml:2:5: monitoring.tested.A.by is missing"));
  EXPECT_THAT(mistakes("A = { by = \"x\", within = \"soon\" }"), HasSubstr("system.toml:2:26"));
  EXPECT_THAT(mistakes("A = { by = \"x\", within = \"1m\", not_before = \"1m\" }"),
              HasSubstr("system.toml:2:45: monitoring.tested.A.not_before must be less than"));
  EXPECT_THAT(mistakes("A = { by = \"x\", withn = \"1m\" }"),
              HasSubstr("did you mean \"within\"?"));
}

TEST(Tested, OnlyThatScenarioIsToShowIt) {
  const std::vector<TestedAlert> tested = read(
                                              "A = { by = \"crash\", within = \"2m\" }\n"
                                              "B = { by = \"other\", within = \"3m\" }")
                                              .tested;
  Scenario scenario;
  scenario.name = "crash";
  scenario.alerts.push_back({true, {}, {}, "auth", {model_seconds(60), ""}, {}});
  expect_tested(tested, scenario);
  ASSERT_EQ(scenario.alerts.size(), 2u);
  EXPECT_EQ(scenario.alerts[1].name, "A");
  EXPECT_EQ(scenario.alerts[1].within, (Within{model_seconds(120), ""}));
  EXPECT_EQ(scenario.alerts[1].where.line, 2);
  EXPECT_FALSE(scenario.alerts[1].team) << "a ticket counts, too";
}

TEST(Tested, NobodyIsToBeToldTooSoon) {
  Scenario slow;
  slow.name = "slow";
  expect_tested(read("A = { by = \"slow\", within = \"75m\", not_before = \"40m\" }").tested, slow);
  ASSERT_EQ(slow.alerts.size(), 1u);
  ASSERT_EQ(slow.quiet.size(), 1u);
  EXPECT_EQ(slow.quiet[0].name, "A");
  EXPECT_EQ(slow.quiet[0].until, model_seconds(2400));
}

TEST(Tested, NobodyIsToBeToldInAScenarioThatLooksAlike) {
  const std::vector<TestedAlert> tested =
      read("A = { by = \"crash\", within = \"2m\", quiet_in = \"reload\" }").tested;
  Scenario reload;
  reload.name = "reload";
  expect_tested(tested, reload);
  EXPECT_TRUE(reload.alerts.empty());
  ASSERT_EQ(reload.quiet.size(), 1u);
  EXPECT_EQ(reload.quiet[0].name, "A");
  EXPECT_FALSE(reload.quiet[0].until);
  EXPECT_EQ(reload.quiet[0].where.line, 2);
}

}  // namespace
}  // namespace misfire
