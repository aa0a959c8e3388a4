// From files to a plan, with the real programs asked for their opinion. Nothing is started.
#include "run/prepare.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "fault/alert_fault.hpp"
#include "paths.hpp"
#include "run/check_times.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Prepare : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "misfire-prepare-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    fs::copy(fs::path(kSourceDir) / "fixtures", folder_ / "fixtures", fs::copy_options::recursive);
    options_.scenario = fs::path(kSourceDir) / "scenarios/weights/feb-18.toml";
    options_.system = folder_ / "fixtures/system.toml";
    options_.speed = 30;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void edit(const std::string& file, const std::string& from, const std::string& to) {
    auto text = read_file(folder_ / "fixtures" / file);
    ASSERT_TRUE(text);
    const auto at = text->find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text->replace(at, from.size(), to);
    std::ofstream(folder_ / "fixtures" / file) << *text;
  }

  Checked<Prepared> prepared() {
    auto in = read_inputs(options_);
    if (!in) return tl::unexpected(in.error());
    auto out = prepare(*in, [](const std::string&, int port) { return nominal_address(port); });
    if (!out) return out;
    if (auto fine = check_with_programs(*in, *out); !fine) return tl::unexpected(fine.error());
    return out;
  }

  std::string errors() {
    const auto result = prepared();
    EXPECT_FALSE(result);
    std::string all;
    if (!result) {
      for (const Error& error : result.error()) {
        EXPECT_EQ(error.code, ErrorCode::usage) << to_string(error);
        all += to_string(error) + "\n";
      }
    }
    return all;
  }

  /// A scenario with these tables instead of the library's.
  void write_faults(const std::string& tables, const std::string& keys = "") {
    options_.scenario = folder_ / "faults.toml";
    std::ofstream(options_.scenario) << "schema = 1\nname = \"x\"\n"
                                     << keys << "[load]\nrate = \"50%\"\n"
                                     << tables << "[[expect.quiet]]\n";
  }

  fs::path folder_;
  RunOptions options_;
};

TEST_F(Prepare, FaultsThatChangeOneSettingAtOnceAreRefusedAndOneAfterTheOtherAreNot) {
  const std::string first = "[[fault]]\nid = \"a\"\ninject = \"weights\"\nfor = \"1m\"\n";
  const std::string then = "[[fault]]\nid = \"b\"\ninject = \"weights\"\n";
  const std::string params = "params = { first = 200 }\n", other = "params = { first = 20 }\n";
  write_faults(first + params + then + other);
  EXPECT_THAT(errors(), AllOf(HasSubstr("faults.toml:10:1: the faults \"a\" and \"b\" change"),
                              HasSubstr("cannot be active at once")));
  write_faults(first + params + then + other + "at = \"1m\"\n");
  const auto apart = prepared();
  EXPECT_TRUE(apart) << to_string(apart.error().front());
}

TEST_F(Prepare, WhatBeginsWhileTheFileIsRefusedIsAMistakeAndWhatWasActiveIsNot) {
  const std::string weights = "[[fault]]\ninject = \"weights\"\nparams = { first = 200 }\n";
  const std::string stale = "[[fault]]\ninject = \"stale-process\"\n";
  write_faults(weights + "for = \"2m\"\n" + stale + "at = \"1m\"\n");
  const auto before = prepared();
  EXPECT_TRUE(before) << to_string(before.error().front());
  write_faults(stale + "for = \"2m\"\n" + weights + "at = \"1m\"\n");
  EXPECT_THAT(errors(), HasSubstr("faults.toml:8:1: the fault \"weights\" begins while "
                                  "\"stale-process\" makes the balancer refuse its file"));
  write_faults(stale + "for = \"2m\"\n" + weights + "at = \"2m\"\n");
  const auto after = prepared();
  EXPECT_TRUE(after) << to_string(after.error().front());
}

TEST_F(Prepare, WhatTheRuntimeApiCannotDoIsRefusedWhereViaStands) {
  write_faults("[[fault]]\ninject = \"metrics-gone\"\nvia = \"runtime\"\n");
  EXPECT_THAT(errors(), HasSubstr("faults.toml:7:7: the fault \"metrics-gone\" cannot be injected "
                                  "at run time"));
  write_faults(
      "[[fault]]\ninject = \"check-removed\"\nvia = \"runtime\"\nparams = { how = \"patient\" }\n");
  EXPECT_THAT(errors(), HasSubstr("faults.toml:7:7: the fault \"check-removed\": HAProxy's Runtime "
                                  "API can only switch checks off"));
  write_faults("[[fault]]\ninject = \"weights\"\nvia = \"runtime\"\nparams = { first = 200 }\n");
  const auto commands = prepared();
  ASSERT_TRUE(commands) << to_string(commands.error().front());
  EXPECT_EQ(commands->plan.faults.at(0).change, "set server auth/auth1 weight 200\n");
}

