#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "monitor/check_files.hpp"
#include "monitor/monitor_fixture.hpp"
#include "monitor/render.hpp"
#include "monitor/scratch_folder.hpp"
#include "monitor/yaml_tree.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr ModelDuration kBaseline{std::chrono::minutes(3)};

RenderedPrometheus render(const System& system, double speed = 30) {
  auto rendered = render_prometheus(system, fixture_addresses(), speed, kBaseline);
  if (!rendered) {
    for (const Error& e : rendered.error()) ADD_FAILURE() << to_string(e);
    return {};
  }
  return std::move(*rendered);
}

YamlTree tree_of(const RenderedPrometheus& r, const std::string& file = "prometheus.yml") {
  return parse_yaml(r.files.at(file), file).value();
}

// A system whose prometheus.yml is written by the test.
struct Own {
  explicit Own(std::string_view prometheus, std::map<std::string, JobRole> jobs = {}) {
    folder.write("prometheus.yml", prometheus);
    system.monitoring.prometheus = folder.path / "prometheus.yml";
    system.monitoring.blackbox = folder.path / "blackbox.yml";
    system.monitoring.jobs = std::move(jobs);
    system.monitoring.where = {"system.toml", 4, 1};
  }
  Errors errors() const {
    auto rendered = render_prometheus(system, fixture_addresses(), 30, kBaseline);
    return rendered ? Errors{} : rendered.error();
  }
  ScratchFolder folder;
  System system;
};

/// Every rule file of the fixtures stands in a folder of its own.
std::size_t rule_files_of(const System& system) {
  const fs::directory_iterator files(system.monitoring.prometheus.parent_path() / "rules");
  return static_cast<std::size_t>(std::distance(fs::begin(files), fs::end(files)));
}

TEST(RenderPrometheus, FixturesPassPromtoolAtEverySpeed) {
  const auto promtool = find_program("promtool");
  ASSERT_TRUE(promtool);
  for (const System& system : {fixture_system(), renamed_system()}) {
    for (const double speed : {1.0, 30.0, 60.0}) {
      const RenderedPrometheus r = render(system, speed);
      EXPECT_EQ(r.files.size(), 1 + rule_files_of(system));
      for (const FileSet& files : {r.files, r.files_without_rules}) {
        const auto checked = check_prometheus(files, *promtool);
        EXPECT_TRUE(checked) << to_string(checked.error().front());
      }
    }
  }
}

TEST(RenderPrometheus, WaitsNoLongerThanTheirTimeForAlertmanager) {
  const auto timeout = [](double speed) {
    const YamlTree tree = tree_of(render(fixture_system(), speed));
    return tree.find("alerting")->find("alertmanagers")->items.at(0).get("timeout");
  };
  EXPECT_EQ(timeout(1), "10000ms");
  EXPECT_EQ(timeout(5), "2000ms");
  EXPECT_EQ(timeout(30), "1000ms") << "a busy machine may need so long";
}

TEST(RenderPrometheus, OnlyTimeDiffersInTheRulesAtSpeedOne) {
  const RenderedPrometheus r = render(fixture_system(), 1);
  const fs::path folder = fs::path(kSourceDir) / "fixtures/monitoring/rules";
  for (const char* name :
       {"auth.yml", "login.yml", "balancer.yml", "database.yml", "monitoring.yml"}) {
    YamlTree ours = tree_of(r, std::string("rules/") + name);
    YamlTree theirs = read_yaml(folder / name).value();
    for (YamlTree* tree : {&ours, &theirs}) {
      for (YamlTree& group : tree->find("groups")->items) {
        group.erase("interval");  // written out explicitly in ours
        for (YamlTree& rule : group.find("rules")->items) {
          for (const char* time : {"for", "keep_firing_for"}) rule.erase(time);  // 1m is 60000ms
        }
      }
    }
    EXPECT_TRUE(ours.same(theirs)) << name;
  }
}

