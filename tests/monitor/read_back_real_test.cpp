// Reading back from the real Prometheus, which also sends its alerts to the sink.
#include <gmock/gmock.h>

#include <algorithm>
#include <optional>

#include "alertmanager_fixture.hpp"
#include "monitor/read_back.hpp"
#include "prometheus_process.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Duration kInterval = 250ms;

std::string config(const Endpoint& self, const Endpoint& gone, const Endpoint& sink) {
  return fmt::format(R"(
global: {{scrape_interval: 250ms, scrape_timeout: 250ms, evaluation_interval: 250ms}}
rule_files: [rules.yml]
alerting:
  alertmanagers: [{{static_configs: [{{targets: ['{}']}}]}}]
  alert_relabel_configs:
  - {{source_labels: [severity], regex: page, target_label: severity, replacement: critical}}
scrape_configs:
- {{job_name: self, static_configs: [{{targets: ['{}']}}]}}
- {{job_name: gone, static_configs: [{{targets: ['{}']}}]}}
)",
                     to_string(sink), to_string(self), to_string(gone));
}

Instant now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

/// One alert that comes and goes, one that stays, one that cannot be evaluated. Prometheus stores
/// nothing of an alert in its first two evaluations, so the first one begins after these.
std::string rules(Instant begin, Instant end) {
  return fmt::format(R"(
groups:
- name: g
  rules:
  - alert: Passing
    expr: vector(time()) > {:.3f} < {:.3f}
    for: 500ms
    labels: {{severity: page}}
  - alert: Always
    expr: vector(1)
  - alert: Broken
    expr: label_replace(vector(1), "not a name", "", "", "")
)",
                     static_cast<double>(to_nanos(begin)) / 1e9,
                     static_cast<double>(to_nanos(end)) / 1e9);
}

struct Stack {
  Stack() {
    folder.write("prometheus.yml", config(self.endpoint(), gone.endpoint(), sink.http()));
    folder.write("rules.yml", rules(now() + 5s, now() + 7s));  // after a slow start
    prometheus.emplace(
        self.endpoint(), folder.path,
        std::vector<std::string>{"--config.file=prometheus.yml", "--storage.tsdb.path=data",
                                 "--web.listen-address=" + to_string(self.endpoint())});
    const auto ready = prometheus->ready();
    EXPECT_TRUE(ready) << to_string(ready.error());
  }
  SinkThread sink;
  HeldPort self, gone;
  ScratchFolder folder;
  std::optional<PrometheusProcess> prometheus;
};

std::vector<Event> changes_of(const std::vector<Event>& events, const std::string& alert) {
  std::vector<Event> found;
  std::copy_if(events.begin(), events.end(), std::back_inserter(found), [&](const Event& e) {
    return std::get<AlertChanged>(e.fact).labels.at("alertname") == alert;
  });
  return found;
}

TEST(RealPrometheus, AlertsRulesAndTargetsAreReadBack) {
  const Instant start = now();
  Stack stack;
  const Endpoint at = stack.self.endpoint();
  SystemClock clock;

  std::vector<Event> passing;
  const auto ended = wait_for(clock, "the alert's end", 60s, [&]() -> Result<bool> {
    const auto events = read_alert_changes(
        at, start, now(), [](const Labels&) { return kInterval; }, 10s);
    if (!events) return tl::unexpected(events.error());
    passing = changes_of(*events, "Passing");
    return passing.size() >= 3;
  });
  ASSERT_TRUE(ended) << to_string(ended.error());
  std::vector<AlertPhase> phases;
  for (const Event& event : passing) phases.push_back(std::get<AlertChanged>(event.fact).state);
  EXPECT_THAT(phases, ElementsAre(AlertPhase::pending, AlertPhase::firing, AlertPhase::inactive));
  EXPECT_EQ(std::get<AlertChanged>(passing[0].fact).labels.at("severity"), "critical")
      << "the labels with which it is sent";
  EXPECT_EQ(std::get<AlertChanged>(passing[0].fact).labels.count("alertstate"), 0u);
  EXPECT_EQ(std::get<AlertChanged>(passing[0].fact).labels.count("__name__"), 0u);
  EXPECT_GT(passing[0].at, start);
  // It fires two evaluations after it became pending; evaluations may be late, never early.
  EXPECT_GE(passing[1].at - passing[0].at, 500ms);
  EXPECT_EQ(passing[0].at.time_since_epoch() % 1ms, 0ns);

  const auto rules = read_rules(at, 10s);
  ASSERT_TRUE(rules) << to_string(rules.error());
  EXPECT_EQ(rules->rules, 3u);
  ASSERT_EQ(rules->failing.size(), 1u);
  EXPECT_THAT(rules->failing[0], HasSubstr("Broken"));
  ASSERT_EQ(rules->firing.size(), 1u);
  EXPECT_EQ(rules->firing[0].at("alertname"), "Always");

  std::vector<std::string> down;
  const auto scraped = wait_for(clock, "the first scrapes", 60s, [&]() -> Result<bool> {
    down.clear();
    const auto up = all_targets_up(at, &down, 10s);
    if (!up) return tl::unexpected(up.error());
    EXPECT_FALSE(*up);
    return down.size() == 1 && down[0].find("refused") != std::string::npos;
  });
  ASSERT_TRUE(scraped) << to_string(scraped.error());
  EXPECT_THAT(down[0], HasSubstr("gone 127.0.0.1:"));

  SinkReader reader(stack.sink.http());
  bool fired = false, resolved = false;
  const auto sent =
      wait_for(clock, "the alert's resolution at the sink", 60s, [&]() -> Result<bool> {
        const auto events = reader.pull(10s);
        if (!events) return tl::unexpected(events.error());
        for (const Event& event : *events) {
          const auto* fact = std::get_if<AlertSent>(&event.fact);
          if (fact == nullptr || fact->labels.at("alertname") != "Passing") continue;
          (fact->resolved ? resolved : fired) = true;
        }
        return fired && resolved;
      });
  EXPECT_TRUE(sent) << to_string(sent.error());
}

TEST(RealPrometheus, ARefusedQueryIsAnErrorThatSaysWhy) {
  const SinkThread nothing_like_prometheus;
  const auto rules = read_rules(nothing_like_prometheus.http(), 10s);
  ASSERT_FALSE(rules);
  EXPECT_EQ(rules.error().code, ErrorCode::environment);
  EXPECT_THAT(rules.error().message, HasSubstr("not understood"));
}

}  // namespace
}  // namespace misfire
