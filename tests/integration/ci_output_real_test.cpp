// What a CI job gets of a suite: a log without a terminal's tricks, JSON, and JUnit XML.
#include <gmock/gmock.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Tree = boost::property_tree::ptree;

std::vector<Tree> suites_in(const fs::path& file) {
  Tree document;
  std::ifstream in(file);
  boost::property_tree::read_xml(in, document);
  std::vector<Tree> suites;
  for (const auto& [name, suite] : document.get_child("testsuites")) suites.push_back(suite);
  return suites;
}

int cases(const Tree& suite, const std::string& result = "") {
  int found = 0;
  for (const auto& [name, one] : suite) {
    if (name == "testcase" && (result.empty() || one.count(result) > 0)) ++found;
  }
  return found;
}

TEST(CiOutput, ASuiteOfTwoRuns) {
  const Scratch scratch;
  const fs::path junit = scratch.path() / "out/junit.xml";
  const Said said =
      misfire_says(quick_suite(scratch, {"--junit", junit.string(), "--retry-invalid", "3"}));
  EXPECT_EQ(said.exit_code, 0) << said.text;
  ASSERT_EQ(said.run().at("verdict"), "pass") << said.text;
  // A line an event, and nothing for a terminal.
  EXPECT_THAT(said.text,
              AllOf(Not(HasSubstr("\033")), Not(HasSubstr("\r")), Not(HasSubstr("▶")),
                    HasSubstr("[1/2] quick-weight-skew: "), HasSubstr("  auth1 is ready"),
                    HasSubstr("LoginFailureRatioHigh fires: sent to Alertmanager"),
                    HasSubstr("LoginFailureRatioHigh notified to auth-oncall by "),
                    HasSubstr("LoginFailureRatioHigh is over: sent to Alertmanager"),
                    HasSubstr("Suite        2 runs, 2 pass")));
  EXPECT_EQ(said.suite.at("verdict"), "pass");
  const std::string second = said.suite.at("runs").at(1).at("scenario");
  EXPECT_THAT(second, HasSubstr("twin"));

  const auto suites = suites_in(junit);
  ASSERT_EQ(suites.size(), 2u);
  EXPECT_EQ(cases(suites[0]), static_cast<int>(said.run().at("expectations").size()));
  EXPECT_EQ(cases(suites[0], "failure") + cases(suites[0], "error"), 0);
  EXPECT_EQ(suites[1].get<std::string>("<xmlattr>.name"), second);
  EXPECT_EQ(cases(suites[1], "failure") + cases(suites[1], "error"), 0);

  const fs::path folder = said.run().at("folder").get<std::string>();
  const auto own = suites_in(folder / "junit.xml");
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(cases(own[0]), cases(suites[0]));

  // Judged by a stricter scenario, the same run has a failure.
  fs::copy_file(quick("quick.toml"), scratch.path() / "strict.toml");
  replace_in(scratch.path() / "strict.toml", "within = \"2m30s\"", "within = \"1s\"");
  const fs::path strict = scratch.path() / "strict.xml";
  EXPECT_EQ(misfire_says({"judge", folder.string(), "--scenario",
                          (scratch.path() / "strict.toml").string(), "--junit", strict.string()})
                .exit_code,
            1);
  EXPECT_EQ(cases(suites_in(strict).at(0), "failure"), 1);
}

/// promtool reads standard input alone; the program that feeds it is a test's.
std::string promtool_checks(const fs::path& metrics) {
  const auto run =
      run_tool({find_program("python3").value().string(), "-c",
                "import subprocess, sys\n"
                "sys.exit(subprocess.run([sys.argv[1], 'check', 'metrics'],"
                " stdin=open(sys.argv[2])).returncode)",
                find_program("promtool", "prometheus").value().string(), metrics.string()},
               std::chrono::seconds(60));
  if (!run) return to_string(run.error());
  return run->exit_code == 0 && run->output.empty() ? "fine" : run->output;
}