TEST(RenderPrometheus, TimeIsDivided) {
  const RenderedPrometheus r = render(fixture_system());
  const YamlTree tree = tree_of(r);
  EXPECT_EQ(tree.find("global")->get("scrape_interval"), "500ms");
  EXPECT_EQ(tree.find("global")->get("evaluation_interval"), "500ms");
  for (const YamlTree& job : tree.find("scrape_configs")->items) {
    EXPECT_EQ(job.get("scrape_interval"), "500ms");
    EXPECT_EQ(job.get("scrape_timeout"), "500ms");
  }
  const YamlTree rules = tree_of(r, "rules/login.yml");
  const YamlTree& group = rules.find("groups")->items[0];
  EXPECT_EQ(group.get("interval"), "500ms");
  EXPECT_EQ(group.find("rules")->items[0].get("for"), "2000ms");
  EXPECT_THAT(group.find("rules")->items[0].get("expr"), HasSubstr("[4000ms]"));
  EXPECT_THAT(r.flags, Contains("--query.lookback-delta=10000ms"));
  EXPECT_THAT(r.flags, Contains("--rules.alert.resend-delay=2000ms"));
  EXPECT_EQ(r.scrape_interval, model_seconds(15));
}

TEST(RenderPrometheus, TellsWhatTheLatencyBudgetNeedsOfEachRule) {
  const RenderedPrometheus r = render(fixture_system());
  const auto rule = [&](const char* name) {
    return *std::find_if(r.rules.begin(), r.rules.end(),
                         [&](const AlertRule& a) { return a.name == name; });
  };
  const AlertRule ratio = rule("LoginFailureRatioHigh");
  ASSERT_EQ(ratio.ranges.size(), 2u);
  EXPECT_EQ(ratio.ranges[0].function, "rate");
  EXPECT_EQ(ratio.ranges[0].range, model_seconds(120));
  EXPECT_EQ(ratio.ranges[0].samples, model_seconds(15)) << "the job's scrape interval";
  EXPECT_EQ(ratio.shares, (std::vector<ShareUse>{{model_seconds(120), 0.05}}));
  EXPECT_EQ(ratio.checks, ReadsChecks::no);
  EXPECT_EQ(rule("LoginErrorBudgetBurn").shares.size(), 2u);
  EXPECT_EQ(rule("ServerNotUp").checks, ReadsChecks::partly);
  EXPECT_EQ(rule("TrafficImbalance").checks, ReadsChecks::partly);
  EXPECT_FALSE(r.alerts_relabelled);
}

TEST(RenderPrometheus, AlertsStayTheUsersOwn) {
  const RenderedPrometheus r = render(fixture_system());
  EXPECT_EQ(r.rules.size(), 48u);
  const auto rule = std::find_if(r.rules.begin(), r.rules.end(),
                                 [](const AlertRule& a) { return a.name == "TrafficImbalance"; });
  ASSERT_NE(rule, r.rules.end());
  EXPECT_THAT(rule->expr, HasSubstr("[3m]"));
  EXPECT_EQ(rule->file, "rules/balancer.yml");
  EXPECT_EQ(rule->group, "balancer");
  EXPECT_EQ(rule->hold, model_seconds(120));
  EXPECT_EQ(rule->interval, model_seconds(15));
  EXPECT_EQ(rule->longest_window, model_seconds(180));
  EXPECT_EQ(rule->labels.at("component"), "load-balancer");
  EXPECT_GT(rule->where.line, 1);
}

TEST(RenderPrometheus, LongWindowsAreThoseThatTheBaselineDoesNotFill) {
  const RenderedPrometheus r = render(fixture_system());
  const auto burn_rate = [](const auto& w) {
    return w.selector.find("auth_logins_total") != std::string::npos &&
           w.window == model_seconds(6 * 3600);
  };
  EXPECT_TRUE(std::any_of(r.long_windows.begin(), r.long_windows.end(), burn_rate));
  for (const auto& w : r.long_windows) {
    EXPECT_GT(w.window, kBaseline) << w.selector;
  }
}

