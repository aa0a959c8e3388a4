#include "init/jobs.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::HasSubstr;

PoolGuess haproxy_pool() {
  PoolGuess pool;
  pool.balancer = "haproxy";
  pool.name = "be_identity";
  pool.servers = {{"a", "10.0.0.1", 80, {}, {}}, {"b", "10.0.0.2", 80, {}, {}}};
  pool.exporter_ports = {8404};
  return pool;
}

JobGuess only_job(const std::string& job, PoolGuess pool = haproxy_pool(),
                  const JobHelpers& helpers = {true, true, {}, {}}) {
  const auto tree = parse_yaml("scrape_configs:\n  - " + job + "\n", "p.yml");
  if (!tree) throw std::logic_error(to_string(tree.error()));
  const auto guesses = guess_jobs(*tree, pool, helpers);
  if (guesses.size() != 1) throw std::logic_error("not one job");
  return guesses.front();
}

std::string job(const std::string& name, const std::string& targets, const std::string& more = "") {
  return "{job_name: " + name + ", static_configs: [{targets: [" + targets + "]}]" + more + "}";
}

TEST(GuessJobs, TheBalancersServesMetricsWhereTheConfigurationSays) {
  EXPECT_EQ(only_job(job("edge", "'lb:8404'")).role, JobRole::balancer);
  EXPECT_EQ(only_job(job("haproxy-edge", "'lb:9999'")).role, JobRole::balancer);
}

TEST(GuessJobs, BackendsAreThePoolsServersByHostOrByName) {
  EXPECT_EQ(only_job(job("x", "'10.0.0.1:9000', '10.0.0.2:9000'")).role, JobRole::backends);
  EXPECT_EQ(only_job(job("identity", "'i1:9000', 'i2:9000'")).role, JobRole::backends);
  EXPECT_EQ(only_job(job("x", "'10.0.0.1:8404', '10.0.0.2:8404'")).role, JobRole::backends)
      << "the balancer's exporter has that port on other machines";
  const JobGuess fewer = only_job(job("identity", "'i1:9000'"));
  EXPECT_EQ(fewer.role, std::nullopt) << "one target a backend is needed";
  EXPECT_THAT(fewer.why, HasSubstr("has 1 targets and not 2"));
}

TEST(GuessJobs, TheServersOfThePoolAreStrongerEvidenceThanAPortOrAName) {
  const JobGuess port = only_job(job("accounts-api", "'10.0.0.1:9090', '10.0.0.2:9090'"));
  EXPECT_EQ(port.role, JobRole::backends) << port.why;
  EXPECT_THAT(port.why, HasSubstr("its targets are the servers of \"be_identity\""));
  EXPECT_EQ(only_job(job("login-nodejs", "'10.0.0.1:9464', '10.0.0.2:9464'")).role,
            JobRole::backends);
  EXPECT_EQ(only_job(job("prometheus-login", "'10.0.0.1:8080', '10.0.0.2:8080'")).role,
            JobRole::backends);
}

TEST(GuessJobs, WhatRunsBesideTheServersIsNotTheServers) {
  EXPECT_EQ(only_job(job("node", "'10.0.0.1:9100', '10.0.0.2:9100'")).role, std::nullopt);
  EXPECT_EQ(only_job(job("machines", "'10.0.0.1:9100', '10.0.0.2:9100'")).role, std::nullopt);
  EXPECT_EQ(only_job(job("node", "'10.0.0.1:19100', '10.0.0.2:19100'")).role, std::nullopt);
  EXPECT_EQ(only_job(job("cadvisor", "'10.0.0.1:8081', '10.0.0.2:8081'")).role, std::nullopt);
  EXPECT_EQ(only_job(job("php", "'10.0.0.1:9253', '10.0.0.2:9253'")).role, std::nullopt);
  EXPECT_EQ(only_job(job("db", "'10.0.0.1:9187', '10.0.0.2:9187'")).role, JobRole::store);
  EXPECT_EQ(only_job(job("am", "'10.0.0.1:9093', '10.0.0.2:9093'")).role, JobRole::alertmanager);
  PoolGuess one = haproxy_pool();
  one.servers.resize(1);
  EXPECT_EQ(only_job(job("prometheus", "'10.0.0.1:9090'"), one).role, JobRole::prometheus);
  one.servers.front().address = "localhost";
  EXPECT_EQ(only_job(job("self", "'localhost:9090'"), one).role, JobRole::prometheus);
}

