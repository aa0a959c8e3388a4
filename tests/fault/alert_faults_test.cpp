// Every alert-side fault changes what it says of the trees, and nothing else; what it cannot change
// is a mistake that says so.
#include <gmock/gmock.h>

#include "fault/alert_fault.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kRules[] = R"(groups:
  - name: login
    rules:
      - alert: LoginFailing
        expr: sum(rate(bad_total{job="auth"}[2m])) / sum(rate(all_total{job="auth"}[2m])) > 0.05
        for: 1m
        labels: { severity: page, team: auth }
      - alert: BackendErrors
        expr: rate(haproxy_backend_http_responses_total{code="5xx"}[5m]) > 1
        labels: { severity: page, team: network, component: load-balancer }
      - alert: BackendDown
        expr: haproxy_backend_status{proxy="auth"} == 0
        labels: { severity: page, team: network, component: load-balancer }
      - alert: MetricsGone
        expr: up{job="haproxy"} == 0 or absent(haproxy_process_uptime_seconds)
        labels: { severity: page, team: network, component: load-balancer }
      - alert: Watchdog
        expr: vector(1)
        labels: { severity: none }
)";

constexpr char kRouting[] = R"(route:
  receiver: default
  group_by: [alertname]
  routes:
    - receiver: pages
      matchers: [severity="page"]
      routes:
        - { receiver: lead, continue: true, group_wait: 15m }
        - { receiver: network, matchers: [team="network"], group_wait: 10s }
        - { receiver: auth, match: { team: auth } }
receivers: []
)";

MonitoringTrees trees() {
  MonitoringTrees all;
  all.folder = "m";
  all.prometheus =
      parse_yaml(
          "global: { scrape_interval: 20s }\nrule_files: [rules/*.yml]\n"
          "scrape_configs: [{ job_name: haproxy, relabel_configs: [{ action: keep }] }]\n",
          "prometheus.yml")
          .value();
  all.alertmanager = parse_yaml(kRouting, "alertmanager.yml").value();
  all.rules.push_back({"m/rules/login.yml", kRules, parse_yaml(kRules, "login.yml").value()});
  all.rules.push_back(
      {"m/rules/more.yml", "groups: []", parse_yaml("groups: []", "more.yml").value()});
  return all;
}

Args with_defaults(const AlertFault& fault, Args args) {
  for (const ParamSpec& param : fault.doc.params) {
    if (param.fallback) args.emplace(param.name, *param.fallback);
  }
  return args;
}

MonitoringTrees edited(const std::string& name, Args args) {
  MonitoringTrees all = trees();
  const AlertFault& fault = *find_alert_fault(name);
  const auto done = fault.edit(all, with_defaults(fault, std::move(args)));
  EXPECT_TRUE(done) << name << ": " << to_string(done.error());
  return all;
}

std::string refusal(const std::string& name, Args args) {
  MonitoringTrees all = trees();
  const AlertFault& fault = *find_alert_fault(name);
  const auto done = fault.edit(all, with_defaults(fault, std::move(args)));
  EXPECT_FALSE(done) << name << " changed something";
  return done ? "" : to_string(done.error());
}

std::string expr(MonitoringTrees all, const std::string& alert) {
  for (const AlertTree& one : alerts_of(all)) {
    if (one.name == alert) return one.rule->get("expr");
  }
  return "gone";
}

std::string expr_after(const std::string& fault, Args args, const std::string& alert) {
  return expr(edited(fault, std::move(args)), alert);
}

TEST(AlertFaults, AreDocumentedAsTheOthersAre) {
  EXPECT_EQ(alert_faults().size(), 14u);
  for (const AlertFault& fault : alert_faults()) {
    EXPECT_FALSE(fault.doc.title.empty()) << fault.doc.name;
    EXPECT_FALSE(fault.doc.about.empty()) << fault.doc.name;
    EXPECT_FALSE(fault.doc.incident.empty()) << fault.doc.name;
    EXPECT_TRUE(find_fault(catalogue(), fault.doc.name)->alert_side) << fault.doc.name;
    EXPECT_EQ(why_unsupported("nginx", fault.doc.name, {}), "") << fault.doc.name;
  }
}

