#include "plan/bind.hpp"

#include <gmock/gmock.h>

#include "plan_builder.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> texts(const Errors& errors) {
  std::vector<std::string> all;
  for (const Error& error : errors) {
    EXPECT_EQ(error.code, ErrorCode::usage);
    all.push_back(to_string(error));
  }
  return all;
}

System system() {
  System s;
  s.teams = {{"auth", {"a"}}, {"network", {"n"}}, {"dba", {"d"}}};
  return s;
}

TEST(PlanLoad, TurnsAShareOfThePoolsCapacityIntoARate) {
  Scenario s;
  s.load.capacity_share = 0.67;
  s.load.users = 42;
  const auto load = plan_load(s, system());  // 3 backends × 3 workers / 20 ms = 450
  ASSERT_TRUE(load);
  EXPECT_DOUBLE_EQ(load->per_second, 301.5);
  EXPECT_EQ(load->users, 42);
  EXPECT_EQ(load->patience, std::chrono::seconds(5));
}

TEST(PlanLoad, TakesARateAsItIs) {
  Scenario s;
  s.load.per_second = 300;
  EXPECT_DOUBLE_EQ(plan_load(s, system())->per_second, 300);
}

TEST(PlanLoad, RefusesARateBeyondTheDriver) {
  Scenario s;
  s.load.capacity_share = 1;
  System big = system();
  big.backends.capacity = {1000, {std::chrono::milliseconds(1)}, 16};
  EXPECT_FALSE(plan_load(s, big));
}

TEST(PlanFaults, FillsInDefaults) {
  FaultDoc doc;
  doc.name = "f";
  ParamSpec given, left_out, without;
  given.name = "given";
  given.fallback = std::int64_t{1};
  left_out.name = "left-out";
  left_out.fallback = std::int64_t{2};
  without.name = "without";
  doc.params = {given, left_out, without};
  Scenario s;
  FaultSpec fault;
  fault.id = "one";
  fault.inject = "f";
  fault.params = {{"given", std::int64_t{7}}};
  fault.at = model_seconds(5);
  s.faults = {fault};
  const auto planned = plan_faults(s.faults, {doc});
  ASSERT_TRUE(planned);
  const PlannedFault& one = planned->at(0);
  EXPECT_EQ(one.name, "f");
  EXPECT_EQ(one.at, model_seconds(5));
  EXPECT_EQ(one.lasts, model_seconds(600)) << "bounded although the file does not say so";
  const std::map<std::string, ParamValue> expected = {{"given", std::int64_t{7}},
                                                      {"left-out", std::int64_t{2}}};
  EXPECT_EQ(one.params, expected);
}

TEST(PlanFaults, NamesAFaultThatTheCatalogueDoesNotHave) {
  Scenario s;
  FaultSpec fault;
  fault.inject = "g";
  fault.where = {"s.toml", 8, 1};
  s.faults = {fault};
  const auto planned = plan_faults(s.faults, {});
  ASSERT_FALSE(planned);
  EXPECT_THAT(texts(planned.error()), ElementsAre(HasSubstr("s.toml:8:1: unknown fault \"g\"")));
}

TEST(CheckTeams, ReportsEachUnknownTeamWhereItIsNamed) {
  Scenario s = full_scenario();
  s.alerts[0].team = "auht";
  s.blame->team = "network";
  s.quiet[0].team = "catering";
  EXPECT_THAT(texts(check_teams(s, system())),
              ElementsAre(AllOf(HasSubstr("s.toml:22:8: unknown team \"auht\""),
                                HasSubstr("did you mean \"auth\"?")),
                          AllOf(HasSubstr("s.toml:42:8: unknown team \"catering\""),
                                HasSubstr("known: auth, dba, network"))));
}

TEST(CheckTeams, TakesTeamsThatTheSystemDefines) {
  EXPECT_THAT(check_teams(full_scenario(), system()), IsEmpty());
}

TEST(CheckReceivers, ReportsEachThatAlertmanagerDoesNotDefine) {
  System s = system();
  s.file = "system.toml";
  s.monitoring.alertmanager = "am.yml";
  s.receiver_where = {{"auth", {{"system.toml", 30, 9}}},
                      {"network", {{"system.toml", 31, 12}}},
                      {"dba", {{"system.toml", 32, 8}}}};
  s.teams["dba"] = {"dd"};
  EXPECT_THAT(texts(check_receivers(full_scenario(), s, {"a", "n", "d"})),
              ElementsAre(AllOf(HasSubstr("system.toml:32:8: the team \"dba\" has the receiver "
                                          "\"dd\", which am.yml does not define"),
                                HasSubstr("did you mean \"d\"?"))));
  EXPECT_THAT(check_receivers(full_scenario(), system(), {"a", "n", "d"}), IsEmpty());
}

TEST(CheckReceivers, DefaultsCountOnlyForTeamsThatTheScenarioNames) {
  System s = system();
  s.file = "own.toml";
  for (const auto& [team, receivers] : s.teams) s.receiver_where[team] = {{"default.toml", 1, 1}};
  Scenario scenario;
  EXPECT_THAT(check_receivers(scenario, s, {}), IsEmpty());
  ExpectAlert alert;
  alert.team = "network";
  scenario.alerts = {alert};
  EXPECT_THAT(texts(check_receivers(scenario, s, {})),
              ElementsAre(HasSubstr("default.toml:1:1: the team \"network\"")));
}

TEST(CheckComponents, ReportsANameThatNothingKnows) {
  Scenario s = full_scenario();
  s.blame->component = "load-ballancer";
  EXPECT_THAT(texts(check_components(s, {})),
              ElementsAre(AllOf(HasSubstr("s.toml:31:13: unknown component \"load-ballancer\""),
                                HasSubstr("did you mean \"load-balancer\"?"))));
}

TEST(CheckComponents, TakesNamesOfRulesAndOfTheSystemFile) {
  Scenario s = full_scenario();
  s.blame->component = "edge-proxy";
  s.quiet[0].component = "user-store";
  MonitoringFacts facts;
  facts.components = {{"edge-proxy", {}}};
  facts.rules = {rule("X", {{"component", "user-store"}})};
  EXPECT_THAT(check_components(s, facts), IsEmpty());
}

TEST(CheckComponents, LeavesADeletedRuleToTheVerdict) {
  EXPECT_THAT(check_components(full_scenario(), {}), IsEmpty())
      << "without any rule, the balancer and the database can still be named";
}

}  // namespace
}  // namespace misfire