TEST_F(Prepare, WeightsAtRunTimeAndAnAlgorithmThatForbidsThemCannotBeActiveTogether) {
  const std::string weights =
      "[[fault]]\ninject = \"weights\"\nvia = \"runtime\"\nparams = { first = 200 }\n";
  write_faults(weights + "[[fault]]\ninject = \"one-server-hash\"\n");
  EXPECT_THAT(errors(), AllOf(HasSubstr("cannot be active together: the fault \"weights\": "),
                              HasSubstr("balance uri without hash-type consistent")));
  edit("lb/haproxy.cfg", "balance roundrobin", "balance static-rr");
  write_faults(weights);
  EXPECT_THAT(errors(), HasSubstr("faults.toml:7:7: the fault \"weights\": balance static-rr"));
}

TEST_F(Prepare, WhatHaproxySaysAgainstAFaultsEditNamesTheFaultAndNoLineOfTheUsers) {
  edit("lb/haproxy.cfg", "server auth2 auth2.internal:9001 weight 100 maxconn 200 check",
       "server auth2 auth2.internal:9001 weight 100 maxconn 200 track auth/auth3 #");
  write_faults("[[fault]]\nid = \"gone\"\ninject = \"server-removed\"\n");
  EXPECT_THAT(errors(),
              AllOf(HasSubstr("faults.toml:5:1: with the fault \"gone\": HAProxy refuses"),
                    ::testing::Not(HasSubstr("haproxy.cfg:"))));
}

TEST_F(Prepare, FaultsThatLeaveNoServerTogetherAreNoMistakeOfTheUsersFile) {
  std::string tables;
  for (const char* server : {"0", "1", "2"}) {
    tables += fmt::format(
        "[[fault]]\nid = \"gone{}\"\ninject = \"server-removed\"\nparams = {{ servers = \"{}\" "
        "}}\n",
        server, server);
  }
  write_faults(tables);
  EXPECT_THAT(errors(), AllOf(HasSubstr("faults.toml:13:1: the faults of this scenario cannot be "
                                        "active together"),
                              HasSubstr("let one end before the other begins"),
                              ::testing::Not(HasSubstr("haproxy.cfg:"))));
}

TEST_F(Prepare, MistakesAreToldBesideWhatTheBalancerCannotDo) {
  options_.system = folder_ / "fixtures/nginx.toml";
  write_faults(
      "[[fault]]\nid = \"a\"\ninject = \"weights\"\nfor = \"5m\"\nparams = { all = 0 }\n"
      "[[fault]]\nid = \"b\"\ninject = \"crash\"\nfor = \"5m\"\nparams = { servers = \"9\" }\n");
  EXPECT_THAT(errors(), AllOf(HasSubstr("the fault \"b\""), HasSubstr("there is no server 9")));
}

TEST_F(Prepare, AScenarioAboutOneBalancerIsUnsupportedOnAnother) {
  write_faults("[[fault]]\ninject = \"crash\"\nfor = \"5m\"\nparams = { servers = \"1\" }\n",
               "balancer = \"haproxy\"\n");
  const auto about_it = prepared();
  ASSERT_TRUE(about_it) << to_string(about_it.error().front());
  EXPECT_THAT(about_it->plan.unsupported, IsEmpty());
  options_.system = folder_ / "fixtures/nginx.toml";
  const auto about_another = prepared();
  ASSERT_TRUE(about_another) << to_string(about_another.error().front());
  EXPECT_THAT(about_another->plan.unsupported,
              ElementsAre("it is about haproxy, and the balancer is nginx"));
}

TEST_F(Prepare, AMistakeInAParameterIsToldWhereTheParameterStands) {
  const auto write = [&](const std::string& fault, const std::string& params) {
    write_faults("[[fault]]\ninject = \"" + fault + "\"\nfor = \"5m\"\n[fault.params]\n" + params);
  };
  write("crash", "servers = \"9\"\n");
  EXPECT_THAT(errors(), HasSubstr("faults.toml:9:11: the fault \"crash\": parameter \"servers\""));
  write("server-removed", "servers = \"9\"\n");
  EXPECT_THAT(errors(), HasSubstr("faults.toml:9:11: the fault \"server-removed\""));
}

