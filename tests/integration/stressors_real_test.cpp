// Stressors in whole runs: whatever is troubled is excused and comes back, and the report says
// which of several faults did the harm.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const fs::path kQuick = fs::path(kSourceDir) / "tests/trouble/quick";

Said run_quickly(const Scratch& scratch, const fs::path& scenario) {
  return misfire_says({"run", scenario.string(), "--system", (kQuick / "system.toml").string(),
                       "--speed", "25", "--json", "--retry-invalid", "2", "--reports",
                       (scratch.path() / "reports").string()});
}

std::string told(const nlohmann::json& run) {
  std::string all;
  for (const auto& entry : run.at("timeline")) all += entry.at("what").get<std::string>() + "\n";
  return all;
}

TEST(Stressors, OverlapAndEndInAnyOrderAndEverythingComesBack) {
  const Scratch scratch;
  const Said said = run_quickly(scratch, kQuick / "quick-stressed.toml");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  const auto& run = said.run();
  EXPECT_EQ(run.at("restoration").at("identical"), true) << run.at("restoration").dump();
  EXPECT_THAT(told(run),
              AllOf(HasSubstr("auth1 ended as it was asked to"),
                    HasSubstr("auth3 runs and accepts connections, but does not answer"),
                    HasSubstr("logins a second were planned and sent"), HasSubstr("auth2 needed")))
      << told(run);
  EXPECT_EQ(run.at("harm").at("after"), "hang") << run.at("harm").dump();
  EXPECT_EQ(run.at("harm").at("stretches").size(), 9u) << "eight comings and goings";
}

TEST(Stressors, ALatentFaultAndWhatMakesItBiteAreToldApart) {
  const Scratch scratch;
  const fs::path scenario = scratch.path() / "latent.toml";
  std::ofstream(scenario) << R"(
schema = 1
name = "latent"
title = "Checks and retries are gone, then a backend crashes"
[load]
rate = "50%"
users = 200
[timeline]
baseline = "40s"
recovery = "2m"
[[fault]]
id = "checks"
inject = "check-removed"
for = "2m30s"
[[fault]]
id = "retries"
inject = "retries-off"
for = "3m"
[[fault]]
id = "kill"
inject = "crash"
at = "1m"
for = "1m"
[expect.impact]
failed_logins = { min = 0.05, max = 0.4 }
[expect.recovery]
logins_ok = { min = 0.99, within = "1m" }
)";
  const Said said = run_quickly(scratch, scenario);
  ASSERT_EQ(said.exit_code, 0) << said.text;
  const auto& harm = said.run().at("harm");
  EXPECT_EQ(harm.at("after"), "kill") << harm.dump();
  EXPECT_EQ(harm.at("taken_back"), false);
  EXPECT_THAT(harm.at("text").get<std::string>(),
              AllOf(HasSubstr("after `kill` came"), HasSubstr("`checks` was active since"),
                    HasSubstr("`retries` was active since"), HasSubstr("before it none of")));
  EXPECT_EQ(said.run().at("restoration").at("identical"), true);
}

/// A scenario with these faults, which each last a minute and a half of model time.
fs::path with_faults(const Scratch& scratch, const std::string& faults) {
  const fs::path scenario = scratch.path() / "some.toml";
  std::ofstream(scenario) << R"(schema = 1
name = "some"
title = "Some stressors"
[load]
rate = "40%"
users = 200
[timeline]
baseline = "40s"
recovery = "2m"
)" << faults << R"([expect.recovery]
logins_ok = { min = 0.95, within = "1m" }
)";
  return scenario;
}

std::string fault(const std::string& name, const std::string& params = "") {
  return "[[fault]]\ninject = \"" + name + "\"\nfor = \"1m30s\"\n" +
         (params.empty() ? "" : "params = " + params + "\n");
}

