// The files of this repository: the scenario library and the fixtures' system files.
#include <gmock/gmock.h>

#include <regex>

#include "paths.hpp"
#include "scenario_files.hpp"

namespace misfire {
namespace {

const fs::path kSource = kSourceDir;

std::string slurp(const fs::path& path) {
  const auto text = read_file(path);
  EXPECT_TRUE(text) << path;
  return text.value_or("");
}

TEST(ShippedFiles, TheTwinHasTheLoadOfItsSibling) {
  const auto fault = read_scenario(kSource / "scenarios/weights/feb-18.toml", test_catalogue());
  const auto twin = read_scenario(kSource / "scenarios/weights/feb-18-twin.toml", test_catalogue());
  ASSERT_TRUE(fault && twin);
  EXPECT_EQ(twin->kind, ScenarioKind::twin);
  EXPECT_EQ(twin->load, fault->load);
  EXPECT_EQ(twin->timeline.baseline, fault->timeline.baseline);
  EXPECT_EQ(twin->faults.at(0).lasts, fault->faults.at(0).lasts);
}

TEST(ShippedFiles, TheDefaultSystemIsWhatAFileThatLeavesEverythingOutMeans) {
  const auto written = read_system(kSource / "fixtures/system.toml");
  const auto implied = parse_system("schema = 1\n", (kSource / "fixtures/system.toml").string());
  ASSERT_TRUE(written) << to_string(written.error().front());
  ASSERT_TRUE(implied) << to_string(implied.error().front());
  System same = *implied;  // positions differ, of course
  same.balancer.where = written->balancer.where;
  same.balancer.pool_where = written->balancer.pool_where;
  same.balancer.config_where = written->balancer.config_where;
  same.monitoring.where = written->monitoring.where;
  same.monitoring.prometheus_where = written->monitoring.prometheus_where;
  same.monitoring.alertmanager_where = written->monitoring.alertmanager_where;
  same.monitoring.blackbox_where = written->monitoring.blackbox_where;
  same.monitoring.job_where = written->monitoring.job_where;
  same.receiver_where = written->receiver_where;
  same.monitoring.untested = written->monitoring.untested;  // of that file's own alerts
  EXPECT_TRUE(same == *written);
}

class SystemFile : public testing::TestWithParam<const char*> {};

TEST_P(SystemFile, NamesWhatTheFilesOfItsMonitoringHave) {
  const auto system = read_system(kSource / "fixtures" / GetParam());
  ASSERT_TRUE(system) << to_string(system.error().front());
  const std::string prometheus = slurp(system->monitoring.prometheus);
  for (const auto& [job, role] : system->monitoring.jobs) {
    EXPECT_THAT(prometheus, testing::HasSubstr("job_name: " + job + "\n"));
  }
  const std::string alertmanager = slurp(system->monitoring.alertmanager);
  for (const auto& [team, receivers] : system->teams) {
    for (const std::string& receiver : receivers) {
      EXPECT_THAT(alertmanager, testing::HasSubstr("name: " + receiver + "\n")) << team;
    }
  }
  const std::string balancer = slurp(system->balancer.config);
  EXPECT_TRUE(std::regex_search(
      balancer, std::regex("\n *(backend|upstream) " + system->balancer.pool + "\\b")));
  std::string rules;
  const std::regex listed("\n *- (\\S*rules)/\\S+\\.yml");
  for (std::sregex_iterator at(prometheus.begin(), prometheus.end(), listed), end; at != end;
       ++at) {
    const fs::path folder = system->monitoring.prometheus.parent_path() / (*at)[1].str();
    for (const auto& entry : fs::directory_iterator(folder)) rules += slurp(entry.path());
  }
  for (const std::string& name : system->monitoring.ignore) {
    EXPECT_THAT(rules, testing::HasSubstr("alert: " + name + "\n"));
  }
  for (const auto& [component, any_of] : system->components) {
    for (const auto& all_of : any_of) {
      for (const Matcher& m : all_of) {
        EXPECT_THAT(rules, testing::ContainsRegex("[{ ]" + m.label + ": " + m.value + "[,}\n]"))
            << component;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Fixtures, SystemFile,
                         testing::Values("system.toml", "renamed.toml", "nginx.toml",
                                         "postgres.toml", "poor.toml"));

}  // namespace
}  // namespace misfire
