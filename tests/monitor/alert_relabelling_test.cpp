#include "monitor/alert_relabelling.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

const std::set<std::string> kDeciding{"component", "severity"};

AlertRelabelling relabelling(const std::string& steps, const std::string& of_alertmanager = "[]") {
  return AlertRelabelling::of(
      parse_yaml("global: {external_labels: {site: fra, replica: a}}\n"
                 "alerting:\n  alert_relabel_configs: " +
                     steps + "\n  alertmanagers: [{alert_relabel_configs: " + of_alertmanager +
                     "}]\n",
                 "p.yml")
          .value());
}

Labels sent(const std::string& steps, Labels stored) {
  return relabelling(steps).sent(stored);
}

/// The labels of a rule `A` with these; nothing where they cannot be told.
std::optional<Labels> rewritten(const std::string& steps, const Labels& labels) {
  std::vector<AlertRule> rules(1);
  rules[0].name = "A";
  rules[0].labels = labels;
  if (!relabelling(steps).rewrite(rules, kDeciding)) return {};
  return rules[0].labels;
}

const std::string kCritical =
    "[{source_labels: [severity], regex: page, target_label: severity, replacement: critical}]";

TEST(AlertRelabelling, ChangesAValue) {
  EXPECT_EQ(sent(kCritical, {{"alertname", "A"}, {"severity", "page"}}),
            (Labels{{"alertname", "A"}, {"severity", "critical"}}));
  EXPECT_EQ(sent(kCritical, {{"severity", "pager"}}), (Labels{{"severity", "pager"}}));
}

TEST(AlertRelabelling, OfTheAlertmanagerComesAfterThatOfAll) {
  const auto both = relabelling(
      kCritical,
      "[{source_labels: [severity], regex: critical, target_label: severity, replacement: p1}]");
  EXPECT_EQ(both.sent({{"severity", "page"}}), (Labels{{"severity", "p1"}}));
  EXPECT_FALSE(both.changes_nothing());
  EXPECT_TRUE(AlertRelabelling::of(YamlTree::map()).changes_nothing());
}

TEST(AlertRelabelling, SeesExternalLabelsButTellsOnlyThoseThatItChanged) {
  EXPECT_EQ(sent("[{action: labeldrop, regex: replica}]", {{"x", "y"}}), (Labels{{"x", "y"}}));
  EXPECT_EQ(sent("[{source_labels: [site, x], target_label: where, regex: (.+);(.+), "
                 "replacement: \"${2}@$1\"}]",
                 {{"x", "y"}}),
            (Labels{{"x", "y"}, {"where", "y@fra"}}));
  EXPECT_EQ(sent("[{target_label: site, replacement: muc}]", {}), (Labels{{"site", "muc"}}));
}

TEST(AlertRelabelling, ExpandsAsGoDoes) {
  const auto made = [](const std::string& replacement) {
    return sent("[{source_labels: [x], target_label: y, replacement: '" + replacement + "'}]",
                {{"x", "v"}})["y"];
  };
  EXPECT_EQ(made("a$1b"), "a") << "a group of the name 1b";
  EXPECT_EQ(made("a${1}b"), "avb");
  EXPECT_EQ(made("$$1$"), "$1$");
  EXPECT_EQ(made("$9"), "") << "and so there is no such label";
}

TEST(AlertRelabelling, KnowsTheOtherActions) {
  EXPECT_EQ(sent("[{action: labelkeep, regex: a.*}]", {{"alertname", "A"}, {"x", "y"}}),
            (Labels{{"alertname", "A"}}));
  EXPECT_EQ(sent("[{action: labelmap, regex: my_(.+)}]", {{"my_team", "auth"}}),
            (Labels{{"my_team", "auth"}, {"team", "auth"}}));
  EXPECT_EQ(sent("[{action: Uppercase, source_labels: [x], target_label: x}]", {{"x", "aB"}}),
            (Labels{{"x", "AB"}}));
  EXPECT_EQ(sent("[{action: hashmod, source_labels: [x], target_label: x, modulus: 2}]",
                 {{"x", "a"}, {"y", "b"}}),
            (Labels{{"y", "b"}}))
      << "what is not known is not told";
}

