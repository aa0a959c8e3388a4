#include "monitor/carried_labels.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace misfire {
namespace {

/// The alert `A` of these rules, in a Prometheus of this configuration.
AlertRule alert_of(const std::string& rules, const std::string& prometheus = "{}") {
  const std::string text = "groups:\n  - name: g\n    rules:\n" + rules;
  auto read = scale_rules(parse_yaml(text, "r.yml").value(), text, "r.yml", 1,
                          {{std::chrono::seconds(15)}, {}})
                  .value();
  std::vector<const ReadRule*> views;
  for (const ReadRule& rule : read.rules) views.push_back(&rule);
  const auto depend = rule_dependencies(views).value();
  add_carried_labels(read.rules, depend,
                     label_sources(parse_yaml(prometheus, "p.yml").value(),
                                   deciding_labels({{"severity", {"page"}}})));
  return std::find_if(read.rules.begin(), read.rules.end(),
                      [](const ReadRule& one) { return one.rule.name == "A"; })
      ->rule;
}

Labels labels_of(const std::string& rules, const std::string& prometheus = "{}") {
  return alert_of(rules, prometheus).labels;
}

const std::string kSeverity = "{{ $labels.severity }}", kComponent = "{{ $labels.component }}";

TEST(CarriedLabels, ComeFromTheRecordingThatIsRead) {
  const Labels labels = labels_of(R"y(
      - {record: drained, expr: "w == 0", labels: {severity: page, component: database, x: y}}
      - {alert: A, expr: "drained == 0"})y");
  EXPECT_EQ(labels, (Labels{{"severity", kSeverity}, {"component", kComponent}}));
}

TEST(CarriedLabels, GoThroughAChainOfRules) {
  EXPECT_EQ(labels_of(R"y(
      - {record: c, expr: "sum by (component) (b)"}
      - {alert: A, expr: "max_over_time(c[5m]) > 1"}
      - {alert: B, expr: "x", labels: {severity: page, component: "{{ $labels.x }}"}}
      - {record: b, expr: "count by (severity, component) (ALERTS)"})y"),
            (Labels{{"component", kComponent}}));
}

TEST(CarriedLabels, ComeFromAlertsToo) {
  EXPECT_EQ(labels_of(R"y(
      - {alert: Cause, expr: x, labels: {severity: none}}
      - {alert: A, expr: "ALERTS{alertname=\"Cause\"} == 1", labels: {component: web}})y"),
            (Labels{{"severity", kSeverity}, {"component", "web"}}));
}

TEST(CarriedLabels, OfACircleCountAsWell) {
  EXPECT_EQ(labels_of(R"y(
      - {record: a, expr: "b or x"}
      - {record: b, expr: "a or c"}
      - {record: c, expr: x, labels: {severity: page}}
      - {alert: A, expr: a})y"),
            (Labels{{"severity", kSeverity}}));
}

TEST(CarriedLabels, AreLostToAggregationAndToARulesOwn) {
  const std::string recording =
      "\n      - {record: r, expr: x, labels: {severity: page, component: db}}\n";
  EXPECT_EQ(labels_of(recording + "      - {alert: A, expr: sum(r)}"), Labels{});
  EXPECT_EQ(labels_of(recording + "      - {alert: A, expr: 'absent(r)'}"), Labels{});
  EXPECT_EQ(labels_of(recording + "      - {alert: A, expr: 'x and on () r'}"), Labels{});
  EXPECT_EQ(labels_of(recording + "      - {alert: A, expr: r, labels: {severity: ticket}}"),
            (Labels{{"severity", "ticket"}, {"component", kComponent}}));
}

TEST(CarriedLabels, AreNotThoseOfAnotherRecording) {
  EXPECT_EQ(labels_of(R"y(
      - {record: r, expr: x, labels: {severity: page}}
      - {record: s, expr: x, labels: {severity: ""}}
      - {alert: A, expr: "s > 0 and x{severity=\"\"} > 0"})y"),
            Labels{});
}

TEST(CarriedLabels, OfExportersAreTakenNotToBeThereUntilSpokenOf) {
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'rate(x[5m]) > 1'}"), Labels{});
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'x{severity=\"page\"} > 1'}"),
            (Labels{{"severity", kSeverity}}));
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'sum by (component) (rate(x[5m])) > 1'}"),
            (Labels{{"component", kComponent}}));
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'x * on (a) group_left (component) owner'}"),
            (Labels{{"component", kComponent}}));
}

TEST(CarriedLabels, AreMadeByFunctionsThatMakeLabels) {
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'label_replace(x, \"component\", \"$1\", "
                      "\"job\", \"(.+)\")'}"),
            (Labels{{"component", kComponent}}));
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'label_replace(x, \"host\", \"$1\", "
                      "\"instance\", \"(.+)\")'}"),
            Labels{});
}

TEST(CarriedLabels, ComeFromTargetsAndRelabellingOfTheJobThatIsRead) {
  const std::string prometheus = R"y(
scrape_configs:
  - job_name: lb
    static_configs: [{targets: [a], labels: {component: load-balancer}}]
  - job_name: db
    static_configs: [{targets: [a]}]
    metric_relabel_configs: [{source_labels: [x], target_label: severity}]
)y";
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'x > 1'}", prometheus),
            (Labels{{"severity", kSeverity}, {"component", kComponent}}));
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'x{job=\"db\"} > 1'}", prometheus),
            (Labels{{"severity", kSeverity}}));
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'sum(x) > 1'}", prometheus), Labels{});
}

TEST(CarriedLabels, ALabelmapBringsWhatATargetHasInAnotherName) {
  const std::string prometheus = R"y(
scrape_configs:
  - job_name: lb
    static_configs: [{targets: [a], labels: {__meta_label_severity: page}}]
    relabel_configs: [{action: labelmap, regex: __meta_label_(.+)}]
)y";
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'x > 1'}", prometheus),
            (Labels{{"severity", kSeverity}}));
}

TEST(CarriedLabels, ExternalOnesStandInForWhatNobodySets) {
  const std::string prometheus =
      "global: {external_labels: {severity: page, component: web, site: fra}}";
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: x, labels: {component: \"\"}}", prometheus),
            (Labels{{"severity", "page"}, {"component", "web"}}));
  EXPECT_EQ(labels_of("\n      - {alert: A, expr: 'x{severity=\"low\"}'}", prometheus),
            (Labels{{"severity", kSeverity}, {"component", "web"}}));
}

}  // namespace
}  // namespace misfire
