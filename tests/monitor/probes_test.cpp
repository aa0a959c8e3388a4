#include "monitor/probes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "monitor/monitor_fixture.hpp"
#include "monitor/render.hpp"
#include "monitor/scratch_folder.hpp"

namespace misfire {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A probe of these targets, as a run has it.
Checked<RenderedPrometheus> probing(const std::string& targets, const std::string& module,
                                    const std::string& host = "login.acme.com") {
  ScratchFolder folder;
  folder.write("prometheus.yml", R"(scrape_configs:
  - job_name: blackbox
    metrics_path: /probe
    params: {module: [)" + module + R"(]}
    static_configs: [{targets: [)" + targets +
                                     R"(]}]
    relabel_configs:
      - {source_labels: [__address__], target_label: __param_target}
      - {source_labels: [__param_target], target_label: instance}
      - {target_label: __address__, replacement: "blackbox:9115"}
)");
  folder.write("blackbox.yml", R"(modules:
  http_2xx: {prober: http}
  post: {prober: http, http: {method: POST}}
  named: {prober: http, http: {headers: {host: sso.acme.com}}}
  ping: {prober: icmp}
  port: {prober: tcp}
)");
  System system;
  system.monitoring.prometheus = folder.path / "prometheus.yml";
  system.monitoring.blackbox = folder.path / "blackbox.yml";
  system.monitoring.jobs = {{"blackbox", JobRole::probe}};
  system.login.host = host;
  return render_prometheus(system, fixture_addresses(), 30, model_seconds(180));
}

TEST(Probes, TargetsAreReadAsPeopleWriteThem) {
  const auto host_and_path = [](const char* text) {
    const ProbeTarget target = probe_target(text);
    return target.host + " " + target.path;
  };
  EXPECT_EQ(host_and_path("https://Login.acme.com/health?deep=1"), "login.acme.com /health");
  EXPECT_EQ(host_and_path("https://probe:pw@login.acme.com:8443"), "login.acme.com /");
  EXPECT_EQ(host_and_path("login.acme.com:443"), "login.acme.com /");
  EXPECT_EQ(host_and_path("http://[fd00::1]:8080/a#b"), "[fd00::1] /a");
  EXPECT_EQ(host_and_path("/login"), " /login");
}

TEST(Probes, TheBalancerSeesTheHostOfTheTarget) {
  const auto r = probing("\"https://login.acme.com/health\"", "http_2xx");
  ASSERT_TRUE(r);
  const std::string& text = r->files.at("prometheus.yml");
  EXPECT_THAT(text, HasSubstr("target_label: __param_hostname"));
  EXPECT_THAT(r->changes, Contains(HasSubstr("probes name the host of their target")));
  // The exporter refuses to be told two.
  const auto tree = parse_yaml(text, "p");
  bool taken_back = false;
  for (const YamlTree& rule :
       tree->find("scrape_configs")->items.at(0).find("relabel_configs")->items) {
    taken_back = taken_back || (rule.get("target_label") == "__param_hostname" &&
                                rule.get("regex") == "named" && rule.get("replacement").empty());
  }
  EXPECT_TRUE(taken_back) << text;
}

TEST(Probes, EntriesOfOtherServicesAreLeftOutAndTold) {
  const std::string both = "\"https://www.acme.com/\", \"https://login.acme.com/health\"";
  const auto r = probing(both, "http_2xx");
  ASSERT_TRUE(r);
  EXPECT_THAT(r->limits, Contains(HasSubstr("https://www.acme.com/ is left out: the stack serves "
                                            "only login.acme.com ([login] host)")));
  EXPECT_THAT(r->files.at("prometheus.yml"), HasSubstr(R"(https://login\\.acme\\.com/health)"));
  const auto unknown = probing(both, "http_2xx", "login.example.com");
  ASSERT_TRUE(unknown);
  EXPECT_THAT(unknown->limits, Not(Contains(HasSubstr("left out"))));
}

TEST(Probes, WhatNobodyInTheStackCouldAnswerIsLeftOutAndTold) {
  const auto r = probing("login.acme.com", "ping");
  ASSERT_TRUE(r);
  EXPECT_THAT(r->left_out_jobs, ElementsAre("blackbox"));
  EXPECT_THAT(r->limits, Contains(HasSubstr("its module \"ping\" asks by icmp")));
  EXPECT_TRUE(probing("\"login.acme.com:443\"", "port")->left_out_jobs.empty());
}

TEST(Probes, PostsToAnotherPathThanTheLoginsAreTold) {
  EXPECT_THAT(probing("\"https://login.acme.com/token\"", "post")->limits,
              Contains(HasSubstr("POST to /token")));
  EXPECT_THAT(probing("\"https://login.acme.com/login\"", "post")->limits,
              Not(Contains(HasSubstr("POST to"))));
}

TEST(Probes, ServersLearnWhichPagesAreProbed) {
  const std::string blackbox =
      "modules:\n  get: {prober: http}\n  post: {prober: http, http: {method: POST}}\n";
  const auto pages = [&](const std::string& job) {
    return pages_probed("scrape_configs:\n  - " + job + "\n", blackbox);
  };
  const std::string targets =
      "static_configs: [{targets: [\"https://a.com/health?x\", \"b.com\", \"http://c/health\"]}]";
  EXPECT_THAT(pages("{metrics_path: /probe, params: {module: [get]}, " + targets + "}"),
              ElementsAre("/health", "/"));
  EXPECT_THAT(pages("{metrics_path: /probe, params: {module: [post]}, " + targets + "}"),
              ElementsAre());
  EXPECT_THAT(pages("{metrics_path: /metrics, " + targets + "}"), ElementsAre());
  EXPECT_THAT(pages("{metrics_path: /probe, static_configs: [{targets: [a/own]}], relabel_configs: "
                    "[{target_label: __param_target, replacement: \"https://$1/up\"}, "
                    "{target_label: __param_target, replacement: \"http://127.0.0.1:80$1\"}]}"),
              ElementsAre("/own", "/up"));
}

}  // namespace
}  // namespace misfire
