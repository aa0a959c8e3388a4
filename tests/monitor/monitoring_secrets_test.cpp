#include "monitor/monitoring_secrets.hpp"

#include <gmock/gmock.h>

#include "monitor/scratch_folder.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string hidden(const std::string& alertmanager, const std::string& text) {
  ScratchFolder folder;
  folder.write("a.yml", alertmanager);
  System system;
  system.monitoring.alertmanager = folder.path / "a.yml";
  return monitoring_secrets(system).hide(text);
}

constexpr const char* kFile = R"(
global: {slack_api_url: 'https://hooks.example/services/T0/s3cr3t-01-slack'}
receivers:
- name: oncall
  webhook_configs:
  - url: https://me:s3cr3t-02-user@hook.example/x?key=s3cr3t-03-query
    http_config:
      authorization: {credentials: s3cr3t-04-bearer}
      http_headers: {X-Api-Key: {values: [s3cr3t-05-header]}, X-Team: {values: [platform]}}
  pagerduty_configs:
  - {routing_key_file: /etc/keys/pagerduty-of-the-team, client_url: 'https://wiki.example/page'}
)";

TEST(MonitoringSecrets, AreFoundByTheirKeys) {
  const std::string text =
      "s3cr3t-01-slack s3cr3t-02-user s3cr3t-03-query s3cr3t-04-bearer s3cr3t-05-header";
  EXPECT_THAT(hidden(kFile, text), Not(HasSubstr("s3cr3t")));
  const std::string kept =
      "/etc/keys/pagerduty-of-the-team platform https://wiki.example/page https://hooks.example";
  EXPECT_EQ(hidden(kFile, kept), kept);
}

TEST(MonitoringSecrets, AreFoundInAFileThatIsNoYaml) {
  const std::string broken =
      "x: [\na: {api_key: s3cr3t-06-key, b: c}\npassword: 's3cr3t-07 word'\n";
  EXPECT_THAT(hidden(broken, "s3cr3t-06-key and s3cr3t-07 word"), Not(HasSubstr("s3cr3t")));
  EXPECT_EQ(hidden(broken, "there is no secret"), "there is no secret");
}

TEST(MonitoringSecrets, OfAProbeAreWhatItSends) {
  ScratchFolder folder;
  folder.write(
      "b.yml",
      "modules:\n  a: {prober: http, http: {body: '{\"user\":\"probe\",\"password\":"
      "\"of-the-probe\"}'}}\n  b: {prober: http, http: {body: user=u&password=form-word}}\n"
      "  c: {prober: tcp, tcp: {query_response: [{send: PASS s3cr3t-08-tcp}]}}\n");
  System system;
  system.monitoring.blackbox = folder.path / "b.yml";
  const Secrets secrets = monitoring_secrets(system);
  EXPECT_EQ(secrets.hide("of-the-probe form-word s3cr3t-08-tcp"), "<secret> <secret> <secret>");
}

TEST(MonitoringSecrets, CopiesKeepTheirShapeAndTheSinksAddresses) {
  const std::string copy = without_secrets(std::string(kFile) +
                                           "  email_configs: []\n"
                                           "- name: other\n  webhook_configs:\n"
                                           "  - {url: 'http://127.77.1.1:20094/notify/other'}\n");
  EXPECT_THAT(copy, Not(HasSubstr("s3cr3t")));
  for (const char* kept : {"https://hooks.example/<secret>", "https://hook.example/<secret>",
                           "credentials: \"<secret>\"", "http://127.77.1.1:20094/notify/other",
                           "pagerduty-of-the-team", "platform"}) {
    EXPECT_THAT(copy, HasSubstr(kept));
  }
}

TEST(MonitoringSecrets, StandInManyPlaces) {
  const char* rows[] = {
      "global: {http_config: {proxy_url: 'socks5://me:s3cr3t@p:1'}}",
      "global: {smtp_smarthost: 'me:s3cr3t@h:1'}",
      "receivers: [{webhook_configs: [{url: 'HTTPS://h.example/hooks/s3cr3t-0123456'}]}]",
      "http_headers: {X-Foo: {values: [s3cr3t-01]}}",
      "http_headers: {X-Foo: {secrets: [s3cr3t]}}",
      "tracing: {headers: {x-honeycomb-team: s3cr3t-01}}",
      "proxy_connect_header: {X-Foo: [s3cr3t-01]}",
      "remote_write: [{url: 'HTTPS://me:s3cr3t@x/y'}]",
      "ovhcloud_sd_configs: [{consumer_key: s3cr3t}]",
      "metrics_path: '/m?apikey=s3cr3t'",
      "static_configs: [{targets: ['u:s3cr3t@lb1.internal:8405']}]",
      "relabel_configs: [{target_label: __param_token, replacement: s3cr3t}]",
      "relabel_configs: [{target_label: __metrics_path__, replacement: '/m?apikey=s3cr3t'}]",
  };
  for (const std::string row : rows) {
    EXPECT_THAT(hidden(row, row), Not(HasSubstr("s3cr3t"))) << row;
    EXPECT_THAT(without_secrets(row), Not(HasSubstr("s3cr3t"))) << row;
  }
}

TEST(MonitoringSecrets, WhatOnlyLooksLikeOneStays) {
  const std::string text =
      "\"modules\":\n  \"a\":\n    \"headers\":\n      \"Host\": \"login-1.example.com\"\n"
      "      \"Accept-Language\": \"en-US,en;q=0.9\"\n      \"X-Team\": \"platform\"\n"
      "\"relabel_configs\":\n  - \"target_label\": \"__param_token\"\n    \"replacement\": \"$1\"\n"
      "\"matchers\":\n  - \"key=checkout-service1\"\n"
      "\"description\": \"write to mailto:somebody@example.com\"\n";
  const auto tree = parse_yaml(text, "");
  ASSERT_TRUE(tree);
  EXPECT_EQ(without_secrets(text), emit_yaml(*tree));
  EXPECT_EQ(hidden(text, text), text);
}

TEST(MonitoringSecrets, OfTheFilesThatPrometheusNames) {
  ScratchFolder folder;
  folder.write("prometheus.yml",
               "scrape_config_files: [more/*.yml]\nrule_files: [rules.yml]\n"
               "scrape_configs: [{job_name: a, file_sd_configs: [{files: [sd-*.json]}],\n"
               "  http_headers: {X-Foo: {files: [never.yml]}}}]\n");
  folder.write("more/a.yml",
               "scrape_configs: [{job_name: b, params: {token: [s3cr3t-01]},\n"
               "  basic_auth: {password: s3cr3t-02}, file_sd_configs: [{files: [other.yml]}]}]\n");
  folder.write("more/broken.yml", "scrape_configs: [{password: s3cr3t-03}\n");
  folder.write("sd-1.json",
               R"([{"targets": ["u:s3cr3t-04@h:1"], "labels": {"__param_key": "x"}}])");
  folder.write("other.yml", "[{targets: [h:1], labels: {__param_token: s3cr3t-05}}]\n");
  folder.write("rules.yml", "groups: [{annotations: {runbook_url: 'https://u:s3cr3t-06@wiki'}}]\n");
  folder.write("never.yml", "password: not-opened\n");
  System system;
  system.monitoring.prometheus = folder.path / "prometheus.yml";
  const Secrets secrets = monitoring_secrets(system);
  EXPECT_EQ(secrets.hide("s3cr3t-01 s3cr3t-02 s3cr3t-03 s3cr3t-04 s3cr3t-05 s3cr3t-06 not-opened"),
            "<secret> <secret> <secret> <secret> <secret> <secret> not-opened");
}

}  // namespace
}  // namespace misfire
