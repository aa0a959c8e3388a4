// Each rule about alert rules finds its mistake where it stands, and is quiet at a near miss.
#include "monitoring_cases.hpp"

namespace misfire {
namespace {

const std::string kPrometheus =
    "global: {scrape_interval: 15s, evaluation_interval: 15s}\nrule_files: [rules.yml]\n"
    "alerting: {alertmanagers: [{static_configs: [{targets: [am:9093]}]}]}\n"
    "scrape_configs:\n  - job_name: haproxy\n    static_configs: [{targets: [lb:8405]}]\n";

/// The same with another scrape interval.
std::string scraped_every(const std::string& interval) {
  std::string text = kPrometheus;
  return text.replace(text.find("15s"), 3, interval);
}

TEST(MonitoringRules, AWindowHoldsTwoSamples) {
  const std::string rule = "monitoring/window-too-short";
  monitoring_finds(rule, {alert("rate(@@x_total{job=\"haproxy\"}[15s]) > 1"), kPrometheus, {}});
  monitoring_finds(
      rule,
      {alert("|\n          sum(\n            increase(@@x_total[25s])) > 1"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("rate(x_total[30s]) > 1"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("max_over_time(x[5s]) > 1"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("rate(x_total[15s]) > 1"), {}, {}});  // scrapes are not known
}

TEST(MonitoringRules, AWindowBearsALostScrape) {
  const std::string rule = "monitoring/window-tight";
  monitoring_finds(rule, {alert("rate(@@x_total[45s]) > 1"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("rate(x_total[1m]) > 1"), kPrometheus, {}});
}

TEST(MonitoringRules, AnEventIsSeenForAsLongAsForAsks) {
  const std::string rule = "monitoring/event-over-before-for";
  const std::string flaps = "rate(haproxy_server_check_up_down_total[5m]) != 0";
  monitoring_finds(rule, {alert(flaps, "for: @@10m"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert(flaps, "for: 1m"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("rate(x_total[5m]) > 5", "for: 10m"), kPrometheus, {}});
}

TEST(MonitoringRules, AJobIsOneThatIsScraped) {
  const std::string rule = "monitoring/unknown-job";
  monitoring_finds(rule, {alert("sum(rate(@@x_total{job=\"hapoxy\"}[5m])) > 1"), kPrometheus, {}});
  monitoring_finds(rule, {alert("@@up{job=~\"nginx.*\"} == 0"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("up{job=~\"ha.*\"} == 0"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("up{job=\"hapoxy\"} == 0"), {}, {}});
  for (const char* yes : {"true", "True", "yes", "on"}) {  // YAML knows many words for it
    monitoring_is_quiet(
        rule, {alert("up{job=\"lb\"} == 0"), kPrometheus + "    honor_labels: " + yes + "\n", {}});
  }
  monitoring_finds(rule,
                   {alert("@@up{job=\"lb\"} == 0"), kPrometheus + "    honor_labels: False\n", {}});
  // Relabelling may give its series any job.
  monitoring_is_quiet(rule, {alert("up{job=\"lb\"} == 0"),
                             kPrometheus + "    relabel_configs: [{target_label: job, "
                                           "replacement: lb}]\n",
                             {}});
}

TEST(MonitoringRules, NamesAreThoseOfTheExporterOfToday) {
  const std::string rule = "monitoring/old-haproxy-names";
  monitoring_finds(rule, {alert("@@haproxy_server_up == 0")});
  monitoring_finds(rule,
                   {alert("rate(@@haproxy_backend_http_responses_total{backend=\"a\"}[5m]) > 1")});
  monitoring_is_quiet(rule, {alert("haproxy_backend_status{proxy=\"a\", state=\"UP\"} == 0")});
  monitoring_is_quiet(rule, {alert("my_backend_requests{backend=\"a\"} == 0")});
}

TEST(MonitoringRules, StubStatusKnowsNoCodes) {
  const std::string rule = "monitoring/stub-status-labels";
  const std::string nginx = kPrometheus +
                            "  - job_name: nginx\n"
                            "    static_configs: [{targets: ['lb:9113']}]\n";
  monitoring_finds(
      rule, {alert("rate(@@nginx_http_requests_total{status=~\"5..\"}[5m]) > 1"), nginx, {}});
  monitoring_is_quiet(rule, {alert("rate(nginx_http_requests_total[5m]) > 1"), nginx, {}});
  monitoring_is_quiet(rule, {alert("rate(nginx_http_requests_total{status=~\"5..\"}[5m]) > 1"),
                             kPrometheus,
                             {}});  // another exporter's
}

TEST(MonitoringRules, AnAlertHasACondition) {
  const std::string rule = "monitoring/always-fires";
  monitoring_finds(rule, {alert("rate(x_total[5m]) > @@bool 5")});
  monitoring_finds(rule, {alert("@@sum(rate(x_total[5m]))")});
  monitoring_is_quiet(rule, {alert("vector(1)")});
  monitoring_is_quiet(rule, {alert("sum(x > bool 5) > 2")});
  monitoring_is_quiet(rule, {alert("absent(up)")});
  monitoring_is_quiet(rule, {alert("job:failing:firing")});  // its recording filters
  monitoring_is_quiet(rule, {alert("a unless b")});
}

TEST(MonitoringRules, AShareIsAtMostOne) {
  const std::string rule = "monitoring/share-above-one";
  const std::string share = "sum(rate(x_total{code=\"5xx\"}[5m])) / sum(rate(x_total[5m]))";
  monitoring_finds(rule, {alert(share + " @@> 5")});
  monitoring_finds(rule, {alert("avg_over_time(up[5m]) @@> 1")});
  monitoring_is_quiet(rule, {alert(share + " > 0.05")});
  monitoring_is_quiet(rule, {alert("100 * " + share + " > 5")});
  monitoring_is_quiet(rule, {alert("sum(rate(x_total[5m])) / sum(rate(y_total[5m])) > 5")});
}

TEST(MonitoringRules, ARatioIsAShareOnlyOfTheSameTimeByTheSameFunctions) {
  const std::string rule = "monitoring/share-above-one";
  for (const char* ratio : {"sum(rate(x_total[5m])) / sum(rate(x_total[5m] offset 1h)) > 1.5",
                            "sum(rate(x_total[5m] @ end())) / sum(rate(x_total[5m])) > 1.5",
                            "sum(increase(x_total{a=\"b\"}[5m])) / sum(rate(x_total[5m])) > 5",
                            "sum(max_over_time(q[5m])) / sum(avg_over_time(q[5m])) > 1.5",
                            "sum(delta(q{a=\"b\"}[5m])) / sum(delta(q[5m])) > 1.5",
                            "sum(x{a=\"b\"}) / on () group_right () sum by (i) (x) > 1.5"}) {
    monitoring_is_quiet(rule, {alert(ratio)});
  }
  monitoring_finds(rule, {alert("sum by (i) (x{a=\"b\"}) / on () group_left () sum(x) @@> 1.5")});
}

TEST(MonitoringRules, WhatIsMadeOfUpIsNotAlwaysYesOrNo) {
  const std::string rule = "monitoring/share-above-one";
  for (const char* more : {"max by (job) (changes(up[10m])) > 3", "max(sum by (job) (up)) > 1",
                           "avg(sum_over_time(up[5m])) > 3"}) {
    monitoring_is_quiet(rule, {alert(more)});
  }
  monitoring_finds(rule, {alert("max by (job) (min_over_time(up[10m])) @@> 1")});
}

TEST(MonitoringRules, RatesAreOfCounters) {
  const std::string rule = "monitoring/rate-of-gauge";
  monitoring_finds(rule, {alert("rate(@@haproxy_backend_current_queue[5m]) > 1")});
  monitoring_finds(rule, {alert("delta(@@x_total[5m]) > 1")});
  monitoring_is_quiet(rule, {alert("rate(haproxy_backend_sessions_total[5m]) > 1")});
  monitoring_is_quiet(rule, {alert("deriv(haproxy_backend_current_queue[5m]) > 1")});
}

TEST(MonitoringRules, ACounterIsNotComparedAsItStands) {
  const std::string rule = "monitoring/latches";
  monitoring_finds(rule, {alert("sum by (a) (@@haproxy_server_check_failures_total) > 10")});
  monitoring_finds(rule, {alert("@@haproxy_backend_max_total_time_seconds > 2")});
  monitoring_is_quiet(rule, {alert("increase(haproxy_server_check_failures_total[5m]) > 10")});
  monitoring_is_quiet(rule, {alert("x_total > 2 * x_total offset 1h")});
}

TEST(MonitoringRules, ErrorsOfTheBalancerItselfAreRead) {
  const std::string rule = "monitoring/blind-to-balancer-errors";
  const std::string servers =
      "sum(rate(@@haproxy_server_http_responses_total{code=\"5xx\"}[5m])) > 1";
  monitoring_finds(rule, {alert(servers)});
  monitoring_is_quiet(rule,
                      {alert("rate(haproxy_server_http_responses_total{code=\"2xx\"}[5m]) > 1")});
  monitoring_is_quiet(
      rule,
      {alert("rate(haproxy_backend_http_responses_total{code=\"5xx\"}[5m]) - on (proxy) sum by "
             "(proxy) (rate(haproxy_server_http_responses_total{code=\"5xx\"}[5m])) > 1")});
  // Without a word about the code, these are among what it reads.
  const std::string recording =
      "      - record: codes:rate5m\n        expr: sum by (code) "
      "(rate(haproxy_backend_http_responses_total[5m]))\n";
  std::string unmarked = servers;
  unmarked.erase(unmarked.find("@@"), 2);
  monitoring_is_quiet(rule, {alert(unmarked) + recording});
}

TEST(MonitoringRules, TextsSpeakOfLabelsThatAreThere) {
  const std::string rule = "monitoring/template-label-lost";
  const auto summary = [](const std::string& text) {
    return "annotations: {summary: " + text + "}";
  };
  monitoring_finds(rule, {alert("sum by (job) (rate(x_total[5m])) > 1",
                                summary("@@'{{ $labels.instance }} fails'"))});
  monitoring_finds(rule, {alert("sum(x) > 1", summary("@@'{{ $labels.job }}'"))});
  monitoring_is_quiet(rule,
                      {alert("sum by (instance) (x) > 1", summary("'{{ $labels.instance }}'"))});
  monitoring_is_quiet(rule,
                      {alert("sum without (job) (x) > 1", summary("'{{ $labels.instance }}'"))});
  monitoring_is_quiet(rule, {alert("topk(1, x) > 1", summary("'{{ $labels.instance }}'"))});
  monitoring_is_quiet(rule, {alert("absent(up{job=\"a\"})", summary("'{{ $labels.job }}'"))});
}

TEST(MonitoringRules, ForIsWhatItSays) {
  const std::string rule = "monitoring/for-rounded-up";
  std::string slow = kPrometheus;
  slow.replace(slow.rfind("15s"), 3, "1m");
  monitoring_finds(rule, {alert("x > 1", "for: @@30s"), slow, {}});
  monitoring_is_quiet(rule, {alert("x > 1", "for: 2m"), slow, {}});
  monitoring_is_quiet(rule, {alert("x > 1", "for: 30s"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("x > 1", "for: 30s"), {}, {}});  // the interval is not known
}

TEST(MonitoringRules, OneSampleFiresNothing) {
  const std::string rule = "monitoring/one-sample-fires";
  monitoring_finds(rule, {alert("up == 0", "", "@@A")});
  monitoring_is_quiet(rule, {alert("up == 0", "for: 1m")});
  monitoring_is_quiet(rule, {alert("avg_over_time(up[2m]) < 0.5")});
  monitoring_is_quiet(rule, {alert("vector(1)")});
  monitoring_is_quiet(rule, {alert("up == 0", "labels: {severity: info}")});
}

TEST(MonitoringRules, SomethingAlwaysFires) {
  const std::string rule = "monitoring/no-dead-mans-switch";
  std::string marked = kPrometheus;
  marked.insert(marked.find("rule_files"), "@@");
  monitoring_finds(rule, {alert("up == 0"), marked, {}});
  monitoring_is_quiet(rule, {alert("vector(1)"), kPrometheus, {}});
  monitoring_is_quiet(rule, {alert("up == 0"), {}, {}});  // others may have it
}

TEST(MonitoringRules, WhatPagesIsWatchedItself) {
  const std::string rule = "monitoring/source-unwatched";
  const std::string page = "labels: {severity: page}";
  std::string marked = kPrometheus;
  marked.insert(marked.find("haproxy\n"), "@@");
  monitoring_finds(rule, {alert("x{job=\"haproxy\"} > 1", page), marked, {}});
  monitoring_is_quiet(rule, {alert("x{job=\"haproxy\"} > 1"), kPrometheus, {}});  // no page
  monitoring_is_quiet(
      rule, {alert("x{job=\"haproxy\"} > 1 or absent(x{job=\"haproxy\"})", page), kPrometheus, {}});
  monitoring_is_quiet(rule,
                      {alert("x{job=\"haproxy\"} > 1 and on () up == 1", page), kPrometheus, {}});
  const std::string silent =
      "      - alert: B\n        expr: vector(1) unless on () x{job=\"haproxy\"}\n";
  monitoring_is_quiet(rule, {alert("x{job=\"haproxy\"} > 1", page) + silent, kPrometheus, {}});
}

TEST(MonitoringRules, EveryPatternOfRuleFilesMatches) {
  const std::string rule = "monitoring/rule-files-missing";
  std::string more = kPrometheus;
  more.replace(more.find("[rules.yml]"), 11, "[rules.yml, @@more/*.yaml]");
  monitoring_finds(rule, {alert("up == 0"), more, {}});
  monitoring_is_quiet(rule, {alert("up == 0"), kPrometheus, {}});
}

TEST(MonitoringRules, PrometheusHasAnAlertmanager) {
  const std::string rule = "monitoring/no-alertmanager";
  monitoring_finds(rule, {alert("up == 0"), "@@rule_files: [rules.yml]\n", {}});
  monitoring_is_quiet(rule, {alert("up == 0"), kPrometheus, {}});
  monitoring_is_quiet(
      rule,
      {"groups: [{name: g, rules: [{record: a:b, expr: up}]}]", "rule_files: [rules.yml]\n", {}});
}

TEST(MonitoringRules, ScrapesAreCloseTogether) {
  const std::string rule = "monitoring/scrapes-far-apart";
  monitoring_finds(rule, {alert("up == 0"), scraped_every("@@5m"), {}});
  monitoring_finds(rule, {alert("up == 0"), kPrometheus + "    scrape_interval: @@3m\n", {}});
  monitoring_is_quiet(rule, {alert("up == 0"), scraped_every("2m"), {}});
}

TEST(MonitoringRules, APageHasARunbookWhereOthersHave) {
  const std::string rule = "monitoring/no-runbook";
  const std::string with = "labels: {severity: page}\n        annotations: {runbook_url: x}";
  const std::string without =
      "      - alert: @@B\n        expr: up == 1\n"
      "        labels: {severity: page}\n";
  monitoring_finds(rule, {alert("up == 0", with) + without});
  monitoring_is_quiet(rule, {alert("up == 0", "labels: {severity: page}")});
  monitoring_is_quiet(rule, {alert("up == 0", with)});
}

}  // namespace
}  // namespace misfire