TEST(GuessJobs, AProbeNeedsItsModules) {
  const std::string probe = job("p", "'https://x/login'", ", metrics_path: /probe");
  EXPECT_EQ(only_job(probe).role, JobRole::probe);
  EXPECT_EQ(only_job(probe, haproxy_pool(), {false, false, {}, {}}).role, std::nullopt);
}

TEST(GuessJobs, NginxHasExportersIfThereIsSomethingToExport) {
  PoolGuess nginx = haproxy_pool();
  nginx.balancer = "nginx";
  EXPECT_EQ(only_job(job("web", "'n:9113'"), nginx).role, std::nullopt) << "no stub_status";
  nginx.has_status = true;
  EXPECT_EQ(only_job(job("web", "'n:9113'"), nginx).role, JobRole::balancer);
  EXPECT_EQ(only_job(job("logs", "'n:3903'"), nginx).role, JobRole::balancer_log);
  EXPECT_EQ(only_job(job("logs", "'n:3903'"), nginx, {true, false, {}, {}}).role, std::nullopt);
}

TEST(GuessJobs, TheMonitoringWatchesItself) {
  EXPECT_EQ(only_job(job("self", "'localhost:9090'")).role, JobRole::prometheus);
  EXPECT_EQ(only_job(job("am", "'am:9093'")).role, JobRole::alertmanager);
  EXPECT_EQ(only_job(job("pg", "'db:9187'")).role, JobRole::store);
}

JobGuess discovered(const std::string& job, const std::string& relabelling) {
  const JobHelpers helpers{true, true, {"session"}, {"edge"}};
  return only_job("{job_name: " + job +
                      ", kubernetes_sd_configs: [{role: pod}], relabel_configs: [" + relabelling +
                      "]}",
                  haproxy_pool(), helpers);
}

std::string keep(const std::string& labels, const std::string& regex) {
  return "{action: keep, source_labels: [" + labels + "], regex: '" + regex + "'}";
}

TEST(GuessJobs, WhatIsDiscoveredIsKnownByWhatItKeeps) {
  const JobGuess servers = discovered(
      "pods",
      keep("__meta_kubernetes_pod_label_app, __meta_kubernetes_pod_port", "session;metrics") +
          ", {source_labels: [__meta_kubernetes_pod_name], target_label: pod}");
  EXPECT_EQ(servers.role, JobRole::backends);
  EXPECT_THAT(servers.labels,
              testing::ElementsAre(
                  testing::Pair("__meta_kubernetes_pod_label_app", testing::ElementsAre("session")),
                  testing::Pair("__meta_kubernetes_pod_port", testing::ElementsAre("metrics"))));
  EXPECT_EQ(discovered("x", keep("__meta_app", "web|edge")).role, JobRole::balancer);
  EXPECT_EQ(discovered("x", keep("__meta_app", "web|edge")).labels.at("__meta_app").front(),
            "edge");
  EXPECT_EQ(discovered("postgres-exporter", keep("__meta_scrape", "true")).role, JobRole::store);
  EXPECT_EQ(discovered("session", keep("__meta_ns", ".+")).role, JobRole::backends);
}

TEST(GuessJobs, WhatIsDiscoveredByAnUnknownValueStaysOut) {
  const JobGuess unknown = discovered("session", keep("__meta_zone", "[0-9]+"));
  EXPECT_EQ(unknown.role, std::nullopt);
  EXPECT_THAT(unknown.why, HasSubstr("keeps targets by __meta_zone"));
  EXPECT_EQ(discovered("kubelet", "").role, std::nullopt);
  EXPECT_THAT(only_job("{job_name: p, metrics_path: /probe, kubernetes_sd_configs: [{}]}").why,
              HasSubstr("what it probes"));
}

TEST(GuessJobs, WhatNothingTellsOfStaysOut) {
  EXPECT_EQ(only_job(job("billing", "'x:80'")).role, std::nullopt);
  EXPECT_EQ(only_job(job("auth-nodes", "'10.0.0.1:9100', '10.0.0.2:9100'")).role, std::nullopt)
      << "machines, although they are the pool's";
  EXPECT_THAT(only_job("{job_name: k, kubernetes_sd_configs: [{role: pod}]}").why,
              HasSubstr("service discovery"));
  EXPECT_THAT(only_job("{job_name: empty}").why, HasSubstr("no targets"));
}

}  // namespace
}  // namespace misfire