TEST(CiOutput, GitHubAndPrometheusAreToldOfARealFailure) {
  const Scratch scratch;
  const fs::path scenario = scratch.path() / "too, strict.toml",
                 metrics = scratch.path() / "m.prom", summary = scratch.path() / "summary.md";
  fs::copy_file(quick("quick.toml"), scenario);
  replace_in(scenario, "within = \"2m30s\"", "within = \"1s\"");
  ASSERT_TRUE(write_file(summary, "of another step\n"));
  ASSERT_EQ(::setenv("GITHUB_STEP_SUMMARY", summary.c_str(), 1), 0);
  const Said said = misfire_says(
      {"run", scenario.string(), quick("quick-twin.toml").string(), "--system",
       quick("system.toml").string(), "--speed", "25", "--retry-invalid", "3", "--reports",
       (scratch.path() / "reports").string(), "--github", "--openmetrics", metrics.string()});
  ::unsetenv("GITHUB_STEP_SUMMARY");
  ASSERT_EQ(said.exit_code, 1) << said.text;

  // ::error file={name},line={line},title={title}::{message}, each value escaped: docs.github.com,
  // "Workflow commands for GitHub Actions". It begins a line, and is one.
  const std::string file = (scratch.path() / "too%2C strict.toml").string();
  EXPECT_THAT(said.text,
              HasSubstr("\n::error file=" + file +
                        ",line=1,title=quick-weight-skew failed::alert (a page for the symptom "
                        "reaches team auth within 1.0 s): "));
  std::size_t commands = 0;
  for (std::size_t at = 0; (at = said.text.find("\n::", at)) != std::string::npos; ++at) ++commands;
  EXPECT_EQ(commands, 1u) << "what passed is silent\n" << said.text;
  EXPECT_THAT(read_file(summary).value(),
              AllOf(HasSubstr("of another step\n## Misfire\n"),
                    HasSubstr("| ❌ fail | `quick-weight-skew` | auth after "),
                    HasSubstr("| ✅ pass | `quick-weight-skew-twin` |")));

  EXPECT_EQ(promtool_checks(metrics), "fine");
  const std::string text = read_file(metrics).value();
  EXPECT_THAT(text, HasSubstr("misfire_notified_seconds{scenario=\"quick-weight-skew\""));
  EXPECT_THAT(text, HasSubstr(",verdict=\"fail\"} 1\n"));
  ASSERT_TRUE(write_file(metrics, text + "misfire_runs{scenario= 1\n"));
  EXPECT_NE(promtool_checks(metrics), "fine") << "the check sees what is wrong";
}

TEST(CiOutput, WhatNeverRanIsAnErrorBecauseTheFileIsWrittenFirst) {
  const Scratch scratch;
  // The environment refuses each run; the second would not even be tried after an interrupt.
  const fs::path junit = scratch.path() / "junit.xml";
  const Said said =
      misfire_says({"run", (fs::path(kSourceDir) / "scenarios/weights").string(), "--speed", "30",
                    "--reports", "/dev/null/reports", "--junit", junit.string(), "--json"});
  EXPECT_EQ(said.exit_code, 3) << said.text;
  const auto suites = suites_in(junit);
  ASSERT_GE(suites.size(), 2u);
  for (const Tree& suite : suites) EXPECT_EQ(cases(suite, "error"), 1);
  EXPECT_EQ(said.suite.at("verdict"), "invalid");
}

TEST(CiOutput, AJUnitFileThatCannotBeWrittenIsSaidBeforeAnythingStarts) {
  const Scratch scratch;
  const Said said =
      misfire_says({"run", library("weights/feb-18.toml").string(), "--speed", "30", "--junit",
                    "/dev/null/junit.xml", "--reports", (scratch.path() / "reports").string()});
  EXPECT_EQ(said.exit_code, 3);
  EXPECT_THAT(said.text, HasSubstr("/dev/null"));
  EXPECT_FALSE(fs::exists(scratch.path() / "reports"));
}

}  // namespace
}  // namespace misfire
