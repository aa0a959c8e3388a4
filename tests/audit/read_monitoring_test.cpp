#include "monitoring_cases.hpp"

namespace misfire {
namespace {

Checked<MonitoringSubject> read(const MonitoringCase& texts) {
  const MonitoringFolder folder(texts);
  return read_monitoring(folder.paths(), {});
}

TEST(ReadMonitoring, APrometheusRuleObjectIsARuleFile) {
  const auto subject =
      read({"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n"
            "metadata: {name: x}\nspec:\n  groups:\n    - name: g\n      rules:\n"
            "        - alert: A\n          expr: up == 0\n"});
  ASSERT_TRUE(subject);
  ASSERT_EQ(subject->rules.size(), 1u);
  EXPECT_EQ(subject->rules[0].read.rule.name, "A");
  EXPECT_EQ(subject->rules[0].tree->get("expr"), "up == 0");
}

TEST(ReadMonitoring, SeveralObjectsInOneFileAreAllRead) {
  const std::string object =
      "kind: PrometheusRule\nmetadata: {name: x}\nspec:\n  groups:\n    - name: g\n      rules:\n"
      "        - alert: A\n          expr: up == 0\n";
  const auto subject = read({object + "---\n" + object});
  ASSERT_TRUE(subject);
  ASSERT_EQ(subject->rules.size(), 2u);
  EXPECT_EQ(subject->rules[0].tree->line, 7);
  EXPECT_EQ(subject->rules[1].tree->line, 16);
}

TEST(ReadMonitoring, AnEmptyGroupByInheritsAsOneThatIsMissing) {
  const auto subject =
      read({{},
            {},
            "route:\n  receiver: a\n  group_by: [alertname]\n  routes:\n"
            "    - {matchers: ['x=\"1\"'], group_by: []}\n    - {matchers: ['x=\"2\"'], "
            "group_by: [b]}\nreceivers: [{name: a}]\n"});
  ASSERT_TRUE(subject);
  ASSERT_EQ(subject->facts.routes.size(), 3u);
  EXPECT_EQ(subject->facts.routes[1].group_by, std::vector<std::string>{"alertname"});
  EXPECT_EQ(subject->facts.routes[2].group_by, std::vector<std::string>{"b"});
}

TEST(ReadMonitoring, AnyFileMayBeMissing) {
  for (const MonitoringCase& texts :
       {MonitoringCase{}, MonitoringCase{alert("up == 0")}, MonitoringCase{{}, "global: {}\n", {}},
        MonitoringCase{{}, {}, "route: {receiver: a}\n"}}) {
    const auto subject = read(texts);
    ASSERT_TRUE(subject);
    for (const MonitoringRule& rule : monitoring_rules()) rule.check(*subject);
  }
}

TEST(ReadMonitoring, AllMistakesOfAllFilesComeAtOnce) {
  const auto subject =
      read({alert("rate(x[5m"), "global: {scrape_interval: soon}\nrule_files: [rules.yml]\n",
            "route: {receiver: [}\n"});
  ASSERT_FALSE(subject);
  ASSERT_EQ(subject.error().size(), 3u);
  for (const Error& error : subject.error()) {
    EXPECT_EQ(error.code, ErrorCode::usage);
    ASSERT_TRUE(error.where);
    EXPECT_GT(error.where->line, 0) << to_string(error);
  }
}

TEST(ReadMonitoring, ARuleFileOfTwoPatternsIsReadOnce) {
  const auto subject = read({alert("up == 0"), "rule_files: [rules.yml, '*ules.yml']\n", {}});
  ASSERT_TRUE(subject);
  EXPECT_EQ(subject->rules.size(), 1u);
}

TEST(ReadMonitoring, RoutesInheritWhatTheyDoNotSay) {
  const auto subject =
      read({{},
            {},
            "route:\n  receiver: a\n  group_wait: 10s\n  repeat_interval: 2h\n"
            "  routes:\n    - routes:\n        - {receiver: b, group_wait: 1m}\n"});
  ASSERT_TRUE(subject);
  ASSERT_EQ(subject->routes.size(), 3u);
  EXPECT_EQ(subject->facts.routes[1].receiver, "a");
  EXPECT_EQ(subject->facts.routes[1].group_wait, model_seconds(10));
  EXPECT_EQ(subject->facts.routes[2].group_wait, model_seconds(60));
  EXPECT_EQ(subject->routes[2].repeat_interval, model_seconds(7200));
  EXPECT_EQ(subject->routes[2].parent, 1u);
}

TEST(ReadMonitoring, APlaceInAFoldedExpressionIsItsOwnLine) {
  monitoring_finds("monitoring/rate-of-gauge",
                   {alert(">-\n          sum(\n            rate(@@up[5m])\n          ) > 1")});
}

}  // namespace
}  // namespace misfire
