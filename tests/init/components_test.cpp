#include "init/components.hpp"

#include <gmock/gmock.h>

#include "base/glob.hpp"
#include "init/components_text.hpp"
#include "paths.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr ModelDuration kMinute{std::chrono::minutes(1)};

std::vector<ReadRule> rules(const std::string& yaml) {
  const auto tree = parse_yaml(yaml, "r.yml");
  if (!tree) throw std::logic_error(to_string(tree.error()));
  auto read = scale_rules(*tree, yaml, "r.yml", 1, {kMinute, {}});
  if (!read) throw std::logic_error(to_string(read.error().front()));
  return std::move(read->rules);
}

/// "component: alert" of each that is guessed.
std::vector<std::string> guessed(const ComponentsGuess& guess) {
  std::vector<std::string> texts;
  for (const auto& [component, blamed] : guess.blamed) {
    for (const BlameGuess& one : blamed) texts.push_back(component + ": " + one.alert);
  }
  return texts;
}

const std::vector<JobGuess> kJobs = {{"lb", JobRole::balancer, ""},
                                     {"auth", JobRole::backends, ""},
                                     {"db", JobRole::store, ""},
                                     {"node", std::nullopt, ""}};

TEST(GuessComponents, GoByWhatRulesRead) {
  const auto guess = guess_components(rules(R"(groups:
- name: g
  rules:
  - {alert: Weights, expr: "max(haproxy_server_weight) > 100"}
  - {alert: NginxGone, expr: "absent(nginx_up) or nginx_up == 0"}
  - {alert: LbGone, expr: 'up{job="lb"} == 0'}
  - {alert: AuthGone, expr: 'up{job="auth"} == 0'}
  - {alert: DbGone, expr: 'up{job="db"} == 0'}
  - {alert: Connections, expr: pg_stat_activity_count > 80}
  - {alert: Heap, expr: 'jvm_memory_used{job="auth"} > 1'}
  - {alert: Reload, expr: prometheus_config_last_reload_successful == 0}
  - {alert: Said, expr: nginx_up == 0, labels: {component: edge}}
)"),
                                      kJobs);
  EXPECT_THAT(guessed(guess), ElementsAre("auth: AuthGone", "auth: Heap", "database: DbGone",
                                          "database: Connections", "load-balancer: Weights",
                                          "load-balancer: NginxGone", "load-balancer: LbGone",
                                          "monitoring: Reload"));
  EXPECT_EQ(guess.blamed.at("load-balancer")[0].why,
            "haproxy_server_weight is the balancer's (r.yml:4)");
  EXPECT_EQ(guess.blamed.at("auth")[0].why, "up of the job auth is the servers' (r.yml:7)");
  EXPECT_THAT(guess.left, IsEmpty());
  EXPECT_EQ(guess.said, 1u);
}

TEST(GuessComponents, WhatIsNotCertainIsLeft) {
  const auto guess = guess_components(rules(R"(groups:
- name: g
  rules:
  - {alert: Errors, expr: 'rate(haproxy_backend_http_responses_total{code="5xx"}[1m]) > 1'}
  - {alert: ServerDown, expr: haproxy_server_status == 0}
  - {alert: LoginsFail, expr: 'rate(auth_login_failures_total{job="auth"}[1m]) > 1'}
  - {alert: Anything, expr: up == 0}
  - {alert: Both, expr: 'haproxy_server_weight > 1 and up{job="auth"} == 1'}
  - {alert: Probe, expr: probe_success == 0}
  - {alert: Always, expr: vector(1)}
  - {alert: Machine, expr: 'node_load1{job="node"} > 1'}
  - {alert: Twice, expr: nginx_up == 0}
  - {alert: Twice, expr: pg_up == 0}
  - {alert: "odd\"name", expr: nginx_up == 0}
)"),
                                      kJobs);
  EXPECT_THAT(guessed(guess), IsEmpty());
  EXPECT_EQ(guess.left.size(), 10u);
}