TEST(RenderPrometheus, NothingButTheStackIsScraped) {
  const YamlTree tree = tree_of(render(fixture_system()));
  for (const YamlTree& job : tree.find("scrape_configs")->items) {
    const YamlTree& last = job.find("relabel_configs")->items.back();
    EXPECT_EQ(last.get("action"), "keep") << job.get("job_name");
    EXPECT_EQ(last.find("source_labels")->items[0].text, "__address__");
    EXPECT_THAT(last.get("regex"), HasSubstr("127\\.77\\.1\\.1:"));
    EXPECT_THAT(last.get("regex"), Not(HasSubstr("internal")));
  }
  const YamlTree& managers = *tree.find("alerting")->find("alertmanagers");
  ASSERT_EQ(managers.items.size(), 2u);
  EXPECT_THAT(emit_yaml(managers), HasSubstr("127.77.1.1:9093"));
  EXPECT_THAT(emit_yaml(managers), HasSubstr("127.77.1.1:9099"));
  EXPECT_THAT(emit_yaml(managers), Not(HasSubstr("internal")));
}

TEST(RenderPrometheus, CredentialsRemoteStorageAndOtherJobsAreLeftOutAndSaid) {
  Own own(R"(
remote_write: [{url: "https://elsewhere.example/write"}]
scrape_configs:
  - job_name: lb
    scheme: https
    basic_auth: {username: u, password: hunter2}
    tls_config: {ca_file: /etc/ca.pem}
    static_configs: [{targets: ["a:1", "b:1"]}]
  - job_name: node
    static_configs: [{targets: ["a:9100"]}]
)",
          {{"lb", JobRole::balancer}});
  const RenderedPrometheus r = render(own.system);
  const std::string& text = r.files.at("prometheus.yml");
  for (const char* gone : {"hunter2", "elsewhere", "https", "ca.pem", "9100"}) {
    EXPECT_THAT(text, Not(HasSubstr(gone)));
  }
  for (const char* told :
       {"remote_write", "basic_auth", "tls_config", "scheme", "\"node\"", "first target"}) {
    EXPECT_THAT(r.changes, Contains(HasSubstr(told)));
  }
  EXPECT_THAT(r.limits, Contains(HasSubstr("nobody will be notified")));
  EXPECT_TRUE(check_prometheus(r.files, find_program("promtool").value()));
}

TEST(RenderPrometheus, NoScrapeLeavesTheMachineAndNoPasswordBecomesALabel) {
  const Own own(R"(
global: {scrape_failure_log_file: /tmp/failures.log}
scrape_configs:
- job_name: lb
  follow_redirects: true
  http_headers: {X-Api-Key: {secrets: [hunter2]}}
  static_configs: [{targets: ['http://me:hunter2@lb.example:8405', 'me:hunter2@lb2.example:8405']}]
)",
                {{"lb", JobRole::balancer}});
  const RenderedPrometheus r = render(own.system);
  const std::string& text = r.files.at("prometheus.yml");
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(text, Not(HasSubstr("failures.log")));
  EXPECT_EQ(tree_of(r).find("scrape_configs")->items.at(0).get("follow_redirects"), "false");
  EXPECT_THAT(r.changes, Contains(HasSubstr("http://lb.example:8405 without its user and")));
  EXPECT_THAT(r.changes, Contains(HasSubstr("target lb2.example:8405 without its user and")));
}

TEST(RenderPrometheus, TooFastScrapesAreNamedBeforeTheRun) {
  EXPECT_THAT(render(fixture_system(), 100).limits, Contains(HasSubstr("at most 75")));
  EXPECT_THAT(render(fixture_system(), 75).limits, Not(Contains(HasSubstr("too fast"))));
}