TEST(AlertFaults, ChangeTheExpression) {
  const Args errors{{"alert", "BackendErrors"}};
  EXPECT_EQ(expr_after("alert-threshold", errors, "BackendErrors"),
            "rate(haproxy_backend_http_responses_total{code=\"5xx\"}[5m]) > 10");
  EXPECT_EQ(expr_after("alert-threshold", {{"alert", "BackendErrors"}, {"factor", 100.0}},
                       "BackendErrors"),
            "rate(haproxy_backend_http_responses_total{code=\"5xx\"}[5m]) > 100");
  EXPECT_EQ(expr_after("alert-inverted", errors, "BackendErrors"),
            "rate(haproxy_backend_http_responses_total{code=\"5xx\"}[5m]) <= 1");
  EXPECT_EQ(expr_after("alert-label", errors, "BackendErrors"),
            "rate(haproxy_backend_http_responses_total{coed=\"5xx\"}[5m]) > 1");
  EXPECT_EQ(
      expr_after("alert-label", {{"alert", "BackendDown"}, {"label", "proxy"}, {"to", "backend"}},
                 "BackendDown"),
      "haproxy_backend_status{backend=\"auth\"} == 0");
  EXPECT_EQ(expr_after("alert-old-metric", {{"alert", "BackendDown"}}, "BackendDown"),
            "haproxy_backend_up{proxy=\"auth\"} == 0");
  EXPECT_EQ(expr_after("alert-old-metric", errors, "BackendErrors"),
            "rate(haproxy_backend_http_responses{code=\"5xx\"}[5m]) > 1");
  EXPECT_EQ(expr_after("alert-window-short", errors, "BackendErrors"),
            "rate(haproxy_backend_http_responses_total{code=\"5xx\"}[20s]) > 1")
      << "the scrape interval of prometheus.yml";
  EXPECT_EQ(expr_after("alert-server-metrics", errors, "BackendErrors"),
            "rate(haproxy_server_http_responses_total{code=\"5xx\"}[5m]) > 1");
  EXPECT_THAT(expr_after("alert-guard", errors, "BackendErrors"), HasSubstr(") and on () (sum("));
  EXPECT_EQ(
      expr_after("alert-guard", {{"alert", "BackendDown"}, {"guard", "x > 1"}}, "BackendDown"),
      "(\nhaproxy_backend_status{proxy=\"auth\"} == 0\n) and on () (x > 1)");
}

TEST(AlertFaults, LeaveTheOtherAlertsAlone) {
  const MonitoringTrees before = trees();
  for (const std::string name : {"alert-threshold", "alert-inverted", "alert-label",
                                 "alert-old-metric", "alert-window-short", "alert-guard",
                                 "alert-server-metrics", "alert-for-long", "alert-deleted"}) {
    const MonitoringTrees after = edited(name, {{"alert", "BackendErrors"}});
    for (const std::string other : {"LoginFailing", "BackendDown", "Watchdog"}) {
      EXPECT_EQ(expr(after, other), expr(before, other)) << name;
    }
    EXPECT_TRUE(after.prometheus.same(before.prometheus)) << name;
    EXPECT_TRUE(after.alertmanager.same(before.alertmanager)) << name;
  }
}

TEST(AlertFaults, NameSeveralAlertsByPatternOrByWhatTheyBlame) {
  const MonitoringTrees pattern = edited("alert-inverted", {{"alert", "Back*"}});
  EXPECT_THAT(expr(pattern, "BackendErrors"), HasSubstr("<= 1"));
  EXPECT_THAT(expr(pattern, "BackendDown"), HasSubstr("!= 0"));
  const MonitoringTrees blame = edited("alert-threshold", {{"component", "load-balancer"}});
  EXPECT_THAT(expr(blame, "BackendErrors"), HasSubstr("> 10"))
      << "although there is nothing to change in BackendDown";
  EXPECT_THAT(expr(blame, "LoginFailing"), HasSubstr("> 0.05"));
}

TEST(AlertFaults, WaitLongerThanTheirRange) {
  MonitoringTrees all = edited("alert-for-long", {{"alert", "LoginFailing"}});
  EXPECT_EQ(alerts_of(all).front().rule->get("for"), "4m");
  all = edited("alert-for-long", {{"alert", "BackendDown"}, {"hold", model_seconds(600)}});
  EXPECT_EQ(alerts_of(all)[2].rule->get("for"), "10m");
}

TEST(AlertFaults, AnAlertThatAsksForNoLabelHasOneOfItsOwnMisspelt) {
  MonitoringTrees all = edited("alert-label", {{"alert", "Watchdog"}});
  EXPECT_EQ(alerts_of(all).back().rule->find("labels")->entries.front().first, "severiyt");
}

TEST(AlertFaults, LeaveOutRulesOrTheWholeFile) {
  const MonitoringTrees deleted = edited("alert-deleted", {{"alert", "BackendDown"}});
  EXPECT_EQ(expr(deleted, "BackendDown"), "gone");
  EXPECT_NE(expr(deleted, "BackendErrors"), "gone");
  MonitoringTrees left_out = edited("alert-not-loaded", {{"alert", "BackendDown"}});
  EXPECT_TRUE(alerts_of(left_out).empty());
  const auto& files = left_out.prometheus.find("rule_files")->items;
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files.front().text, "rules/more.yml") << "as it is named from prometheus.yml";
}