TEST(Stressors, AFloodIsToldApartAndWhatWatchesComesBack) {
  const Scratch scratch;
  const Said said = run_quickly(
      scratch, with_faults(scratch, fault("login-flood", "{ factor = 0.5 }") +
                                        fault("alertmanager-down") + fault("probe-down") +
                                        fault("flapping", "{ period = \"30s\", times = 2 }")));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  const auto& impact = said.run().at("impact");
  const auto& flood = impact.at("flood");
  EXPECT_GT(flood.at("logins").get<int>(), 0.2 * impact.at("logins").get<int>());
  EXPECT_LT(flood.at("logins").get<int>(), impact.at("logins").get<int>());
  EXPECT_GT(flood.at("denied").get<int>(), 0);
  EXPECT_EQ(flood.at("let_in"), 0);
  EXPECT_THAT(told(said.run()),
              AllOf(HasSubstr("alertmanager ended as it was asked to"),
                    HasSubstr("blackbox ended as it was asked to"),
                    HasSubstr("Prometheus cannot scrape what it exports"),
                    HasSubstr("besides those of the users"), HasSubstr("auth1 ended 2 times")))
      << told(said.run());
}

/// The quick system with its accounts in PostgreSQL.
fs::path with_postgres(const Scratch& scratch) {
  fs::copy(kQuick, scratch.path() / "quick", fs::copy_options::recursive);
  const fs::path system = scratch.path() / "quick/system.toml";
  std::string text = *read_file(system);
  text.replace(text.find("[backends]\n"), 11, "[backends]\nstore = \"postgres\"\n");
  std::ofstream(system) << text;
  return system;
}

TEST(Stressors, ALockedDatabaseFailsEveryLoginAndIsOpenAgain) {
  const Scratch scratch;
  const Said said =
      misfire_says({"run",
                    with_faults(scratch, fault("database-locked") +
                                             "[expect.impact]\nfailed_logins = { min = 0.8 }\n")
                        .string(),
                    "--system", with_postgres(scratch).string(), "--speed", "25", "--json",
                    "--retry-invalid", "2", "--reports", (scratch.path() / "reports").string()});
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(told(said.run()), HasSubstr("exclusive locks of the accounts")) << told(said.run());
  EXPECT_TRUE(said.run().at("versions").contains("postgres")) << said.run().at("versions").dump();
}

TEST(Stressors, WhatASystemLacksIsUnsupportedAndSaysWhy) {
  const Scratch scratch;
  const std::pair<const char*, const char*> lacking[] = {
      {"database-locked", "each backend has its accounts in a file"},
      {"exporter-down", "HAProxy exports its metrics itself"}};
  for (const auto& [name, why] : lacking) {
    const Said said = run_quickly(scratch, with_faults(scratch, fault(name)));
    EXPECT_EQ(said.run().at("verdict"), "unsupported") << said.text;
    EXPECT_THAT(said.reasons(), HasSubstr(why)) << name;
  }
}

/// Two stressors that want the same server; the second has this line more.
fs::path both_on_one(const Scratch& scratch, const std::string& line) {
  const fs::path scenario = scratch.path() / "both.toml";
  std::ofstream(scenario) << R"(schema = 1
name = "both"
title = "Both"
[load]
rate = "67%"
users = 200
[[fault]]
id = "a"
inject = "crash"
[[fault]]
id = "b"
inject = "hang"
params = { servers = "all" }
)" << line << R"([expect.impact]
failed_logins = { min = 0.1 }
)";
  return scenario;
}

TEST(Stressors, WhatTwoWantAtOnceIsRefusedWithItsPlace) {
  const Scratch scratch;
  const Said said = misfire_says({"check", both_on_one(scratch, "via = \"runtime\"\n").string()});
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr("both.toml:14:"), HasSubstr("leave out via")));
  const Said clash = misfire_says({"check", both_on_one(scratch, "").string()});
  EXPECT_EQ(clash.exit_code, 2) << clash.text;
  EXPECT_THAT(clash.text,
              AllOf(HasSubstr("both.toml:10:"), HasSubstr("both trouble auth1 at the same time")));
}

}  // namespace
}  // namespace misfire