TEST(RenderPrometheus, AllMistakesAtOnceWithTheirPlaces) {
  Own own(R"(global:
  scrape_interval: 15 s
rule_files: [one.yml, two.yml, missing.yml]
scrape_configs:
  - job_name: auth
    static_configs: [{targets: ["a:1", "b:1"]}]
  - job_name: found
    file_sd_configs: [{files: [x.json]}]
)",
          {{"auth", JobRole::backends}, {"found", JobRole::balancer}, {"auht", JobRole::probe}});
  own.folder.write("one.yml",
                   "groups:\n"
                   "  - name: g\n"
                   "    rules:\n"
                   "      - alert: A\n"
                   "        expr: rate(x[300]) > 1\n"
                   "        for: soon\n"
                   "      - alert: B\n"
                   "        expr: |\n"
                   "          rate(x[5m])\n"
                   "            ~ 1\n"
                   "      - alert: C\n"
                   "        expr: 'rate(x[5q])'\n");
  own.folder.write("two.yml", "groups: [\n");
  const Errors errors = own.errors();
  const auto at = [&](const std::string& file, int line, int column) {
    const Position where{file == "system.toml" ? file : (own.folder.path / file).string(), line,
                         column};
    return std::any_of(errors.begin(), errors.end(), [&](const Error& e) {
      return e.where == where && e.code == ErrorCode::usage;
    });
  };
  std::string all;
  for (const Error& e : errors) all += to_string(e) + "\n";
  EXPECT_TRUE(at("prometheus.yml", 2, 20)) << all;
  EXPECT_TRUE(at("prometheus.yml", 3, 32)) << all;  // missing.yml
  EXPECT_TRUE(at("prometheus.yml", 6, 21)) << all;  // two targets, three backends
  EXPECT_TRUE(at("prometheus.yml", 8, 32)) << all;  // file_sd_configs
  EXPECT_TRUE(at("system.toml", 4, 1)) << all;      // auht
  EXPECT_TRUE(at("one.yml", 5, 22)) << all;
  EXPECT_TRUE(at("one.yml", 6, 14)) << all;
  EXPECT_TRUE(at("one.yml", 10, 13)) << all;
  EXPECT_TRUE(at("one.yml", 12, 23)) << all;
  EXPECT_THAT(all, HasSubstr("two.yml"));
  EXPECT_THAT(all, HasSubstr("did you mean \"auth\""));
}

TEST(RenderPrometheus, RecordingsCarryTheirWindowsToTheAlertsThatReadThem) {
  Own own("rule_files: [r.yml]\nscrape_configs: []\n");
  own.folder.write("r.yml", R"y(
groups:
  - name: g
    interval: 1m
    rules:
      - {record: "job:x:rate1h", expr: "rate(x[1h])"}
      - {alert: Now, expr: "job:x:rate1h > 1"}
      - {alert: Then, expr: "avg_over_time(job:x:rate1h[30m]) > 1"}
)y");
  const RenderedPrometheus r = render(own.system);
  ASSERT_EQ(r.rules.size(), 2u);
  EXPECT_EQ(r.rules[0].longest_window, model_seconds(3600));
  EXPECT_TRUE(r.rules[0].window_filled);
  EXPECT_EQ(r.rules[1].longest_window, model_seconds(5400));
  EXPECT_FALSE(r.rules[1].window_filled);
  EXPECT_EQ(r.rules[0].interval, model_seconds(60));
  EXPECT_EQ(r.rules[0].recorded, model_seconds(60)) << "an evaluation of the recording";
  EXPECT_EQ(r.rules[1].ranges.at(0).samples, model_seconds(60));
  ASSERT_EQ(r.long_windows.size(), 1u);
  EXPECT_EQ(r.long_windows[0].selector, "x");
}

