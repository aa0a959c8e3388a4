// Mistakes in the files of Prometheus, Alertmanager and the exporters.
#include "integration/bad_input.hpp"

namespace misfire {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Monitoring, BadInput,
    ::testing::Values(
        Trouble{"Empty",
                [](const Files& f) {
                  for (const auto& file : {kPrometheus, kAlertmanager, kBlackbox})
                    f.write(file, "");
                },
                {"prometheus.yml:1:1: the file is empty", "alertmanager.yml:1:1: the file is empty",
                 "blackbox.yml:1:1: a blackbox file has a map `modules`"}},
        Trouble{"Syntax",
                [](const Files& f) {
                  f.edit(kPrometheus, "alerting:", "alerting: [");
                  f.edit(kAlertmanager, "route:", "route: \"");
                  f.edit(kRules, "groups:", "groups: {");
                },
                {"prometheus.yml:12:5: this is not YAML", "alertmanager.yml:"}},
        Trouble{"NotUtf8",
                [](const Files& f) {
                  f.edit(kPrometheus, "login-eu1", "log\xFFin");
                  f.write(kAlertmanager, *read_file("/bin/true"));
                },
                {"prometheus.yml:8:17: the file is not UTF-8 text",
                 "alertmanager.yml:1:25: the file is not UTF-8 text"}},
        Trouble{"WrongTypes",
                [](const Files& f) {
                  f.edit(kPrometheus, "rule_files:\n  - rules/*.yml", "rule_files: rules/*.yml");
                  f.edit(kPrometheus, "scrape_interval: 15s", "scrape_interval: [15s]");
                  f.edit(kAlertmanager, "receivers:", "receivers: x\nreceivrs:");
                },
                {"prometheus.yml:15:13: rule_files must be a list",
                 "prometheus.yml:4:20: scrape_interval: scrape_interval must be a duration",
                 "receivers must be a list"}},
        Trouble{
            "AKeyTwice",
            [](const Files& f) { f.edit(kPrometheus, "global:", "global:\n  scrape_timeout: 1s"); },
            {"prometheus.yml:6:3: the key \"scrape_timeout\" stands here twice"}},
        Trouble{"AnchorsThatHoldThemselves",
                [](const Files& f) { f.write(kPrometheus, "global: &a\n  external_labels: *a\n"); },
                {"prometheus.yml:"}},
        Trouble{"MergeKeysThatAreNone",
                [](const Files& f) { f.edit(kPrometheus, "global:", "global:\n  <<: 5"); },
                {"prometheus.yml:", "<< must name a map"}},
        Trouble{
            "DeepNesting",
            [](const Files& f) {
              f.write(kPrometheus, "a: " + std::string(100'000, '['));
              f.write(kAlertmanager, "a: " + std::string(100'000, '{'));
            },
            {"prometheus.yml:1:36: nested too deeply", "alertmanager.yml:1:36: nested too deeply"}},
        Trouble{"DeepBlocks",
                [](const Files& f) {
                  std::string text;
                  for (int i = 0; i < 3'000; ++i) text += std::string(i, ' ') + "a:\n";
                  f.write(kRules, text);
                },
                {"login.yml:", "nested too deeply"}},
        Trouble{"HundredMegabytes",
                [](const Files& f) {
                  f.write(kPrometheus, std::string(100'000'000, 'a'));
                  f.write(kAlertmanager, std::string(100'000'000, 'a'));
                },
                {"system.toml:46:14: ", "prometheus.yml is larger than 16 MiB",
                 "system.toml:47:16: ", "alertmanager.yml is larger than 16 MiB"}},
        Trouble{"WhatPromtoolRefusesHasTheUsersPlaces",
                [](const Files& f) {
                  f.edit(kPrometheus, "external_labels", "extrenal_labels");
                  f.edit(kPrometheus, "metrics_path: /probe",
                         "metrics_path: /probe\n    honor_lables: true");
                },
                {"prometheus.yml:7:3: promtool refuses this: unknown key extrenal_labels",
                 "prometheus.yml:33:5: promtool refuses this: unknown key honor_lables"}},
        Trouble{"WhatPromtoolRefusesInARule",
                [](const Files& f) {
                  f.write(kRules,
                          "# A comment, so that lines differ from the copy's.\n\ngroups:\n"
                          "  - name: g\n\n    rules:\n\n      - alert: A\n\n"
                          "        expr: nope(up)\n\n      - alert: B\n        expr: up\n"
                          "        labels: { \"a-b\": c }\n");
                },
                {"login.yml:10:9: promtool refuses this: ", "unknown function with name \"nope\"",
                 "login.yml:12:9: promtool refuses this: ", "invalid label name: a-b"}},
        Trouble{"ValuesThatAreRefusedWhereverTheyStand",
                [](const Files& f) {
                  f.edit(kPrometheus, "replacement: blackbox",
                         "regex: \"(\"\n        replacement: blackbox");
                  f.edit(kAlertmanager, "[alertname=\"Watchdog\"]", "[alertname=~\"(\"]");
                },
                {"prometheus.yml:43:16: promtool refuses this: error parsing regexp",
                 "alertmanager.yml:23:18: amtool refuses this: error parsing regexp"}},
        Trouble{
            "TimesThatCannotBe",
            [](const Files& f) {
              f.edit(kPrometheus, "scrape_timeout: 10s", "scrape_timeout: 50s");
              f.edit(kPrometheus, "metrics_path: /probe",
                     "metrics_path: /probe\n    scrape_interval: 5s\n    scrape_timeout: 6s");
              f.edit(kAlertmanager, "group_interval: 5m", "group_interval: 0s");
              f.edit(kAlertmanager, "repeat_interval: 5m", "repeat_interval: 0s");
            },
            {"prometheus.yml:5:19: scrape_timeout is 50s, longer than the scrape_interval of 15s",
             "prometheus.yml:34:21: job \"blackbox\": scrape_timeout is 6s, longer than the "
             "scrape_interval of 5s",
             "alertmanager.yml:18:19: group_interval is zero",
             "alertmanager.yml:26:24: repeat_interval is zero"}},
        Trouble{
            "TooFewTargetsInAFile",
            [](const Files& f) {
              f.write("fixtures/monitoring/sd.yml", "- targets: [auth1:1, auth2:2]\n");
              f.edit(kPrometheus,
                     "static_configs:\n      - targets:\n          - auth1.internal:9001\n"
                     "          - auth2.internal:9002\n          - auth3.internal:9003",
                     "file_sd_configs: [{files: [sd.yml]}]");
            },
            {"prometheus.yml:23:5: job \"auth\": it has 2 targets, but the pool has 3 backends"}},
        Trouble{"PromqlThatIsNotUnderstood",
                [](const Files& f) { f.edit(kRules, "[2m]", "[2x]"); },
                {"login.yml:", "PromQL"}},
        Trouble{"RuleFilesThatAreNotThere",
                [](const Files& f) {
                  f.edit(kPrometheus, "- rules/*.yml",
                         "- rules/logn.yml\n  - rulez/*.yml\n  - [a]");
                },
                {"prometheus.yml:16:5: there is no rule file", "did you mean \"login.yml\"?",
                 "prometheus.yml:17:5: no rule file matches rulez/*.yml", "did you mean \"rules\"?",
                 "prometheus.yml:18:5: rule_files holds paths or patterns"}},
        Trouble{"RuleFilesThatAreNoFiles",
                [](const Files& f) {
                  f.make_folder(kRules);
                  f.make_pipe("fixtures/monitoring/rules/database.yml");
                },
                {"prometheus.yml:16:5: ", "login.yml is a folder",
                 "database.yml is not a regular file"}},
        Trouble{"WhatAmtoolRefuses",
                [](const Files& f) {
                  f.edit(kAlertmanager, "group_wait: 30s", "group_wait: 30s\n  group_bye: [x]");
                },
                {"amtool refuses this: unknown key group_bye", "alertmanager.yml:"}},
        Trouble{"WhatTheExporterRefuses",
                [](const Files& f) { f.edit(kBlackbox, "prober: http", "prober: http\n    x: 1"); },
                {"blackbox_exporter refuses this: unknown key x", "blackbox.yml:"}}),
    name_of);

}  // namespace
}  // namespace misfire
