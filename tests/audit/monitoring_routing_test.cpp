// Each rule about Alertmanager's routing finds its mistake where it stands, and is quiet at a near
// miss.
#include <set>

#include "monitoring_cases.hpp"

namespace misfire {
namespace {

const std::string kPrometheus =
    "rule_files: [rules.yml]\nalerting: {alertmanagers: [{static_configs: [{targets: "
    "[am:9093]}]}]}\n";
const std::string kReceivers =
    "receivers:\n  - {name: ops, webhook_configs: [{url: 'http://x'}]}\n"
    "  - {name: auth, webhook_configs: [{url: 'http://x'}]}\n  - {name: 'null'}\n  - {name: "
    "empty}\n";

/// A routing tree of a root with these routes, each a line of flow style.
std::string routing(const std::vector<std::string>& routes, const std::string& root = "ops",
                    const std::string& inhibit = "") {
  std::string text = "route:\n  receiver: " + root + "\n  group_by: [alertname]\n  routes:\n";
  for (const std::string& route : routes) text += "    - " + route + "\n";
  return text + kReceivers + inhibit;
}

const std::string kAll = "{receiver: auth, matchers: ['x=\"1\"']}";

TEST(MonitoringRouting, ARouteIsNotTakenByAnEarlierOne) {
  const std::string rule = "monitoring/route-shadowed";
  const std::string later = "{@@matchers: ['severity=\"page\"', 'team=\"auth\"'], receiver: auth}";
  const std::string quiet = "{matchers: ['severity=\"page\"', 'team=\"auth\"'], receiver: auth}";
  monitoring_finds(rule, {{}, {}, routing({"{matchers: ['severity=\"page\"']}", later})});
  monitoring_finds(rule, {{}, {}, routing({"{match_re: {severity: 'page|x'}}", later})});
  monitoring_finds(rule, {{}, {}, routing({"{receiver: ops}", later})});
  monitoring_is_quiet(
      rule, {{}, {}, routing({"{matchers: ['severity=\"page\"'], continue: true}", quiet})});
  monitoring_is_quiet(rule, {{}, {}, routing({"{matchers: ['severity=\"ticket\"']}", quiet})});
  monitoring_is_quiet(rule, {{}, {}, routing({quiet, "{matchers: ['severity=\"page\"']}"})});
}

TEST(MonitoringRouting, ARouteHasAnAlert) {
  const std::string rule = "monitoring/route-without-alert";
  const std::string auth = alert("up == 0", "labels: {team: auth}");
  monitoring_finds(
      rule, {auth, kPrometheus, routing({"{@@matchers: ['team=\"auht\"'], receiver: auth}"})});
  monitoring_is_quiet(
      rule, {auth, kPrometheus, routing({"{matchers: ['team=\"auth\"'], receiver: auth}"})});
  // The series may bring the label.
  monitoring_is_quiet(
      rule, {auth, kPrometheus, routing({"{matchers: ['cluster=\"a\"'], receiver: auth}"})});
  monitoring_is_quiet(rule, {auth, {}, routing({"{matchers: ['team=\"auht\"'], receiver: auth}"})});
}

TEST(MonitoringRouting, AReceiverHasARoute) {
  const std::string rule = "monitoring/receiver-unused";
  const std::string text = "route: {receiver: ops}\nreceivers:\n  - name: ops\n  - name: @@auth\n";
  monitoring_finds(rule, {{}, {}, text});
  monitoring_is_quiet(rule, {{}, {}, "route: {receiver: ops}\nreceivers:\n  - name: ops\n"});
}

TEST(MonitoringRouting, AnAlertReachesSomebody) {
  const std::string rule = "monitoring/tells-nobody";
  monitoring_finds(rule, {alert("up == 0", "", "@@A"), {}, routing({}, "empty")});
  // Its series may bring the label.
  monitoring_is_quiet(rule, {alert("up == 0"), {}, routing({kAll}, "empty")});
  monitoring_finds(rule, {alert("up == 0", "labels: {x: '1'}", "@@A"),
                          {},
                          routing({"{receiver: empty, matchers: ['x=\"1\"']}"})});
  monitoring_is_quiet(rule, {alert("up == 0", "labels: {x: '1'}"),
                             {},
                             routing({"{receiver: 'null', matchers: ['x=\"1\"']}"})});
  monitoring_is_quiet(rule, {alert("up == 0"), {}, routing({kAll})});
}

TEST(MonitoringRouting, AnAlertHasTheLabelsByWhichRoutesChoose) {
  const std::string rule = "monitoring/unroutable";
  const std::string more = "      - alert: @@B\n        expr: sum(x) > 1\n";
  const std::string carried = "      - alert: B\n        expr: sum by (team) (x) > 1\n";
  const std::string routes = routing({"{matchers: ['team=\"auth\"'], receiver: auth}"});
  const std::string with = alert("up == 0", "labels: {team: auth}");
  monitoring_finds(rule, {with + more, {}, routes});
  monitoring_is_quiet(rule, {with + carried, {}, routes});
  const std::string watchdog = "      - alert: Watchdog\n        expr: vector(1)\n";
  monitoring_is_quiet(rule, {with + watchdog, {}, routes});                // nobody's in particular
  monitoring_is_quiet(rule, {alert("sum(x) > 1") + carried, {}, routes});  // usual here
}

TEST(MonitoringRouting, AlertsAreGrouped) {
  const std::string rule = "monitoring/one-group-for-all";
  monitoring_finds(rule, {{}, {}, "route:\n  receiver: @@ops\n" + kReceivers});
  monitoring_finds(rule, {{}, {}, "route:\n  receiver: ops\n  @@group_by: []\n" + kReceivers});
  monitoring_is_quiet(rule, {{}, {}, routing({kAll})});
  // An empty list below the root is none, and says so: from 0.31 on it counts.
  monitoring_finds(rule,
                   {{}, {}, routing({"{receiver: auth, matchers: ['x=\"1\"'], @@group_by: []}"})});
  monitoring_finds(rule, {{},
                          {},
                          "route:\n  receiver: @@ops\n  routes:\n    - {receiver: auth, matchers: "
                          "['x=\"1\"'], group_by: []}\n" +
                              kReceivers});
  monitoring_finds("monitoring/each-alert-alone",
                   {{}, {}, "route:\n  receiver: ops\n  @@group_by: ['...']\n" + kReceivers});
  monitoring_is_quiet("monitoring/each-alert-alone", {{}, {}, routing({kAll})});
}

TEST(MonitoringRouting, AnEmptyListOfGroupsIsOneGroupInNewerVersionsOnly) {
  const auto message = [](const std::string& root) {
    const MonitoringFolder folder({{},
                                   {},
                                   "route:\n  receiver: ops\n" + root +
                                       "  routes:\n    - {matchers: ['x=\"1\"'], group_by: []}\n"
                                       "    - {matchers: ['x=\"2\"'], group_by: [b]}\n" +
                                       kReceivers});
    const auto subject = read_monitoring(folder.paths(), {});
    std::string text;
    if (!subject) return text;
    for (const MonitoringRule& rule : monitoring_rules()) {
      if (rule.doc.id != "monitoring/one-group-for-all") continue;
      for (const Place& place : rule.check(*subject)) text += place.message + "\n";
    }
    return text;
  };
  EXPECT_EQ(message("  group_by: [alertname, team]\n"),
            "an empty list: what stands above holds (alertname, team) until Alertmanager 0.30; "
            "from 0.31 on all alerts here are one group\n");
  EXPECT_TRUE(message("").starts_with("all alerts here are one group")) << message("");
}

TEST(MonitoringRouting, RepeatsComeWithTheGroupsTurn) {
  const std::string rule = "monitoring/repeats-too-soon";
  monitoring_finds(rule, {{}, {}, routing({"{receiver: auth, repeat_interval: @@1m}"})});
  monitoring_is_quiet(rule, {{},
                             {},
                             routing({"{receiver: auth, group_interval: 1m, "
                                      "repeat_interval: 1m}"})});
}

TEST(MonitoringRouting, TheFirstPageDoesNotWaitForOthers) {
  const std::string rule = "monitoring/waits-for-company";
  monitoring_finds(rule, {{}, {}, routing({"{receiver: auth, group_wait: @@5m}"})});
  monitoring_is_quiet(rule, {{}, {}, routing({"{receiver: auth, group_wait: 2m}"})});
}

TEST(MonitoringRouting, NothingThatAlwaysFiresInhibits) {
  const std::string rule = "monitoring/inhibited-for-ever";
  const std::string watchdog = alert("vector(1)", "labels: {team: ops}", "Watchdog");
  const auto inhibit = [](const std::string& source) {
    return "inhibit_rules:\n  - " + source + "\n    target_matchers: ['a=\"b\"']\n";
  };
  monitoring_finds(
      rule, {watchdog, {}, routing({}, "ops", inhibit("@@source_matchers: ['team=\"ops\"']"))});
  monitoring_finds(rule,
                   {watchdog, {}, routing({}, "ops", inhibit("@@source_match: {team: ops}"))});
  monitoring_is_quiet(
      rule, {watchdog, {}, routing({}, "ops", inhibit("source_matchers: ['team=\"a\"']"))});
  // It has no such label, and its series bring none.
  monitoring_is_quiet(rule,
                      {watchdog, {}, routing({}, "ops", inhibit("source_matchers: ['dc=\"a\"']"))});
}

TEST(MonitoringRouting, AnInhibitionIsOfWhatBelongsTogether) {
  const std::string rule = "monitoring/inhibits-everything";
  const std::string source = "inhibit_rules:\n  - source_matchers: ['severity=\"critical\"']\n";
  const std::string target = "    target_matchers: ['severity=\"warning\"']\n";
  monitoring_finds(
      rule,
      {{}, {}, routing({}, "ops", source + "    @@target_matchers: ['severity=\"warning\"']\n")});
  monitoring_is_quiet(rule,
                      {{}, {}, routing({}, "ops", source + target + "    equal: [cluster]\n")});
  monitoring_is_quiet(rule, {{},
                             {},
                             routing({}, "ops",
                                     "inhibit_rules:\n  - source_matchers: "
                                     "['alertname=\"Down\"']\n" +
                                         target)});
}

TEST(MonitoringRouting, AnInhibitionHasItsAlerts) {
  const std::string rule = "monitoring/inhibition-without-alert";
  const std::string target = "    target_matchers: ['alertname=\"A\"']\n";
  monitoring_finds(rule, {alert("up == 0"), kPrometheus,
                          routing({}, "ops",
                                  "inhibit_rules:\n  - @@source_matchers: "
                                  "['alertname=\"B\"']\n" +
                                      target)});
  monitoring_is_quiet(rule, {alert("up == 0"), kPrometheus,
                             routing({}, "ops",
                                     "inhibit_rules:\n  - source_matchers: "
                                     "['severity=\"page\"']\n" +
                                         target)});
}

/// prometheus.yml with an external label.
std::string labelled(const std::string& value) {
  return "global: {external_labels: {cluster: '" + value + "'}}\n" + kPrometheus;
}

TEST(MonitoringRouting, AnAlertHasTheExternalLabelsAsWell) {
  const std::string rule = "monitoring/inhibition-without-alert";
  const auto inhibits = [](const std::string& source) {
    return routing({}, "ops",
                   "inhibit_rules:\n  - " + source +
                       "source_matchers: ['alertname=\"A\"', 'cluster=\"eu1\"']\n"
                       "    target_matchers: ['alertname=\"A\"']\n");
  };
  const std::string none = alert("sum(x) > 1");  // its series bring no label
  monitoring_is_quiet(rule, {none, labelled("eu1"), inhibits("")});
  monitoring_is_quiet(rule, {none, labelled("${CLUSTER}"), inhibits("")});  // may be expanded
  monitoring_finds(rule, {none, labelled("us1"), inhibits("@@")});
  monitoring_finds(rule, {none, kPrometheus, inhibits("@@")});
  // A label of its own counts.
  monitoring_finds(
      rule, {alert("sum(x) > 1", "labels: {cluster: us1}"), labelled("eu1"), inhibits("@@")});
}

TEST(MonitoringRouting, WhatAlwaysFiresInhibitsByItsExternalLabelsAsWell) {
  const std::string rule = "monitoring/inhibited-for-ever";
  const auto inhibit = [](const std::string& source) {
    return routing({}, "ops",
                   "inhibit_rules:\n  - " + source + "\n    target_matchers: ['a=\"b\"']\n");
  };
  const std::string watchdog = alert("vector(1)", "", "Watchdog");
  monitoring_finds(rule,
                   {watchdog, labelled("eu1"), inhibit("@@source_matchers: ['cluster=\"eu1\"']")});
  monitoring_is_quiet(
      rule, {watchdog, labelled("eu1"), inhibit("source_matchers: ['cluster!=\"eu1\"']")});
}

TEST(MonitoringRouting, AnExternalLabelIsOneByWhichRoutesMayChoose) {
  const std::string rule = "monitoring/unroutable";
  const std::string routes = routing({"{matchers: ['cluster=\"eu1\"'], receiver: auth}"});
  const std::string rules = alert("up == 0", "labels: {cluster: us1}") + "      - alert: B\n";
  monitoring_is_quiet(rule, {rules + "        expr: sum(x) > 1\n", labelled("eu1"), routes});
}

TEST(MonitoringRouting, APagerHearsThatAllIsWell) {
  const std::string rule = "monitoring/pager-never-resolves";
  const auto pager = [](const std::string& more) {
    return "route: {receiver: ops, group_by: [a]}\nreceivers:\n  - name: ops\n    "
           "pagerduty_configs:\n"
           "      - routing_key: x\n" +
           more;
  };
  monitoring_finds(rule, {{}, {}, pager("        send_resolved: @@false\n")});
  monitoring_is_quiet(rule, {{}, {}, pager("")});
}

TEST(MonitoringRouting, EveryRuleSaysWhyAndHow) {
  std::set<std::string> ids;
  for (const MonitoringRule& rule : monitoring_rules()) {
    EXPECT_TRUE(ids.insert(rule.doc.id).second) << rule.doc.id;
    EXPECT_TRUE(rule.doc.id.starts_with("monitoring/"));
    for (const std::string& text :
         {rule.doc.title, rule.doc.why, rule.doc.fix, rule.doc.bad, rule.doc.good}) {
      EXPECT_NE(text, "") << rule.doc.id;
    }
    EXPECT_NE(rule.doc.topic, Topic::none) << rule.doc.id;
    ASSERT_NE(rule.check, nullptr) << rule.doc.id;
  }
  EXPECT_GE(ids.size(), 10u);
}

}  // namespace
}  // namespace misfire