TEST(RenderPrometheus, AnAgeIsMultipliedOnceWhoeverRecordsIt) {
  Own own("rule_files: [alerts.yml, records.yml]\nscrape_configs: []\n");
  own.folder.write("alerts.yml", R"y(groups:
  - name: g
    rules:
      - {alert: Young, expr: "cluster:lb_uptime_seconds < 120 and lb_uptime_seconds < 9"}
      - {alert: Was, expr: "min_over_time(cluster:lb_uptime_seconds[2m]) < 120"}
)y");
  own.folder.write("records.yml", R"y(groups:
  - name: g
    rules:
      - {record: "cluster:lb_uptime_seconds", expr: "min(lb_uptime_seconds)"}
)y");
  const RenderedPrometheus r = render(own.system);
  EXPECT_THAT(r.files.at("rules/records.yml"), HasSubstr("min((lb_uptime_seconds * 30))"));
  EXPECT_THAT(r.files.at("rules/alerts.yml"),
              HasSubstr("cluster:lb_uptime_seconds < 120 and (lb_uptime_seconds * 30) < 9"));
  ASSERT_EQ(r.rules.size(), 2u);
  EXPECT_EQ(r.rules[1].compressible, Compressible::yes) << "it is model time";
}

TEST(RenderPrometheus, AnotherTeamsRulesAreNotTakenForThoseBeside) {
  const ScratchFolder other;
  const auto alert = [](const char* name) {
    return fmt::format("groups: [{{name: g, rules: [{{alert: {}, expr: up == 0}}]}}]\n", name);
  };
  fs::create_directory(other.path / "rules");
  other.write("rules/b.yml", alert("OfTeamB"));
  const std::string pattern = (other.path / "rules/*.yml").string();
  Own own("rule_files: [rules/*.yml, " + pattern + ", /nowhere/rules/*.yml]\nscrape_configs: []\n");
  fs::create_directory(own.folder.path / "rules");
  own.folder.write("rules/a.yml", alert("OfTeamA"));
  const RenderedPrometheus r = render(own.system);
  ASSERT_EQ(r.rules.size(), 2u);
  EXPECT_EQ(r.rules[0].name, "OfTeamA");
  EXPECT_EQ(r.rules[1].name, "OfTeamB");
  EXPECT_THAT(r.changes, Contains("rule_files: " + pattern + " is taken as it is written, not " +
                                  (own.folder.path / "rules/*.yml").string()));
  EXPECT_THAT(r.changes, Contains(HasSubstr("stands for /nowhere/rules/*.yml, which is not here")));
}

TEST(RenderPrometheus, WhatComesWithTheRulesHasNoPast) {
  Own own("rule_files: [r.yml]\nscrape_configs: []\n");
  own.folder.write("r.yml", R"y(
groups:
  - name: g
    rules:
      - {alert: Failing, expr: 'increase(prometheus_rule_evaluation_failures_total{job="p"}[5m]) > 0'}
      - {alert: Idle, expr: "rate(prometheus_rule_evaluations_total[5m]) == 0"}
      - {alert: Steady, expr: "rate(prometheus_rule_evaluations_total[2m]) == 0"}
      - {alert: Often, expr: "count_over_time(ALERTS[1h]) > 9"}
)y");
  const RenderedPrometheus r = render(own.system);
  ASSERT_EQ(r.rules.size(), 4u);
  EXPECT_TRUE(r.long_windows.empty());
  EXPECT_TRUE(r.rules[0].window_filled) << "a past without failures is a healthy one";
  EXPECT_FALSE(r.rules[1].window_filled) << "a past without evaluations is not";
  EXPECT_TRUE(r.rules[2].window_filled);
  EXPECT_FALSE(r.rules[3].window_filled);
  EXPECT_THAT(r.limits, Contains(HasSubstr("Idle (r.yml:6) looks back at series that rules make")));
  EXPECT_THAT(r.limits, Not(Contains(HasSubstr("Failing (r.yml:5) looks back"))));
}