TEST_F(Prepare, AParameterThatMeansNothingIsAMistake) {
  write_faults(
      "[[fault]]\ninject = \"check-removed\"\nparams = { how = \"connect\", servers = \"first\" "
      "}\n");
  EXPECT_THAT(errors(), HasSubstr("parameter \"servers\" of check-removed means nothing"));
  write_faults("[[fault]]\ninject = \"check-removed\"\nparams = { failures = 20 }\n");
  EXPECT_THAT(errors(), HasSubstr("faults.toml:7:23: parameter \"failures\" of check-removed"));
}

TEST_F(Prepare, TheTimesOfTheHealthChecksAreThoseThatRun) {
  edit("lb/haproxy.cfg", "check inter 2s fall 3 rise 2", "check inter 10s fall 3 rise 3");
  options_.speed = 1;
  auto in = read_inputs(options_);
  ASSERT_TRUE(in);
  const AddressOf address = [](const std::string&, int port) { return nominal_address(port); };
  const auto slow = check_times(*in, *prepare(*in, address));
  EXPECT_GE(to_seconds(slow.back_up), 30);
  EXPECT_GE(to_seconds(slow.first), 10);
  const auto fast = check_times(*in, *prepare(*in, address, 30));
  EXPECT_LT(to_seconds(fast.back_up), 5);
}

TEST_F(Prepare, TheFixturesGiveAPlanThatEveryProgramAccepts) {
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_EQ(result->plan.servers, (std::vector<std::string>{"auth1", "auth2", "auth3"}));
  EXPECT_NEAR(result->plan.load.per_second, 301.5, 0.1);
  EXPECT_THAT(result->plan.faults.at(0).change, HasSubstr("weight 200"));
}

TEST_F(Prepare, APlanSurvivesItsJson) {
  const auto result = prepared();
  ASSERT_TRUE(result);
  const auto again = plan_from_json(to_json(result->plan));
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(to_json(*again), to_json(result->plan));
}

TEST_F(Prepare, TheNumberOfBackendsMustBeThatOfThePool) {
  edit("system.toml", "count = 3", "count = 2");
  EXPECT_THAT(errors(), HasSubstr("has 3 servers, but [backends] count is 2"));
}

TEST_F(Prepare, APoolThatDoesNotExistIsNamedWithTheNearest) {
  edit("system.toml", "pool = \"auth\"", "pool = \"auht\"");
  EXPECT_THAT(errors(), HasSubstr("\"auth\""));
}

TEST_F(Prepare, WhatHaproxyRejectsIsToldInItsWords) {
  edit("lb/haproxy.cfg", "balance roundrobin", "balance roundrobbin");
  EXPECT_THAT(errors(), AllOf(HasSubstr("haproxy.cfg:49:5: HAProxy refuses"),
                              HasSubstr("balance only supports")));
}

TEST_F(Prepare, PromqlThatIsNotUnderstoodIsRefusedWithItsPlace) {
  edit("monitoring/rules/login.yml", "avg_over_time(probe_success{job=\"blackbox\"}[2m])",
       "avg_over_time(probe_success{job=\"blackbox\"}[2x])");
  EXPECT_THAT(errors(), HasSubstr("login.yml:"));
}

TEST_F(Prepare, ATeamThatTheSystemDoesNotDefineIsAMistake) {
  edit("system.toml", "network = [\"network-oncall\"]", "netwrok = [\"network-oncall\"]");
  EXPECT_THAT(errors(), HasSubstr("unknown team \"network\""));
}

TEST_F(Prepare, AMisspeltLabelOfPagesIsAMistakeWithItsPlace) {
  edit("system.toml", "pages = { severity =", "pages = { severty =");
  EXPECT_THAT(errors(), AllOf(HasSubstr("system.toml:52:"), HasSubstr("label \"severty\""),
                              HasSubstr("did you mean \"severity\"?")));
}

TEST_F(Prepare, AQuietAboutAnAlertThatDoesNotExistIsAMistakeWithItsPlace) {
  write_faults("[[fault]]\ninject = \"weights\"\n[[expect.quiet]]\nname = \"TrafficImbalanec\"\n");
  EXPECT_THAT(errors(), AllOf(HasSubstr("faults.toml:7:1: expect.quiet: no rule is named"),
                              HasSubstr("did you mean \"TrafficImbalance\"?")));
}

