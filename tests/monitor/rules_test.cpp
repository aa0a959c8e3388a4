#include <gtest/gtest.h>

#include <set>

#include "base/files.hpp"
#include "base/process.hpp"
#include "monitor/monitor_fixture.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

TEST(FixtureRules, BehaveAsTheirUnitTestsSay) {
  const std::string folder = std::string(kSourceDir) + "/tests/monitor/";
  const auto run = run_tool({find_program("promtool").value().string(), "test", "rules",
                             folder + "rules_test.yml", folder + "nginx_rules_test.yml"},
                            std::chrono::seconds(60));
  ASSERT_TRUE(run) << to_string(run.error());
  EXPECT_EQ(run->exit_code, 0) << run->output;
}

TEST(FixtureRules, EveryAlertHasATeamASeverityAndARunbookThatExists) {
  const fs::path runbooks = fs::path(kSourceDir) / "fixtures/runbooks";
  for (const System& system : {fixture_system(), nginx_system()}) {
    const auto r = render_prometheus(system, fixture_addresses(), 1, model_seconds(180));
    ASSERT_TRUE(r) << to_string(r.error().front());
    for (const AlertRule& rule : r->rules) {
      EXPECT_EQ(rule.labels.count("severity"), 1u) << rule.name;
      EXPECT_EQ(rule.labels.count("team"), 1u) << rule.name;
      EXPECT_TRUE(fs::exists(runbooks / (rule.name + ".md"))) << rule.name;
    }
  }
}

TEST(FixtureRules, TheRenamedSystemHasTheSameRulesUnderOtherNames) {
  const auto a = render_prometheus(fixture_system(), fixture_addresses(), 30, model_seconds(180));
  const auto b = render_prometheus(renamed_system(), fixture_addresses(), 30, model_seconds(180));
  ASSERT_TRUE(a && b);
  std::multiset<std::pair<ModelDuration, ModelDuration>> timing_a, timing_b;
  std::set<std::string> names;
  for (const AlertRule& rule : a->rules) {
    timing_a.insert({rule.hold, rule.longest_window});
    names.insert(rule.name);
  }
  for (const AlertRule& rule : b->rules) {
    timing_b.insert({rule.hold, rule.longest_window});
    EXPECT_EQ(names.count(rule.name), 0u) << rule.name;
    EXPECT_EQ(rule.labels.count("component"), 0u) << rule.name;
  }
  EXPECT_EQ(timing_a, timing_b);
  EXPECT_EQ(a->long_windows.size(), b->long_windows.size());
}

}  // namespace
}  // namespace misfire
