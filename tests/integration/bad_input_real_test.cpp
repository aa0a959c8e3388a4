// Hostile and mistaken input of every kind, as a user meets it: what the real `misfire` says,
// where, and with which exit code. The table is the documentation.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kScenario = "s.toml";
const std::string kSystem = "fixtures/system.toml";
const std::string kHaproxy = "fixtures/lb/haproxy.cfg";
const std::string kPrometheus = "fixtures/monitoring/prometheus.yml";
const std::string kRules = "fixtures/monitoring/rules/login.yml";
const std::string kAlertmanager = "fixtures/monitoring/alertmanager.yml";
const std::string kBlackbox = "fixtures/monitoring/blackbox.yml";

/// A scenario and a system of one's own, to be damaged.
class Files {
 public:
  Files() {
    scratch_.fixtures();
    fs::copy(library("weights/feb-18.toml"), at(kScenario));
  }

  fs::path at(const std::string& file) const { return scratch_.path() / file; }
  void edit(const std::string& file, const std::string& from, const std::string& to) const {
    replace_in(at(file), from, to);
  }
  void write(const std::string& file, const std::string& bytes) const {
    std::error_code ignored;
    fs::remove_all(at(file), ignored);
    std::ofstream(at(file)) << bytes;
  }
  void append(const std::string& file, const std::string& bytes) const {
    std::ofstream(at(file), std::ios::app) << bytes;
  }
  void make_pipe(const std::string& file) const {
    fs::remove(at(file));
    ASSERT_EQ(::mkfifo(at(file).c_str(), 0600), 0);
  }
  void make_folder(const std::string& file) const {
    fs::remove(at(file));
    fs::create_directory(at(file));
  }
  void link(const std::string& file, const fs::path& to) const {
    fs::remove(at(file));
    fs::create_symlink(to, at(file));
  }
  /// A program of one's own.
  void program(const std::string& file, const std::string& script) const {
    write(file, script);
    fs::permissions(at(file), fs::perms::owner_all);
  }

  Said check() const { return say("check", {}); }
  Said say(const std::string& command, const std::vector<std::string>& more) const {
    std::vector<std::string> args{
        command, at(kScenario).string(), "--system", at(kSystem).string(), "--speed", "30"};
    args.insert(args.end(), more.begin(), more.end());
    return misfire_says(args);
  }

 private:
  Scratch scratch_;
};

struct Trouble {
  std::string name;
  std::function<void(const Files&)> damage;
  std::vector<std::string> says;  ///< each of these
  int exit_code = 2;
};

std::ostream& operator<<(std::ostream& out, const Trouble& trouble) {
  return out << trouble.name;
}

class BadInput : public ::testing::TestWithParam<Trouble> {};

TEST_P(BadInput, IsToldWithItsPlaceAndWhatWasExpected) {
  const Files files;
  GetParam().damage(files);
  const Said said = files.check();
  EXPECT_EQ(said.exit_code, GetParam().exit_code) << said.text;
  for (const std::string& part : GetParam().says) EXPECT_THAT(said.text, HasSubstr(part));
  EXPECT_THAT(said.text, Not(HasSubstr("s.toml: ok")));
  // Nothing of ours shows: no exception, no copy's name, no byte that a terminal would obey.
  EXPECT_THAT(said.text, AllOf(Not(HasSubstr("exception")), Not(HasSubstr("terminate")),
                               Not(HasSubstr("Sanitizer"))));
  for (const char c : said.text) {
    ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << "a control character";
  }
}