TEST(AlertRelabelling, WhatIsNeverSentStaysAsItIs) {
  const Labels stored{{"alertname", "A"}, {"severity", "page"}};
  for (const char* steps : {"[{action: drop, source_labels: [severity], regex: page}, "
                            "{action: labeldrop, regex: severity}]",
                            "[{action: keep, source_labels: [severity], regex: ticket}, "
                            "{action: labeldrop, regex: severity}]",
                            "[{action: labeldrop, regex: '('}]"}) {
    EXPECT_EQ(sent(steps, stored), stored) << steps;
  }
}

TEST(AlertRelabelling, OfALabelThatNobodyReadsLeavesRulesAsTheyAre) {
  const Labels labels{{"severity", "page"}, {"x", "{{ $value }}"}};
  EXPECT_EQ(rewritten("[{action: labeldrop, regex: prometheus_replica}]", labels), labels);
  EXPECT_EQ(rewritten("[{source_labels: [replica], regex: a, target_label: replica}]", {}),
            (Labels{{"replica", "{{ $labels.replica }}"}}));
}

TEST(AlertRelabelling, GivesRulesTheLabelsThatArrive) {
  EXPECT_EQ(rewritten(kCritical, {{"severity", "page"}}), (Labels{{"severity", "critical"}}));
  EXPECT_EQ(rewritten(kCritical, {{"severity", "ticket"}}), (Labels{{"severity", "ticket"}}));
  EXPECT_EQ(rewritten(kCritical, {}), Labels{}) << "it has none, so that nothing is replaced";
  EXPECT_EQ(rewritten("[{target_label: severity, replacement: page}]", {}),
            (Labels{{"severity", "page"}}));
  EXPECT_EQ(rewritten("[{action: labeldrop, regex: sev.*}]", {{"severity", "page"}}),
            (Labels{{"severity", ""}}));
}

TEST(AlertRelabelling, LeavesOpenWhatOnlyTheSeriesTell) {
  EXPECT_EQ(rewritten("[{source_labels: [zone], regex: a, target_label: severity, "
                      "replacement: page}]",
                      {{"severity", "ticket"}}),
            (Labels{{"severity", "{{ $labels.severity }}"}}));
}

TEST(AlertRelabelling, OfUnknownLabelsAndOfNamesCannotBeTold) {
  EXPECT_EQ(rewritten("[{action: labelmap, regex: my_(.+)}]", {}), std::nullopt);
  EXPECT_EQ(rewritten("[{target_label: alertname, replacement: B}]", {}), std::nullopt);
  EXPECT_EQ(rewritten("[{action: labeldrop, regex: '('}]", {{"x", "y"}}), std::nullopt);
}

TEST(AlertRelabelling, OfStoredAlertsJoinsThoseThatAreSentAsOne) {
  const auto at = [](int s) { return Instant(std::chrono::seconds(s)); };
  constexpr AlertPhase kPending = AlertPhase::pending, kFiring = AlertPhase::firing;
  const std::map<Labels, AlertSamples> stored{
      {{{"alertname", "A"}, {"x", "1"}}, {{at(1), kFiring}, {at(2), kFiring}}},
      {{{"alertname", "A"}, {"x", "2"}}, {{at(2), kPending}, {at(3), kFiring}}}};
  EXPECT_EQ(as_sent(stored, relabelling("[{action: labeldrop, regex: x}]")),
            (std::map<Labels, AlertSamples>{
                {{{"alertname", "A"}}, {{at(1), kFiring}, {at(2), kFiring}, {at(3), kFiring}}}}));
  EXPECT_EQ(as_sent(stored, relabelling("[]")), stored);
}

}  // namespace
}  // namespace misfire