TEST_F(Prepare, ThatNoRulePagesIsTold) {
  edit("system.toml", "pages = { severity = [\"page\", \"critical\"] }",
       "pages = { severity = [\"urgent\"] }");
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_THAT(result->notes, ElementsAre(HasSubstr("no rule pages anybody")));
  EXPECT_THAT(result->plan.limits, ::testing::Contains(HasSubstr("no rule pages anybody")));
}

TEST_F(Prepare, TheHighestHonestSpeedLeavesLoginsTheTimeThatTheyTake) {
  options_.auto_speed = true;
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_EQ(result->plan.speed, 35);  // 10 s, and not below twice 140 ms
  EXPECT_THAT(result->plan.changes,
              ::testing::Contains(HasSubstr("timeout server 10s cannot be shorter than 280ms")));
}

TEST_F(Prepare, ASlowServerHasTheTimeThatItTakesAtEverySpeed) {
  options_.scenario = fs::path(kSourceDir) / "scenarios/stressors/slow-backend.toml";
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_THAT(result->original, HasSubstr("timeout server 2800ms"));  // twice 7 rounds of 200 ms
  options_.auto_speed = true;
  EXPECT_EQ(prepared()->plan.speed, 3);
}

TEST_F(Prepare, ARestartOfAllContainersAtOnceIsNoneAtHighSpeeds) {
  options_.scenario = fs::path(kSourceDir) / "scenarios/stressors/restart-at-once.toml";
  auto in = read_inputs(options_);
  ASSERT_TRUE(in) << to_string(in.error().front());
  const auto unsupported_in = [&](const std::string& engine, double speed) {
    in->system.engine = engine;
    const auto result = prepare(
        *in, [](const std::string&, int port) { return nominal_address(port); }, speed);
    return result.value().plan.unsupported;
  };
  EXPECT_THAT(unsupported_in("process", 30), IsEmpty());
  EXPECT_THAT(unsupported_in("docker", 2), IsEmpty());
  EXPECT_THAT(unsupported_in("docker", 30), ElementsAre(HasSubstr("--speed 2 is the highest")));
}

TEST_F(Prepare, TheHighestHonestSpeedIsThatOfTheShortestHealthCheck) {
  options_.auto_speed = true;
  edit("lb/haproxy.cfg", "timeout server 10s", "timeout server 30s");
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_EQ(result->plan.speed, 40);  // inter 2s, and no check more often than every 50 ms
  EXPECT_THAT(result->plan.changes, ::testing::Contains(HasSubstr("inter 2s cannot be shorter")));
}

TEST_F(Prepare, TheHighestHonestSpeedLeavesScrapesSteady) {
  options_.auto_speed = true;
  edit("monitoring/prometheus.yml", "scrape_interval: 15s", "scrape_interval: 5s");
  edit("monitoring/prometheus.yml", "scrape_timeout: 10s", "scrape_timeout: 5s");
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_EQ(result->plan.speed, 25);  // a scrape takes up to 0.2 s
}

TEST_F(Prepare, ARuleThatFollowsTheWallClockIsJudgedInRealTime) {
  options_.auto_speed = true;
  edit("monitoring/rules/login.yml", "[2m])) > 0.05", "[2m])) > 0.05 and hour() >= 0");
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_EQ(result->plan.speed, 1);
  EXPECT_THAT(result->plan.changes,
              ::testing::Contains(HasSubstr("LoginFailureRatioHigh does not")));
}

TEST_F(Prepare, ARuleThatDecidesNothingDoesNotSlowARun) {
  options_.auto_speed = true;
  edit("monitoring/rules/login.yml", "[2m]) < 0.9", "[2m]) < 0.9 and hour() >= 0");  // a ticket
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_EQ(result->plan.speed, 35);  // as without it
}

TEST_F(Prepare, ASpeedOutsideItsRangeIsRefused) {
  options_.speed = 0.5;
  EXPECT_THAT(errors(), HasSubstr("--speed"));
}

TEST_F(Prepare, AMissingProgramSaysWhatToInstall) {
  std::ofstream(folder_ / "fixtures/system.toml", std::ios::app)
      << "\n[programs]\nhaproxy = { path = \"/no/such/haproxy\" }\n";
  const auto result = prepared();
  ASSERT_FALSE(result);
  EXPECT_THAT(to_string(result.error().front()), HasSubstr("/no/such/haproxy"));
}