std::string name_of(const ::testing::TestParamInfo<Trouble>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Scenario, BadInput,
    ::testing::Values(
        Trouble{"AllMistakesOfAFileAtOnce",
                [](const Files& f) {
                  f.edit(kScenario, "users = 1000", "usrs = 1000");
                  f.edit(kScenario, "baseline = \"3m\"", "baseline = \"-3m\"");
                  f.edit(kScenario, "inject = \"weights\"", "inject = \"wieghts\"");
                  f.edit(kScenario, "symptom = true", "symptom = \"yes\"");
                  f.edit(kScenario, "min = 0.999", "min = 2");
                },
                {"s.toml:22:1: unknown key load.usrs\n  did you mean \"users\"?",
                 "s.toml:25:12: timeline.baseline must be a duration, and \"-3m\" is not",
                 "s.toml:30:10: unknown fault \"wieghts\"\n  did you mean \"weights\"?",
                 "s.toml:40:11: expect.alert.symptom must be true or false, not text",
                 "s.toml:55:21: expect.recovery.logins_ok.min must be a number from 0 to 1"}},
        Trouble{"ParametersOutsideTheirRange",
                [](const Files& f) {
                  f.edit(kScenario, "first = 200, others = 25", "frist = 200, others = -25");
                },
                {"s.toml:31:12: unknown key fault.params.frist\n  did you mean \"first\"?",
                 "s.toml:31:34: fault.params.others must be a whole number from 0 to 256"}},
        Trouble{"NoParameterAtAll",
                [](const Files& f) { f.edit(kScenario, "first = 200, others = 25", ""); },
                {"s.toml:28:1: the fault \"skew\": weights needs at least one"}},
        Trouble{"AFaultThatChangesNothing",
                [](const Files& f) { f.edit(kScenario, "first = 200, others = 25", "all = 100"); },
                {"s.toml:28:1: the fault \"skew\" changes nothing"}},
        Trouble{"TwoFaultsAtTheSamePlace",
                [](const Files& f) {
                  f.append(kScenario,
                           "[[fault]]\nid = \"again\"\ninject = \"weights\"\n"
                           "params = { first = 7 }\n");
                },
                {"s.toml:57:1: the faults \"skew\" and \"again\" change the same setting"}},
        Trouble{"AParameterThatMeansNothing",
                [](const Files& f) {
                  f.edit(kScenario, "inject = \"weights\"", "inject = \"check-removed\"");
                  f.edit(kScenario, "first = 200, others = 25", "failures = 20");
                },
                {"s.toml:31:23: parameter \"failures\" of check-removed means nothing"}},
        Trouble{"AStressorThatIsOverAtOnce",
                [](const Files& f) {
                  f.append(kScenario, "[[fault]]\ninject = \"crash\"\nfor = \"500ms\"\n");
                },
                {"s.toml:57:1: the fault \"crash\" needs 30s to be seen at this speed"}},
        Trouble{"TwoFaultsOfOneName",
                [](const Files& f) {
                  f.append(kScenario, "[[fault]]\nid = \"skew\"\ninject = \"reload\"\n");
                },
                {"s.toml:58:6: a second fault with the id \"skew\"; the first is in line 28"}},
        Trouble{"NamesThatNobodyDefines",
                [](const Files& f) {
                  f.edit(kScenario, "team = \"network\"", "team = \"netwrok\"");
                  f.edit(kScenario, "component = \"database\"", "component = \"databse\"");
                  f.edit(kScenario, "[timeline]", "[timeline]\nat = \"Tue 14:00 Europe/Nowhere\"");
                },
                {"unknown team \"netwrok\"\n  did you mean \"network\"?"}},
        Trouble{"AZoneThatThisMachineDoesNotKnow",
                [](const Files& f) {
                  f.edit(kScenario, "component = \"database\"", "component = \"databse\"");
                  f.edit(kScenario, "[timeline]", "[timeline]\nat = \"Tue 14:00 Europe/Nowhere\"");
                },
                {"s.toml:25:6: \"Europe/Nowhere\" is no time zone",
                 "s.toml:53:13: unknown component \"databse\"\n  did you mean \"database\"?"}},
        Trouble{"LimitsThatNobodyWatches",
                [](const Files& f) {
                  f.edit(kScenario, "within = \"5m\"", "within = \"23m\"");
                  f.edit(kScenario, "within = \"6m\"", "within = { of = \"6m\", from = \"skwe\" }");
                  f.edit(kScenario, "within = \"10m\"", "within = \"13m\"");
                },
                {"s.toml:39:1: expect.alert.within is 23m, but the run looks only until 22m",
                 "s.toml:48:30: expect.blame.within.from must be \"effect\" or a fault's id",
                 "did you mean \"skew\"?", "s.toml:54:1: expect.recovery.alerts_resolved has 13m"}},
        Trouble{"ClaimsThatContradictEachOther",
                [](const Files& f) {
                  f.edit(kScenario, "component = \"database\"", "team = \"auth\"");
                  f.edit(kScenario, "min = 0.25, max = 0.35", "min = 0.5, max = 0.35");
                },
                {"s.toml:51:1: expect.quiet forbids what expect.alert in line 39 demands",
                 "min is 0.5, more than max, which is 0.35"}},
        Trouble{"Syntax",
                [](const Files& f) { f.edit(kScenario, "\"67%\"", "67%"); },
                {"s.toml:21:10: not valid TOML", "stand in quotes: \"5m\", \"67%\""}},
        Trouble{"Empty",
                [](const Files& f) { f.write(kScenario, ""); },
                {"s.toml:1:1: the file is empty\n  start it with schema = 1"}},
        Trouble{"NotUtf8",
                [](const Files& f) { f.edit(kScenario, "What hap", "What \xFF hap"); },
                {"s.toml:15:6: the file is not UTF-8 text"}},
        Trouble{
            "ANulByte",
            [](const Files& f) { f.edit(kScenario, "What hap", std::string("What \0 hap", 10)); },
            {"s.toml:15:6: a NUL byte: the file is not text"}},
        Trouble{"HundredMegabytes",
                [](const Files& f) { f.write(kScenario, std::string(100'000'000, 'a')); },
                {"s.toml is larger than 1 MiB"}},
        Trouble{"DeepNesting",
                [](const Files& f) { f.write(kScenario, "a = " + std::string(100'000, '[')); },
                {"s.toml:1:37: nested too deeply"}},
        Trouble{"DeepTables",
                [](const Files& f) {
                  std::string text = "a = ";
                  for (int i = 0; i < 100'000; ++i) text += "{a=";
                  f.write(kScenario, text);
                },
                {"s.toml:1:101: nested too deeply"}},
        Trouble{"APipe",
                [](const Files& f) { f.make_pipe(kScenario); },
                {"s.toml is not a regular file"}},
        Trouble{"ADevice",
                [](const Files& f) { f.link(kScenario, "/dev/zero"); },
                {"s.toml is not a regular file"}},
        Trouble{"ALinkToItself",
                [](const Files& f) { f.link(kScenario, "s.toml"); },
                {"s.toml is a link that leads nowhere"}},
        Trouble{"AFolderWithoutScenarios",
                [](const Files& f) { f.make_folder(kScenario); },
                {"there is no *.toml file below"}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    System, BadInput,
    ::testing::Values(
        Trouble{"AllMistakesOfAFileAtOnce",
                [](const Files& f) {
                  f.edit(kSystem, "kind = \"haproxy\"", "kind = \"haprox\"");
                  f.edit(kSystem, "count = 3", "count = 0");
                  f.edit(kSystem, "service_time = \"20ms\"", "service_time = 20");
                  f.edit(kSystem, "haproxy = \"balancer\"", "haproxy = \"ballancer\"");
                  f.edit(kSystem, "[\"auth-oncall\"]", "[]");
                },
                {"system.toml:9:8: balancer.kind must be \"haproxy\" or \"nginx\", not \"haprox\"",
                 "system.toml:14:9: backends.count must be a whole number from 1 to 100, not 0",
                 "system.toml:17:42: backends.capacity.service_time must be a duration",
                 "system.toml:50:20: monitoring.jobs.haproxy must be", "did you mean \"balancer\"?",
                 "system.toml:58:8: teams.auth is empty"}},
        Trouble{"NamesThatNobodyDefines",
                [](const Files& f) {
                  f.edit(kSystem, "jobs = { haproxy", "jobs = { haprox");
                  f.edit(kSystem, "\"network-oncall\"", "\"network-oncal\"");
                },
                {"system.toml:50:19: ", "has no scrape job \"haprox\" (balancer)",
                 "did you mean \"haproxy\"?",
                 "system.toml:59:12: the team \"network\" has the receiver \"network-oncal\"",
                 "did you mean \"network-oncall\"?"}},
        Trouble{"FilesThatAreNotThere",
                [](const Files& f) {
                  f.edit(kSystem, "lb/haproxy.cfg", "lb/haproxi.cfg");
                  f.edit(kSystem, "monitoring/blackbox.yml", "monitoring");
                },
                {"system.toml:10:10: ", "haproxi.cfg does not exist",
                 "did you mean \"haproxy.cfg\"?", "system.toml:48:12: ", "is not a file"}},
        Trouble{"MonitoringIsLookedAtAllTheSame",
                [](const Files& f) {
                  f.edit(kScenario, "users = 1000", "usrs = 1000");
                  f.edit(kSystem, "count = 3", "cont = 3");
                  f.edit(kHaproxy, "balance roundrobin", "balance roundrobbin");
                  f.edit(kPrometheus, "external_labels", "extrenal_labels");
                  f.edit(kRules, "groups:", "groops:");
                  f.edit(kAlertmanager, "group_wait: 30s", "group_wait: 30x");
                  f.edit(kBlackbox, "prober: http", "probr: http");
                },
                {"s.toml:22:1: unknown key load.usrs",
                 "system.toml:14:1: unknown key backends.cont", "haproxy.cfg:49:5: HAProxy refuses",
                 "login.yml:", "a rule file has a list `groups`", "alertmanager.yml:",
                 "\"30x\" is not a duration", "blackbox.yml:", "unknown key probr"}},
        Trouble{"Empty",
                [](const Files& f) { f.write(kSystem, "\n# nothing\n"); },
                {"system.toml:1:1: the file is empty"}},
        Trouble{"Missing",
                [](const Files& f) { fs::remove(f.at(kSystem)); },
                {"cannot read ", "system.toml: No such file or directory"}},
        Trouble{
            "AFolder", [](const Files& f) { f.make_folder(kSystem); }, {"system.toml is a folder"}},
        Trouble{"APipe",
                [](const Files& f) { f.make_pipe(kSystem); },
                {"system.toml is not a regular file"}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Balancer, BadInput,
    ::testing::Values(
        Trouble{"APoolThatDoesNotExist",
                [](const Files& f) { f.edit(kSystem, "pool = \"auth\"", "pool = \"auht\""); },
                {"system.toml:11:8: ", "\"auht\"", "did you mean \"auth\"?"}},
        Trouble{"APoolWithoutServers",
                [](const Files& f) {
                  f.append(kHaproxy, "\nbackend none\n    balance roundrobin\n");
                  f.edit(kSystem, "pool = \"auth\"", "pool = \"none\"");
                },
                {"haproxy.cfg:64:1: the pool \"none\" has no server lines"}},
        Trouble{"ATemplateOfWhoKnowsHowManyServers",
                [](const Files& f) {
                  f.append(kHaproxy, "\nbackend t\n    server-template t x t.internal:80 check\n");
                  f.edit(kSystem, "pool = \"auth\"", "pool = \"t\"");
                },
                {"haproxy.cfg:65:23: how many servers \"x\" stands for cannot be known",
                 "server-template PREFIX NUMBER ADDRESS"}},
        Trouble{"AMapThatIsNotThere",
                [](const Files& f) {
                  f.append(kHaproxy,
                           "\nfrontend m\n    bind :81\n    use_backend "
                           "%[hdr(host),map(/nowhere/hosts.map)]\n");
                },
                {"haproxy.cfg:66:17: \"/nowhere/hosts.map\" decides about requests and is not "
                 "there",
                 "put a copy beside the configuration"}},
        Trouble{"AVariableWithoutAValue",
                [](const Files& f) {
                  f.append(kHaproxy,
                           "\nfrontend m\n    bind :81\n    maxconn \"$MISFIRE_NOWHERE\"\n");
                },
                {"haproxy.cfg:66:13: the environment variable MISFIRE_NOWHERE has no value",
                 "[balancer] environment"}},
        Trouble{"AnotherNumberOfServers",
                [](const Files& f) { f.edit(kSystem, "count = 3", "count = 4"); },
                {"system.toml:11:8: the pool \"auth\" has 3 servers, but [backends] count is 4"}},
        Trouble{"EveryComplaintOfHaproxy",
                [](const Files& f) {
                  f.edit(kHaproxy, "retries 2", "retrys 2");
                  f.edit(kHaproxy, "balance roundrobin", "balance roundrobbin");
                },
                {"haproxy.cfg:28:5: HAProxy refuses this: unknown keyword 'retrys'",
                 "haproxy.cfg:49:5: HAProxy refuses this: balance only supports"}},
        Trouble{"AnOpenQuote",
                [](const Files& f) { f.edit(kHaproxy, "balance roundrobin", "balance \"round"); },
                {"haproxy.cfg:49:13: a double quote is opened here"}},
        Trouble{"ABinary",
                [](const Files& f) { f.write(kHaproxy, *read_file("/bin/true")); },
                {"haproxy.cfg:1:8: a NUL byte: the file is not text"}},
        Trouble{
            "AByteOrderMark",
            [](const Files& f) { f.write(kHaproxy, "\xEF\xBB\xBF" + *read_file(f.at(kHaproxy))); },
            {"haproxy.cfg:1:1: the file begins with a byte order mark"}},
        Trouble{"Empty",
                [](const Files& f) { f.write(kHaproxy, ""); },
                {"system.toml:11:8: ", "none is known here"}},
        Trouble{"HundredMegabytes",
                [](const Files& f) { f.write(kHaproxy, std::string(100'000'000, 'a')); },
                {"system.toml:10:10: ", "haproxy.cfg is larger than 16 MiB"}}),
    name_of);

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

std::string programs(const std::string& entries) {
  return "[programs]\n" + entries + "\n";
}

/// Where the first of these entries stands once they are appended: "system.toml:133".
std::string first_program() {
  const std::string text = *read_file(fs::path(kSourceDir) / kSystem);
  const auto lines = std::count(text.begin(), text.end(), '\n');
  return "system.toml:" + std::to_string(lines + 2);
}

INSTANTIATE_TEST_SUITE_P(
    Programs, BadInput,
    ::testing::Values(
        Trouble{"AllThatAreMissing",
                [](const Files& f) {
                  f.append(kSystem, programs("haproxy = { path = \"no-such-haproxy\" }\n"
                                             "promtool = { path = \"./no-such-promtool\" }"));
                },
                {"system.toml:", "the program \"no-such-haproxy\" is not installed",
                 "leave out [programs] haproxy", "no-such-promtool does not exist"}},
        Trouble{"OneThatIsMissing",
                [](const Files& f) {
                  f.append(kSystem, programs("haproxy = { path = \"no-such-haproxy\" }"));
                },
                {first_program() + ":20: the program \"no-such-haproxy\" is not installed"},
                3},
        Trouble{"NotExecutable",
                [](const Files& f) {
                  f.append(kSystem, programs("haproxy = { path = \"lb/haproxy.cfg\" }"));
                },
                {"haproxy.cfg is not executable", "chmod +x"},
                3},
        Trouble{"NotWhatTheyClaim",
                [](const Files& f) {
                  f.append(kSystem, programs("haproxy = { path = \"/bin/true\" }\n"
                                             "promtool = { path = \"/bin/true\" }\n"
                                             "alertmanager = { path = \"/bin/false\" }\n"
                                             "authd = { path = \"/bin/ls\" }"));
                },
                {"/bin/true is not haproxy", "/bin/true is not promtool",
                 "/bin/false is not alertmanager", "/bin/ls is not authd"},
                3},
        Trouble{"OneThatHangs",
                [](const Files& f) {
                  f.program("fixtures/hang", "#!/bin/sh\nexec sleep 1000\n");
                  f.append(kSystem, programs("amtool = { path = \"./hang\" }"));
                },
                {first_program() + ":", "was not done after 10 s", "leave out [programs] amtool"},
                3},
        Trouble{"OneThatBreaksDown",
                [](const Files& f) {
                  f.program("fixtures/broken",
                            "#!/bin/sh\ncase $1 in --version) echo promtool, version 9;;"
                            " *) kill -SEGV $$;; esac\n");
                  f.append(kSystem, programs("promtool = { path = \"./broken\" }"));
                },
                {"broken broke down", "--version work?"},
                3},
        Trouble{
            "ArgumentsThatHaproxyDoesNotTake",
            [](const Files& f) {
              f.append(kSystem, programs("haproxy = { args = [\"--no-such-option\"] }"));
            },
            {first_program() + ":11: haproxy -c does not take the arguments --no-such-option"}}),
    name_of);

// ---- what is no mistake ----

TEST(GoodInput, OddButLegalFilesPass) {
  const Files files;
  for (const std::string& file : {kScenario, kSystem, kPrometheus, kRules, kAlertmanager}) {
    std::string text = *read_file(files.at(file));
    for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) {
      text.insert(at, "\r");
    }
    files.write(file, "\xEF\xBB\xBF" + text);
  }
  const Said said = files.check();
  EXPECT_EQ(said.exit_code, 0) << said.text;
}

// ---- nothing is started, nothing is lost ----

TEST(BadRun, StartsNothingForAMistakeInAnyOfItsFiles) {
  const Files files;
  files.edit(kScenario, "users = 1000", "usrs = 1000");
  const fs::path reports = files.at("reports");
  const fs::path good = library("weights/feb-18-twin.toml");
  const Said said =
      misfire_says({"run", good.string(), files.at(kScenario).string(), "--system",
                    files.at(kSystem).string(), "--speed", "30", "--reports", reports.string()});
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("s.toml:22:1: unknown key load.usrs"));
  EXPECT_FALSE(fs::exists(reports)) << "the good one would have run first";
}

TEST(BadRun, TheMistakesOfASystemAreToldOnceForAllScenarios) {
  const Files files;
  files.edit(kSystem, "count = 3", "cont = 3");
  const Said said = misfire_says({"check", (fs::path(kSourceDir) / "scenarios").string(),
                                  "--system", files.at(kSystem).string()});
  EXPECT_EQ(said.exit_code, 2);
  const auto first = said.text.find("unknown key backends.cont");
  ASSERT_NE(first, std::string::npos) << said.text;
  EXPECT_EQ(said.text.find("unknown key backends.cont", first + 1), std::string::npos) << said.text;
}

struct BadLine {
  std::string name;
  std::vector<std::string> args;
  std::vector<std::string> says;
  int exit_code = 2;
};

std::ostream& operator<<(std::ostream& out, const BadLine& line) {
  return out << line.name;
}

class CommandLineMistake : public ::testing::TestWithParam<BadLine> {};

TEST_P(CommandLineMistake, IsToldWithWhatIsKnown) {
  const Said said = misfire_says(GetParam().args);
  EXPECT_EQ(said.exit_code, GetParam().exit_code) << said.text;
  for (const std::string& part : GetParam().says) EXPECT_THAT(said.text, HasSubstr(part));
}

const std::string kGood = library("weights/feb-18.toml").string();

INSTANTIATE_TEST_SUITE_P(
    Every, CommandLineMistake,
    ::testing::Values(
        BadLine{"NoCommand", {}, {"which command?", "known: run, check"}},
        BadLine{"AMisspeltCommand", {"chekc"}, {"no command \"chekc\"", "did you mean \"check\"?"}},
        BadLine{"AMisspeltOptionOfMisfire",
                {"--vresion"},
                {"misfire has no option \"--vresion\"", "did you mean \"--version\"?"}},
        BadLine{"MisspeltOptions",
                {"check", kGood, "--sped", "3", "--systme=x"},
                {"misfire check has no option \"--sped\"", "did you mean \"--speed\"?",
                 "no option \"--systme\"", "did you mean \"--system\"?"}},
        BadLine{"NoScenario", {"run"}, {"which scenario?", "misfire init writes a first one"}},
        BadLine{"TwoWhereOneIsExplained", {"explain", kGood, "b"}, {"not expected: b"}},
        BadLine{"NoSpeed", {"check", kGood, "--speed"}, {"--speed"}},
        BadLine{
            "AnEmptySpeed", {"check", kGood, "--speed", ""}, {"--speed", "neither a number nor"}},
        BadLine{"ASpeedOfWords",
                {"check", kGood, "--speed", "fast"},
                {"\"fast\" is neither a number nor"}},
        BadLine{"ASpeedOfZero", {"check", kGood, "--speed", "0"}, {"between 1 and 600"}},
        BadLine{"ANegativeSpeed", {"check", kGood, "--speed", "-3"}, {"between 1 and 600"}},
        BadLine{"ASpeedOfNan", {"check", kGood, "--speed", "nan"}, {"between 1 and 600"}},
        BadLine{"AHugeSpeed", {"check", kGood, "--speed", "1e9"}, {"between 1 and 600"}},
        BadLine{
            "ANegativeSeed", {"check", kGood, "--seed", "-1"}, {"\"-1\" is not a whole number"}},
        BadLine{"AHugeSeed",
                {"check", kGood, "--seed", "99999999999999999999"},
                {"is not a whole number from 0 to 18446744073709551615"}},
        BadLine{"AMisspeltEngine",
                {"check", kGood, "--engine", "proces"},
                {"no engine \"proces\"", "did you mean \"process\"?"}},
        BadLine{"AnEmptyReportsFolder", {"run", kGood, "--reports", ""}, {"--reports"}},
        BadLine{"AFileForReports", {"run", kGood, "--reports", kGood}, {"is not a folder"}},
        BadLine{"AMissingSystem",
                {"check", kGood, "--system", "no-such.toml"},
                {"no-such.toml: No such file"}},
        BadLine{"EveryMissingScenario",
                {"check", "no-such-1.toml", "no-such-2.toml"},
                {"no scenario \"no-such-1.toml\"", "no scenario \"no-such-2.toml\""}},
        BadLine{"AMisspeltFault", {"faults", "wieghts"}, {"did you mean \"weights\"?"}},
        BadLine{"NoRunToJudge", {"judge", "no-such-run"}, {"give the folder of a run"}},
        BadLine{"NoRunAtAll", {"judge"}, {"run is required"}}),
    [](const auto& one) { return one.param.name; });

TEST(BadRun, AFolderThatIsNoRunIsNotJudged) {
  const Scratch scratch;
  const auto judge = [&] { return misfire_says({"judge", scratch.path().string()}); };
  EXPECT_EQ(judge().exit_code, 2);
  for (const char* plan : {"", "x", "{}", "[1]", "{\"schema\": \"misfire.plan/1\"}"}) {
    std::ofstream(scratch.path() / "plan.json") << plan;
    const Said said = judge();
    EXPECT_EQ(said.exit_code, 2) << said.text;
    EXPECT_THAT(said.text, ::testing::ContainsRegex("plan\\.json:(1:1:)? this is not a plan"));
    EXPECT_THAT(said.text, HasSubstr("run the scenario again"));
  }
}

}  // namespace
}  // namespace misfire