TEST(RenderPrometheus, AlertsCarryTheirTimesToThoseThatReadThem) {
  Own own("rule_files: [r.yml]\n");
  own.folder.write("r.yml", R"y(
groups:
  - name: causes
    interval: 40s
    query_offset: 5s
    rules:
      - {alert: Slow, expr: "max_over_time(x[2m]) > 1", for: 6m}
  - name: g
    interval: 15s
    query_offset: 3s
    rules:
      - {record: r, expr: y}
      - {alert: Firing, expr: 'ALERTS{alertname="Slow",alertstate="firing"} == 1'}
      - {alert: Since, expr: 'time() - ALERTS_FOR_STATE{alertname="Slow"} > 1'}
      - {alert: OfRecording, expr: r > 1}
      - {alert: Other, expr: 'ALERTS{alertname="Other"} == 1'}
)y");
  const RenderedPrometheus r = render(own.system);
  ASSERT_EQ(r.rules.size(), 5u);
  for (const AlertRule& reader : {r.rules[1], r.rules[2]}) {
    // An evaluation of it, what it looks back, and six minutes in steps of 40 s.
    EXPECT_EQ(reader.recorded, model_seconds(40 + 5 + 360)) << reader.name;
    EXPECT_EQ(reader.longest_window, model_seconds(120)) << reader.name;
  }
  EXPECT_EQ(r.rules[3].recorded, model_seconds(15 + 3));
  EXPECT_EQ(r.rules[4].longest_window, ModelDuration{});
}

TEST(RenderPrometheus, AlertsFireAtTheSameEvaluationAtEverySpeed) {
  Own own("rule_files: [r.yml]\n");
  own.folder.write("r.yml", R"y(
groups:
  - name: g
    interval: 10s
    rules:
      - {alert: A, expr: x, for: 1m, keep_firing_for: 65s}
      - {alert: B, expr: x, for: 0s}
  - name: long
    interval: 7s
    rules:
      - {alert: C, expr: x, for: 6h}
)y");
  const YamlTree fast = tree_of(render(own.system), "rules/r.yml");
  const auto rule = [](const YamlTree& tree, std::size_t group, std::size_t i) {
    return tree.find("groups")->items[group].find("rules")->items[i];
  };
  EXPECT_EQ(fast.find("groups")->items[0].get("interval"), "333ms");
  EXPECT_EQ(rule(fast, 0, 0).get("for"), "1998ms") << "six evaluations, not seven";
  EXPECT_EQ(rule(fast, 0, 0).get("keep_firing_for"), "2331ms");
  EXPECT_EQ(rule(fast, 0, 1).get("for"), "0ms");
  EXPECT_EQ(rule(fast, 1, 0).get("for"), "719038ms") << "3086 evaluations of 233 ms";
  const YamlTree plain = tree_of(render(own.system, 1), "rules/r.yml");
  EXPECT_EQ(rule(plain, 0, 0).get("keep_firing_for"), "65000ms") << "as it is written";
}

TEST(RenderPrometheus, LabelsOfAGroupAreThoseOfItsRulesWhichWin) {
  Own own("rule_files: [r.yml]\n");
  own.folder.write("r.yml", R"y(
groups:
  - name: g
    labels: {severity: page, component: web}
    rules:
      - {alert: A, expr: x}
      - {alert: B, expr: x, labels: {severity: ticket}}
)y");
  const RenderedPrometheus r = render(own.system);
  ASSERT_EQ(r.rules.size(), 2u);
  EXPECT_EQ(r.rules[0].labels, (Labels{{"severity", "page"}, {"component", "web"}}));
  EXPECT_EQ(r.rules[1].labels, (Labels{{"severity", "ticket"}, {"component", "web"}}));
}

