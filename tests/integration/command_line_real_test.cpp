// What the command line says to mistakes: exit code 2, nothing started, and how to put it right.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(CommandLine, AMisspeltCommandGetsTheNearest) {
  const Said said = misfire_says({"rnu"});
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("did you mean \"run\"?"));
}

TEST(CommandLine, AMissingScenarioGetsTheNearest) {
  const Said said = misfire_says({"run", library("weights/feb-81.toml").string()});
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("feb-18.toml"));
}

TEST(CommandLine, EveryHelpEndsWithAnExample) {
  for (const char* command :
       {"run", "check", "explain", "judge", "review", "sweep", "doctor", "scenarios", "faults"}) {
    const Said said = misfire_says({command, "--help"});
    EXPECT_EQ(said.exit_code, 0);
    EXPECT_THAT(said.text, HasSubstr(std::string("Example: misfire ") + command));
  }
}

TEST(CommandLine, CheckAcceptsTheWholeLibraryOnEverySystem) {
  for (const char* system : {"system.toml", "renamed.toml", "nginx.toml", "postgres.toml"}) {
    const Said said =
        misfire_says({"check", (fs::path(kSourceDir) / "scenarios").string(), "--system",
                      (fs::path(kSourceDir) / "fixtures" / system).string(), "--speed", "30"});
    EXPECT_EQ(said.exit_code, 0) << said.text;
  }
}

TEST(CommandLine, ExplainStartsNothingAndNamesWhatWasChanged) {
  const Said said =
      misfire_says({"explain", library("weights/feb-18.toml").string(), "--speed", "30"});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_THAT(said.text, AllOf(HasSubstr("weight 200"), HasSubstr("changed so that it runs here"),
                               HasSubstr("latest time to notify")));
}

TEST(CommandLine, DoctorFindsThisMachineReadyAndSaysSoToMachines) {
  const Said said = misfire_says({"doctor", "--json"});
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.suite.at("schema"), "misfire.doctor/1");
  EXPECT_TRUE(said.suite.at("ready").get<bool>());
}

TEST(CommandLine, WhatCannotBePrintedIsNoSuccess) {
  const auto run = run_tool({"/bin/sh", "-c",
                             std::string(kBinDir) + "/misfire faults --json "
                                                    ">/dev/full"},
                            std::chrono::seconds(30));
  ASSERT_TRUE(run);
  EXPECT_EQ(run->exit_code, 3);
  EXPECT_THAT(run->output,
              ::testing::HasSubstr("standard output cannot be written: No space left"));
}

TEST(CommandLine, AnUnwritableReportsFolderIsTheEnvironmentsFault) {
  const Said said = misfire_says({"run", library("weights/feb-18.toml").string(), "--speed", "30",
                                  "--reports", "/dev/null/reports"});
  EXPECT_EQ(said.exit_code, 3);
  EXPECT_THAT(said.text, HasSubstr("/dev/null/reports"));
}

TEST(CommandLine, ASystemGivenTwiceIsAMistake) {
  const std::string system = (fs::path(kSourceDir) / "fixtures/nginx.toml").string();
  const Said said = misfire_says(
      {"run", library("weights/feb-18.toml").string(), "--system", system, "--system", system});
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("nginx.toml is given twice"));
}

}  // namespace
}  // namespace misfire