FaultSpec alert_fault(const std::string& name, std::map<std::string, ParamValue> params) {
  FaultSpec fault;
  fault.id = name;
  fault.inject = name;
  fault.params = std::move(params);
  return fault;
}

TEST_F(Prepare, PrometheusAndAlertmanagerAcceptEveryAlertSideFault) {
  const std::map<std::string, std::map<std::string, ParamValue>> others = {
      {"scrape-job-gone", {{"job", "blackbox"}}}, {"grouping-slow", {}}};
  for (const AlertFault& fault : alert_faults()) {
    const auto params = others.find(fault.doc.name);
    // What has a backend's metrics is not in the default rules yet, nor in these.
    if (fault.doc.name == "alert-server-metrics") continue;
    options_.alert_faults = {alert_fault(
        fault.doc.name, params != others.end() ? params->second
                                               : std::map<std::string, ParamValue>{
                                                     {"alert", "LoginFailureRatioHigh"}})};
    const auto result = prepared();
    ASSERT_TRUE(result) << fault.doc.name << ": " << to_string(result.error().front());
    ASSERT_EQ(result->plan.alert_faults.size(), 1u);
    EXPECT_THAT(result->plan.alert_faults[0].change, HasSubstr("\n@@")) << fault.doc.name;
    EXPECT_EQ(result->plan.faults.size(), 1u) << "it has no time of its own";
  }
}

TEST_F(Prepare, AnAlertSideFaultIsInTheCopiesAndTheUsersFilesStay) {
  const auto before = read_file(folder_ / "fixtures/monitoring/rules/login.yml");
  options_.alert_faults = {alert_fault("alert-threshold", {{"alert", "LoginFailureRatioHigh"}})};
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
  EXPECT_THAT(result->prometheus.files.at("rules/login.yml"), HasSubstr("> 0.5"));
  EXPECT_THAT(result->as_written->prometheus.at("rules/login.yml"), Not(HasSubstr("> 0.5")));
  const auto& rules = result->plan.monitoring.rules;
  const auto rule = std::find_if(rules.begin(), rules.end(), [](const AlertRule& one) {
    return one.name == "LoginFailureRatioHigh";
  });
  ASSERT_NE(rule, rules.end());
  EXPECT_THAT(rule->expr, HasSubstr("> 0.5")) << "what the judge and the budget go by";
  EXPECT_EQ(*read_file(folder_ / "fixtures/monitoring/rules/login.yml"), *before);
}

TEST_F(Prepare, AQuietMayNameAnAlertThatAFaultDeletes) {
  write_faults("[[fault]]\ninject = \"reload\"\n[[expect.quiet]]\nname = \"TrafficImbalance\"\n");
  options_.alert_faults = {alert_fault("alert-deleted", {{"alert", "TrafficImbalance"}})};
  const auto result = prepared();
  ASSERT_TRUE(result) << to_string(result.error().front());
}

TEST_F(Prepare, APastIsWrittenForSeriesThatAreThere) {
  const auto sound = prepared();
  options_.alert_faults = {alert_fault("alert-label", {{"alert", "LoginErrorBudgetBurn"}})};
  const auto result = prepared();
  ASSERT_TRUE(sound && result);
  EXPECT_THAT(result->prometheus.files.at("rules/login.yml"), HasSubstr("jbo=\"auth\""));
  ASSERT_EQ(result->prometheus.long_windows.size(), sound->prometheus.long_windows.size());
  for (const auto& window : result->prometheus.long_windows) {
    EXPECT_THAT(window.selector, Not(HasSubstr("jbo"))) << "nobody could scrape it";
  }
}

TEST_F(Prepare, AnAlertThatIsNotThereIsAMistakeWithItsPlace) {
  auto fault = alert_fault("alert-threshold", {{"alert", "LoginFailureRatoiHigh"}});
  fault.param_where = {{"alert", {"s.toml", 7, 12}}};
  options_.alert_faults = {fault};
  EXPECT_EQ(
      errors(),
      "s.toml:7:12: the fault \"alert-threshold\": parameter \"alert\": no rule makes an alert "
      "\"LoginFailureRatoiHigh\"\n  did you mean \"LoginFailureRatioHigh\"?\n");
}

}  // namespace
}  // namespace misfire