TEST(RenderPrometheus, ALabelThatSeriesMayBringStandsAsATemplate) {
  Own own("rule_files: [r.yml]\n");
  own.system.monitoring.pages = {{"urgency", {"high"}}};
  own.folder.write("r.yml", R"y(
groups:
  - name: g
    rules:
      - {record: drained, expr: w == 0, labels: {urgency: high}}
      - {alert: A, expr: drained == 0}
)y");
  EXPECT_EQ(render(own.system).rules.at(0).labels, (Labels{{"urgency", "{{ $labels.urgency }}"}}));
}

TEST(RenderPrometheus, RelabellingOfAlertsIsInTheLabelsOfTheirRules) {
  const auto rendered = [](const std::string& steps) {
    Own own("rule_files: [r.yml]\nalerting: {alert_relabel_configs: " + steps + "}\n");
    own.system.monitoring.pages = {{"severity", {"critical"}}};
    own.folder.write("r.yml",
                     "groups: [{name: g, rules: [{alert: A, expr: x, labels: {severity: page}}]}]");
    return render(own.system);
  };
  const auto usual = rendered("[{regex: prometheus_replica, action: labeldrop}]");
  EXPECT_FALSE(usual.alerts_relabelled);
  EXPECT_EQ(usual.rules.at(0).labels, (Labels{{"severity", "page"}}));
  const auto another = rendered(
      "[{source_labels: [severity], regex: page, target_label: severity, replacement: critical}]");
  EXPECT_FALSE(another.alerts_relabelled);
  EXPECT_EQ(another.rules.at(0).labels, (Labels{{"severity", "critical"}}));
  const auto unknown = rendered("[{regex: my_(.+), action: labelmap}]");
  EXPECT_TRUE(unknown.alerts_relabelled);
  EXPECT_EQ(unknown.rules.at(0).labels, (Labels{{"severity", "page"}}));
}

TEST(RenderPrometheus, TheSinkSeesAlertsAsTheAlertmanagerDoes) {
  Own own(
      "alerting: {alertmanagers: [{static_configs: [{targets: [am]}],"
      " alert_relabel_configs: [{regex: x, action: labeldrop}]}]}\n");
  const YamlTree tree = tree_of(render(own.system));
  const auto& managers = tree.find("alerting")->find("alertmanagers")->items;
  ASSERT_EQ(managers.size(), 2u);
  for (const YamlTree& manager : managers) {
    const YamlTree* steps = manager.find("alert_relabel_configs");
    ASSERT_NE(steps, nullptr);
    EXPECT_EQ(steps->items.at(0).get("regex"), "x");
  }
}

TEST(RenderPrometheus, NoSeriesOfTheFixturesBringsALabelThatDecidesAboutPages) {
  for (const System& system : {fixture_system(), renamed_system(), nginx_system()}) {
    for (const AlertRule& rule : render(system).rules) {
      for (const char* label : {"severity", "component"}) {
        const auto found = rule.labels.find(label);
        EXPECT_TRUE(found == rule.labels.end() || found->second.find("{{") == std::string::npos)
            << rule.name << " " << label;
      }
    }
  }
}

TEST(RenderPrometheus, RulesThatDoNotScaleAreNamed) {
  Own own("rule_files: ['*.yml']\nscrape_configs: []\n");
  fs::rename(own.folder.path / "prometheus.yml", own.folder.path / "p.yaml");
  own.system.monitoring.prometheus = own.folder.path / "p.yaml";
  own.folder.write("r.yml", R"y(groups:
  - name: g
    rules:
      - {alert: Night, expr: "hour() > 22"}
      - {alert: Flap, expr: "changes(x[2m]) > 2"}
)y");
  const RenderedPrometheus r = render(own.system);
  EXPECT_THAT(r.limits, Contains(HasSubstr("Night (r.yml:4) does not scale")));
  EXPECT_THAT(r.limits, Contains(HasSubstr("Flap (r.yml:5) scales with care")));
  EXPECT_THAT(render(own.system, 1).limits, Not(Contains(HasSubstr("Night"))));
}

