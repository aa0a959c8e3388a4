// Monitoring as it is found: the operator's rule objects, discovery of every sort, every kind of
// receiver. Rendered, approved by promtool and amtool, and nothing leads outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "monitor/check_files.hpp"
#include "monitor/monitor_fixture.hpp"
#include "monitor/render.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr ModelDuration kBaseline{std::chrono::minutes(3)};

System worldly_system() {
  System system = fixture_system();
  const fs::path folder = fs::path(kSourceDir) / "tests/monitor/worldly";
  system.monitoring.prometheus = folder / "prometheus.yml";
  system.monitoring.alertmanager = folder / "alertmanager.yml";
  system.monitoring.jobs = {
      {"lb", JobRole::balancer}, {"identity", JobRole::backends}, {"edge-probe", JobRole::probe}};
  system.monitoring.labels["lb"] = {{"__meta_consul_node", {"lb-a"}},
                                    {"__meta_consul_tags", {",a,production,"}}};
  system.monitoring.labels["identity"] = {
      {"__meta_kubernetes_namespace", {"sso"}},
      {"__meta_kubernetes_pod_label_app", {"identity"}},
      {"__meta_kubernetes_pod_name", {"identity-0", "identity-1", "identity-2"}}};
  return system;
}

Errors complaints(const System& system) {
  const auto rendered = render_prometheus(system, fixture_addresses(), 30, kBaseline);
  return rendered ? Errors{} : rendered.error();
}

TEST(WorldlyMonitoring, PrometheusRunsHere) {
  MonitoringAddresses addresses = fixture_addresses();
  addresses.servers = {"10.1.0.1:8080", "10.1.0.2:8080", "10.1.0.3:8080"};
  for (const double speed : {1.0, 30.0}) {
    const auto rendered = render_prometheus(worldly_system(), addresses, speed, kBaseline);
    ASSERT_TRUE(rendered) << to_string(rendered.error().front());
    const auto promtool = find_program("promtool");
    ASSERT_TRUE(promtool);
    const auto checked = check_prometheus(rendered->files, *promtool, rendered->origins);
    EXPECT_TRUE(checked) << to_string(checked.error().front());
    const std::string& text = rendered->files.at("prometheus.yml");
    for (const char* gone :
         {"push.example", "pull.example", "consul.service", "10.96", "AKIA", "token", "remote_"}) {
      EXPECT_THAT(text, Not(HasSubstr(gone)));
    }
    EXPECT_THAT(text,
                testing::AllOf(HasSubstr("__meta_kubernetes_pod_name"), HasSubstr("identity-1")));
    EXPECT_THAT(text, HasSubstr("10.1.0.2:8080"));
    EXPECT_THAT(text, HasSubstr("public"));
    EXPECT_THAT(
        rendered->changes,
        Contains(HasSubstr("kubernetes_sd_configs asks another machine and is replaced by 3 "
                           "targets: 10.1.0.1:8080")));
    EXPECT_THAT(rendered->limits, Contains(HasSubstr("an object of the kind ConfigMap")));
    EXPECT_THAT(rendered->limits,
                Contains(HasSubstr("__meta_kubernetes_pod_annotation_prometheus_io_port")));
    ASSERT_EQ(rendered->rules.size(), 2u);
    EXPECT_EQ(rendered->rules[0].name, "IdentityLoginsFailing");
    EXPECT_EQ(rendered->rules[1].group, "identity.alerts 2");
    EXPECT_EQ(rendered->rules[1].where.line, 32) << "its own line, in the second document";
  }
}

TEST(WorldlyMonitoring, ALabelThatDecidesWhatIsKeptMustBeGiven) {
  System system = worldly_system();
  system.monitoring.labels["identity"].erase("__meta_kubernetes_pod_label_app");
  const Errors errors = complaints(system);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_THAT(errors[0].message, HasSubstr("keeps targets by __meta_kubernetes_pod_label_app"));
  EXPECT_THAT(errors[0].hint, HasSubstr("[monitoring.labels] identity = { "
                                        "__meta_kubernetes_pod_label_app"));
  EXPECT_EQ(errors[0].where->line, 48);
}

TEST(WorldlyMonitoring, ValuesOfALabelAreOneOrOneATarget) {
  System system = worldly_system();
  system.monitoring.labels["identity"]["__meta_kubernetes_pod_name"].pop_back();
  const Errors errors = complaints(system);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_THAT(errors[0].message,
              HasSubstr("gives 2 values of __meta_kubernetes_pod_name for 3 targets"));
}

TEST(WorldlyMonitoring, AlertmanagerRunsHere) {
  const auto rendered =
      render_alertmanager(worldly_system(), fixture_addresses(), 30, "Tue 14:00 Europe/Berlin");
  ASSERT_TRUE(rendered) << to_string(rendered.error().front());
  const auto amtool = find_program("amtool");
  ASSERT_TRUE(amtool);
  const auto checked = check_alertmanager(rendered->files, *amtool, rendered->origins);
  EXPECT_TRUE(checked) << to_string(checked.error().front());
  const std::string& text = rendered->files.at("alertmanager.yml");
  for (const char* gone : {"-example", "hooks.", "AKIA", "arn:", "mail.example"}) {
    EXPECT_THAT(text, Not(HasSubstr(gone)));
  }
  EXPECT_THAT(rendered->limits, Contains(HasSubstr("a webhook stands in for telegram")));
  EXPECT_THAT(rendered->limits, Contains(HasSubstr("a webhook stands in for msteamsv2")));
}

TEST(WorldlyMonitoring, WhatTheInstalledVersionDoesNotKnowIsRefusedWithIt) {
  const auto amtool = find_program("amtool");
  ASSERT_TRUE(amtool);
  const FileSet files = {{"alertmanager.yml",
                          "route: { receiver: a }\nreceivers:\n  - name: a\n    webhook_configs:\n"
                          "      - url: http://127.0.0.1/\n        a_key_of_tomorrow: 5s\n"}};
  const auto checked = check_alertmanager(files, *amtool, {});
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().front().message, HasSubstr("unknown key a_key_of_tomorrow"));
  EXPECT_THAT(checked.error().front().hint,
              testing::MatchesRegex("alertmanager 0[.][0-9.]+, which "
                                    "runs here, does not know it; .*"));
}

}  // namespace
}  // namespace misfire
