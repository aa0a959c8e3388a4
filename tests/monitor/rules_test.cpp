#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/files.hpp"
#include "base/process.hpp"
#include "monitor/monitor_fixture.hpp"
#include "monitor/yaml_tree.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

std::vector<std::string> rule_tests() {
  const fs::path folder = fs::path(kSourceDir) / "tests/monitor";
  std::vector<std::string> files = {(folder / "rules_test.yml").string(),
                                    (folder / "nginx_rules_test.yml").string()};
  for (const auto& entry : fs::directory_iterator(folder / "rules")) {
    files.push_back(entry.path().string());
  }
  return files;
}

/// Of each alert, how many cases of tests/monitor/rules let it fire, and in how many it must not.
std::map<std::string, std::pair<int, int>> cases_of_alerts() {
  std::map<std::string, std::pair<int, int>> cases;
  for (const std::string& file : rule_tests()) {
    const auto tree = read_yaml(file);
    if (!tree) throw std::runtime_error(to_string(tree.error()));
    for (const YamlTree& test : tree->find("tests")->items) {
      const YamlTree* exprs = test.find("promql_expr_test");
      if (exprs == nullptr) continue;
      for (const YamlTree& one : exprs->items) {
        const std::string expr = one.get("expr");
        const std::string begin = "count(ALERTS{alertname=\"", end = "\", alertstate=\"firing\"})";
        if (!expr.starts_with(begin) || !expr.ends_with(end)) continue;
        auto& [fires, quiet] =
            cases[expr.substr(begin.size(), expr.size() - begin.size() - end.size())];
        ++(one.find("exp_samples")->items.empty() ? quiet : fires);
      }
    }
  }
  return cases;
}

TEST(FixtureRules, BehaveAsTheirUnitTestsSay) {
  const std::string promtool = find_program("promtool").value().string();
  for (const std::string& file : rule_tests()) {
    const auto run = run_tool({promtool, "test", "rules", file}, std::chrono::seconds(120));
    ASSERT_TRUE(run) << to_string(run.error());
    EXPECT_EQ(run->exit_code, 0) << run->output;
  }
}

TEST(FixtureRules, EachAlertHasACaseInWhichItFiresAndANearMiss) {
  const auto cases = cases_of_alerts();
  for (const System& system : {fixture_system(), nginx_system()}) {
    const auto r = render_prometheus(system, fixture_addresses(), 1, model_seconds(180));
    ASSERT_TRUE(r) << to_string(r.error().front());
    for (const AlertRule& rule : r->rules) {
      const auto found = cases.find(rule.name);
      ASSERT_NE(found, cases.end()) << rule.name << " has no case in tests/monitor/rules";
      EXPECT_GT(found->second.first, 0) << rule.name << " never fires in them";
      if (rule.name != "Watchdog") {
        EXPECT_GT(found->second.second, 0) << rule.name << " has no near miss in them";
      }
    }
  }
}

TEST(FixtureRules, EveryAlertHasATeamASeverityAndACauseAComponent) {
  const std::map<std::string, std::string> owners = {{"load-balancer", "network"},
                                                     {"auth", "auth"},
                                                     {"database", "database"},
                                                     {"traffic", "edge"},
                                                     {"monitoring", "monitoring"}};
  for (const System& system : {fixture_system(), nginx_system()}) {
    const auto r = render_prometheus(system, fixture_addresses(), 1, model_seconds(180));
    ASSERT_TRUE(r) << to_string(r.error().front());
    for (const AlertRule& rule : r->rules) {
      EXPECT_THAT(rule.labels, ::testing::Contains(::testing::Key("severity"))) << rule.name;
      ASSERT_THAT(rule.labels, ::testing::Contains(::testing::Key("team"))) << rule.name;
      const auto component = rule.labels.find("component");
      const std::string owner =
          component == rule.labels.end() ? "auth" : owners.at(component->second);
      EXPECT_EQ(rule.labels.at("team"), owner) << rule.name;
    }
  }
}

/// What Misfire does must not depend on names: each rule of the renamed system is one of the
/// default system under another name.
TEST(FixtureRules, TheRenamedSystemHasSomeOfTheSameRulesUnderOtherNames) {
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
  EXPECT_TRUE(std::includes(timing_a.begin(), timing_a.end(), timing_b.begin(), timing_b.end()));
}

}  // namespace
}  // namespace misfire