TEST(RenderPrometheus, AThresholdOnACountOfTheLoadDoesNotScale) {
  Own own("rule_files: [r.yml]\nscrape_configs: []\n");
  own.folder.write("r.yml", R"y(groups:
  - name: g
    rules:
      - {alert: Flood, expr: "increase(auth_logins_total[5m]) > 17000"}
      - {alert: Failing, expr: "increase(x_failed_total[3m]) > 0"}
      - {record: "logins:5m", expr: "increase(auth_logins_total[5m])"}
      - {alert: Recorded, expr: "logins:5m > 17000"}
)y");
  const RenderedPrometheus r = render(own.system);
  ASSERT_EQ(r.rules.size(), 3u);
  EXPECT_EQ(r.rules[0].compressible, Compressible::no);
  EXPECT_THAT(r.limits, Contains(HasSubstr("Flood (r.yml:4) does not scale: increase() of "
                                           "auth_logins_total shrinks by the speed")));
  EXPECT_EQ(r.rules[1].compressible, Compressible::with_care);
  EXPECT_EQ(r.rules[2].compressible, Compressible::no);
  for (const AlertRule& rule : render(fixture_system()).rules)
    EXPECT_NE(rule.compressible, Compressible::no) << rule.name;
}

TEST(RenderPrometheus, AFileThatCannotBeReadIsAUsageError) {
  System system = fixture_system();
  system.monitoring.prometheus = "/nowhere/prometheus.yml";
  const auto rendered = render_prometheus(system, fixture_addresses(), 30, kBaseline);
  ASSERT_FALSE(rendered);
  EXPECT_EQ(rendered.error()[0].code, ErrorCode::usage);
}

TEST(CheckPrometheus, QuotesPromtool) {
  const auto checked = check_prometheus({{"prometheus.yml", "global:\n  scrape_intervall: 5s\n"}},
                                        find_program("promtool").value());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().front().code, ErrorCode::usage);
  EXPECT_THAT(checked.error().front().message, HasSubstr("scrape_intervall"));
  EXPECT_THAT(checked.error().front().message, Not(HasSubstr("misfire-check-")));
}

TEST(RenderPrometheus, AnotherPhaseIsNotSeenInAlerts) {
  const Own own(
      "global: {external_labels: {site: fra}}\n"
      "alerting: {alert_relabel_configs: [{action: labeldrop, regex: replica}]}\n"
      "rule_files: [r.yml]\n");
  own.folder.write("r.yml", "groups: []\n");
  const auto plain = render_prometheus(own.system, fixture_addresses(), 30, kBaseline, 0);
  const auto moved = render_prometheus(own.system, fixture_addresses(), 30, kBaseline, 3);
  ASSERT_TRUE(plain);
  ASSERT_TRUE(moved);
  EXPECT_EQ(plain->files.count("rules/r.yml"), 1u);
  EXPECT_EQ(moved->files.count("rules-3/r.yml"), 1u);
  EXPECT_THAT(plain->files.at("prometheus.yml"), Not(HasSubstr("misfire")));
  const YamlTree tree = tree_of(*moved);
  const YamlTree& labels = *tree.find("global")->find("external_labels");
  EXPECT_EQ(labels.find("site")->text, "fra");
  EXPECT_EQ(labels.find("misfire_phase")->text, "3");
  // First, so that the user's own rules do not see it either.
  const auto& relabel = tree.find("alerting")->find("alert_relabel_configs")->items;
  ASSERT_EQ(relabel.size(), 2u);
  EXPECT_EQ(relabel[0].find("regex")->text, "misfire_phase");
  EXPECT_EQ(relabel[1].find("regex")->text, "replica");
  const auto promtool = find_program("promtool");
  ASSERT_TRUE(promtool);
  EXPECT_TRUE(check_prometheus(moved->files, *promtool));
  EXPECT_THAT(moved->changes, Contains(HasSubstr("phase 3: ")));
}

}  // namespace
}  // namespace misfire