TEST(AlertFaults, DropAJobsTargetsBeforeTheUsersOwnRelabelling) {
  const MonitoringTrees all = edited("scrape-job-gone", {{"job", "haproxy"}});
  const YamlTree& rules = *all.prometheus.find("scrape_configs")->items[0].find("relabel_configs");
  ASSERT_EQ(rules.items.size(), 2u);
  EXPECT_EQ(rules.items[0].get("action"), "drop");
  EXPECT_EQ(rules.items[1].get("action"), "keep");
  EXPECT_THAT(refusal("scrape-job-gone", {{"job", "haprxoy"}}),
              HasSubstr("parameter \"job\": prometheus.yml has no scrape job \"haprxoy\""));
}

std::vector<std::string> receivers(const MonitoringTrees& all) {
  std::vector<std::string> found;
  for (const YamlTree& child : all.alertmanager.find("route")->find("routes")->items) {
    found.push_back(child.get("receiver"));
    for (const YamlTree& grandchild : child.find("routes")->items) {
      found.push_back(grandchild.get("receiver"));
    }
  }
  return found;
}

TEST(AlertFaults, MisspellOrLeaveOutTheRouteThatTakesTheAlert) {
  const auto child = [](const MonitoringTrees& all, std::size_t i) {
    return all.alertmanager.find("route")->find("routes")->items[0].find("routes")->items[i];
  };
  EXPECT_EQ(
      child(edited("route-typo", {{"alert", "BackendDown"}}), 1).find("matchers")->items[0].text,
      "team=\"network_\"");
  EXPECT_EQ(child(edited("route-typo", {{"alert", "LoginFailing"}}), 2).find("match")->get("team"),
            "auth_");
  EXPECT_THAT(receivers(edited("route-missing", {{"alert", "Back*"}})),
              ElementsAre("pages", "lead", "auth"));
  EXPECT_THAT(refusal("route-missing", {{"alert", "Watchdog"}}),
              HasSubstr("no route below the root"));
}

TEST(AlertFaults, SlowGroupsAreThoseOfEveryRoute) {
  const MonitoringTrees all = edited("grouping-slow", {});
  const YamlTree& root = *all.alertmanager.find("route");
  EXPECT_EQ(root.get("group_wait"), "5m");
  EXPECT_TRUE(root.find("group_by")->items.empty());
  const auto& routes = root.find("routes")->items[0].find("routes")->items;
  EXPECT_EQ(routes[0].get("group_wait"), "15m") << "longer than that already";
  EXPECT_EQ(routes[1].find("group_wait"), nullptr);
  const MonitoringTrees apart = edited("grouping-slow", {{"together", false}});
  EXPECT_EQ(apart.alertmanager.find("route")->find("group_by")->items.size(), 1u);
}

TEST(AlertFaults, RefuseAnAlertThatIsNotThereOrHasNothingToChange) {
  EXPECT_THAT(
      refusal("alert-threshold", {{"alert", "BackendDwon"}}),
      testing::AllOf(HasSubstr("parameter \"alert\": no rule makes an alert \"BackendDwon\""),
                     HasSubstr("did you mean \"BackendDown\"?")));
  EXPECT_THAT(refusal("alert-threshold", {{"component", "load-balanecr"}}),
              HasSubstr("did you mean \"load-balancer\"?"));
  EXPECT_THAT(refusal("alert-threshold", {}), HasSubstr("neither \"alert\" nor \"component\""));
  EXPECT_THAT(refusal("alert-threshold", {{"alert", "A"}, {"component", "b"}}),
              HasSubstr("both \"alert\" and \"component\""));
  for (const std::string name :
       {"alert-threshold", "alert-guard", "alert-window-short", "alert-for-long"}) {
    EXPECT_THAT(refusal(name, {{"alert", "BackendDown"}}),
                HasSubstr("there is nothing to change in BackendDown"));
  }
  EXPECT_THAT(refusal("alert-old-metric", {{"alert", "MetricsGone"}}),
              HasSubstr("whether one is absent"))
      << "with the old name it would find out";
  EXPECT_THAT(refusal("alert-inverted", {{"alert", "Watchdog"}}), HasSubstr("it compares nothing"));
  EXPECT_THAT(refusal("alert-server-metrics", {{"alert", "LoginFailing"}}),
              HasSubstr("nothing of a backend or frontend"));
}

}  // namespace
}  // namespace misfire
