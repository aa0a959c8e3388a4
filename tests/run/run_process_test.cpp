#include "run/run_process.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string why(int exit_code, const std::string& output, const std::string& last_line = {}) {
  const auto folder = folder_in_output(exit_code, output, last_line);
  return folder ? "a folder" : folder.error().front().message;
}

TEST(RunProcess, ARunIsWhereItsReportSays) {
  const auto folder =
      folder_in_output(1, R"({"runs": [{"verdict": "fail", "folder": "r/x"}]})", "");
  ASSERT_TRUE(folder);
  EXPECT_EQ(*folder, fs::path("r/x"));
}

TEST(RunProcess, WhatDidNotRunSaysWhy) {
  const auto folder =
      folder_in_output(3, R"({"runs": [{"verdict": "invalid", "reasons": ["a", "b"]}]})", "");
  ASSERT_FALSE(folder);
  ASSERT_EQ(folder.error().size(), 2u);
  EXPECT_EQ(folder.error()[0].message, "a");
  EXPECT_EQ(folder.error()[0].code, ErrorCode::environment);
}

TEST(RunProcess, OneThatCrashedIsNamedWithItsSignalAndLastWords) {
  EXPECT_EQ(why(128 + 11, "", "   12.0 s  baseline"),
            "the run's process left no readable report: it ended with signal 11; its last words: "
            "12.0 s  baseline");
  EXPECT_THAT(why(127, ""), HasSubstr("exit code 127"));
}

TEST(RunProcess, WhatIsNoReportIsNotBelieved) {
  for (const char* text : {"{", "3", "[]", "{}", R"({"runs": []})", R"({"runs": [3]})",
                           R"({"runs": {"folder": "x"}})", R"({"runs": [{"folder": "x"}, {}]})"}) {
    EXPECT_THAT(why(0, text), HasSubstr("left no readable report")) << text;
  }
  for (const char* text : {R"({"runs": [{}]})", R"({"runs": [{"folder": 3, "reasons": "x"}]})"}) {
    EXPECT_EQ(why(0, text), "it did not run, and does not say why") << text;
  }
}

TEST(RunProcess, IsAskedForTheSameRun) {
  RunOptions options;
  options.scenario = "-odd name.toml";
  options.speed = 0.1 + 0.2;
  options.seed = 18'446'744'073'709'551'615u;
  options.phase = 7;
  options.reports = "r";
  EXPECT_THAT(run_command("/bin/misfire", options, {2, 5}),
              ElementsAre("/bin/misfire", "run", "--json", "--speed", "0.30000000000000004",
                          "--seed", "18446744073709551615", "--phase", "7", "--reports", "r",
                          "--place", "2", "5", "--", "-odd name.toml"));
  options.system = "s.toml";
  options.engine = "docker";
  options.auto_speed = true;
  options.whole = true;
  const auto words = run_command("/bin/misfire", options, {});
  EXPECT_THAT(words, ::testing::IsSupersetOf({"--speed", "auto", "--system", "s.toml", "--engine",
                                              "docker", "--whole"}));
}

TEST(ReadRun, AFolderWithoutAReportIsAnErrorOfTheEnvironment) {
  const auto run = read_run("/nowhere");
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().front().code, ErrorCode::environment);
  EXPECT_THAT(run.error().front().message, HasSubstr("left no readable report"));
}

}  // namespace
}  // namespace misfire