TEST(GuessComponents, RecordingsAreWhatTheyRead) {
  const auto guess = guess_components(rules(R"(groups:
- name: g
  rules:
  - {record: a:w, expr: max(haproxy_server_weight)}
  - {record: b:w, expr: a:w / 2}
  - {record: c:w, expr: c:w + 1}
  - {alert: A, expr: b:w > 1}
  - {alert: B, expr: unknown:w > 1}
  - {alert: C, expr: c:w > 1}
)"),
                                      kJobs);
  EXPECT_THAT(guessed(guess), ElementsAre("load-balancer: A"));
  EXPECT_THAT(guess.left, UnorderedElementsAre("B", "C"));
}

/// The rules of this repository say what they blame. Without that, nothing is guessed wrongly.
TEST(GuessComponents, AreNeverWrongAboutTheDefaultRules) {
  const std::vector<JobGuess> jobs = {
      {"haproxy", JobRole::balancer, ""},       {"nginx", JobRole::balancer, ""},
      {"nginx_log", JobRole::balancer_log, ""}, {"auth", JobRole::backends, ""},
      {"postgres", JobRole::store, ""},         {"blackbox", JobRole::probe, ""},
      {"prometheus", JobRole::prometheus, ""},  {"alertmanager", JobRole::alertmanager, ""}};
  std::size_t right = 0, alerts = 0;
  for (const char* folder :
       {"monitoring/rules", "monitoring/nginx/rules", "monitoring/postgres/rules"}) {
    std::vector<ReadRule> all;
    for (const fs::path& file :
         files_matching(fs::path(kSourceDir) / "fixtures" / folder / "*.yml")) {
      auto read = scale_rules(file, file.filename().string(), 1, {kMinute, {}});
      ASSERT_TRUE(read);
      for (ReadRule& rule : read->rules) all.push_back(std::move(rule));
    }
    std::map<std::string, std::string> said;
    for (ReadRule& rule : all) {
      if (rule.records) continue;
      ++alerts;
      said[rule.rule.name] = rule.rule.labels["component"];
      rule.rule.labels.erase("component");
    }
    const auto guess = guess_components(all, jobs);
    for (const auto& [component, blamed] : guess.blamed) {
      for (const BlameGuess& one : blamed) {
        EXPECT_EQ(component, said[one.alert]) << one.alert << ": " << one.why;
        right += component == said[one.alert] ? 1 : 0;
      }
    }
  }
  RecordProperty("guessed", static_cast<int>(right));
  RecordProperty("alerts", static_cast<int>(alerts));
  EXPECT_GE(right, 8u) << "of " << alerts;
}

TEST(ComponentsText, IsASystemFilesPartOnceItsMarksAreGone) {
  ComponentsGuess guess;
  guess.blamed["load-balancer"] = {{"A", "a (r.yml:1)"}, {"B", "b\n(r.yml:2)"}};
  guess.left = {"C"};
  const std::string text = components_text(guess);
  EXPECT_THAT(text, HasSubstr("3 alerts have none; by what they read, 2 blame as below."));
  EXPECT_THAT(text, HasSubstr("1 is left"));
  std::string taken;
  for (std::size_t at = text.find("# [components]"); at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    taken += text.substr(at + 2, end - at - 2) + "\n";
    at = end + 1;
  }
  const auto standard = read_system(fs::path(kSourceDir) / "fixtures/system.toml");
  const auto system =
      parse_system("schema = 1\n" + taken, fs::path(kSourceDir) / "fixtures/mine.toml", *standard);
  ASSERT_TRUE(system) << to_string(system.error().front()) << taken;
  ASSERT_EQ(system->components.at("load-balancer").size(), 2u);
  EXPECT_EQ(system->components.at("load-balancer")[1][0].value, "B");
  EXPECT_THAT(components_text({}), HasSubstr("# [components]"));
}

}  // namespace
}  // namespace misfire
