#include "monitor/monitoring_secrets.hpp"

#include <gmock/gmock.h>

#include "monitor/scratch_folder.hpp"

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

}  // namespace
}  // namespace misfire
