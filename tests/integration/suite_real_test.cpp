// Suites: several runs at a time, shares of a suite, second tries.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <thread>

#include "integration/misfire_program.hpp"
#include "integration/processes.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> told(const Said& said, const char* key) {
  std::vector<std::string> all;
  for (const auto& run : said.suite.at("runs")) all.push_back(run.at(key));
  return all;
}

TEST(SuiteOfJobs, HasTheVerdictsAndTheOrderOfOneAfterTheOther) {
  const Scratch scratch;
  const Said one = misfire_says(quick_suite(scratch, {"--retry-invalid", "3"}));
  for (const char* jobs : {"2", "auto"}) {
    const fs::path junit = scratch.path() / "junit.xml";
    const Said many = misfire_says(
        quick_suite(scratch, {"--retry-invalid", "3", "--jobs", jobs, "--junit", junit.string()}));
    EXPECT_EQ(many.exit_code, one.exit_code) << many.text;
    EXPECT_EQ(told(many, "verdict"), told(one, "verdict")) << many.text;
    EXPECT_EQ(told(many, "scenario"), told(one, "scenario"));
    // Each line says whose it is, and each report stands alone.
    EXPECT_THAT(many.text,
                AllOf(HasSubstr("quick-weight-skew      │ [1/2] quick-weight-skew: "),
                      HasSubstr("quick-weight-skew-twin │ [2/2] quick-weight-skew-twin: "),
                      HasSubstr("\nImpact "), Not(HasSubstr("│ Impact")),
                      HasSubstr("Suite        2 runs")));
    const auto xml = read_file(junit);
    ASSERT_TRUE(xml);
    EXPECT_LT(xml->find("<testsuite name=\"quick-weight-skew\""),
              xml->find("<testsuite name=\"quick-weight-skew-twin\""));
  }
}

TEST(ShortBaseline, AlertsAreSentAsSoonAsTheyFire) {
  // Prometheus, reloaded with the rules, drops alerts for up to 5 s; this baseline takes 1.6 s.
  const Scratch scratch;
  const Said said = misfire_says(
      {"run", quick("quick.toml").string(), "--system", quick("system.toml").string(), "--speed",
       "25", "--reports", (scratch.path() / "reports").string(), "--json", "--retry-invalid", "3"});
  EXPECT_EQ(said.exit_code, 0) << said.text;
  for (const auto& alert : said.run().at("alerts")) {
    EXPECT_FALSE(alert.at("budget").at("sent").at("outside")) << said.text;
  }
}

/// A suite of two runs at a time that goes on while the test does something to it.
class RunningSuite {
 public:
  explicit RunningSuite(const Scratch& scratch) : reports_((scratch.path() / "reports").string()) {
    std::vector<std::string> words = quick_suite(scratch, {"--jobs", "2"});
    words.insert(words.begin(), std::string(kBinDir) + "/misfire");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const std::string output = (scratch.path() / "output.json").string();
    pid_ = ::fork();
    if (pid_ != 0) return;
    static_cast<void>(std::freopen(output.c_str(), "w", stdout));
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }

  std::vector<std::string> processes() const { return processes_naming(reports_); }
  bool until(const std::function<bool(const std::vector<std::string>&)>& seen) const {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (std::chrono::steady_clock::now() < limit) {
      if (seen(processes())) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  /// Both runs have come as far as Prometheus.
  bool is_well_under_way() const {
    return until([](const auto& all) {
      return 2 <= std::count_if(all.begin(), all.end(), [](const std::string& line) {
               return line.find("prometheus.yml") != std::string::npos;
             });
    });
  }
  /// The process of the run with that number; /proc has zeros between the words.
  pid_t run(char number) const {
    const std::string place = std::string("--place") + '\0' + number + '\0';
    for (const std::string& line : processes()) {
      if (line.find(place) != std::string::npos) return std::stoi(line.substr(6));
    }
    return -1;
  }
  pid_t pid() const { return pid_; }
  int end() const {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  std::string reports_;
  pid_t pid_ = -1;
};

TEST(SuiteOfJobs, AnInterruptedOneTakesAllRunsDownAndSaysSo) {
  const Scratch scratch;
  const RunningSuite suite(scratch);
  ASSERT_TRUE(suite.is_well_under_way());
  ::kill(suite.pid(), SIGTERM);
  EXPECT_EQ(suite.end(), 143);
  EXPECT_THAT(suite.processes(), IsEmpty());
}

TEST(SuiteOfJobs, AKilledOneLeavesNothing) {
  const Scratch scratch;
  const RunningSuite suite(scratch);
  ASSERT_TRUE(suite.is_well_under_way());
  ::kill(suite.pid(), SIGKILL);
  suite.end();
  EXPECT_TRUE(suite.until([](const auto& all) { return all.empty(); }));
}

TEST(SuiteOfJobs, ARunThatIsKilledIsInvalidAndTheOtherGoesOn) {
  const Scratch scratch;
  const RunningSuite suite(scratch);
  ASSERT_TRUE(suite.is_well_under_way());
  const pid_t run = suite.run('1');
  ASSERT_GT(run, 0);
  ::kill(run, SIGKILL);
  EXPECT_EQ(suite.end(), 3);
  EXPECT_THAT(suite.processes(), IsEmpty());
  const auto output = read_file(scratch.path() / "output.json");
  ASSERT_TRUE(output);
  const auto runs = nlohmann::json::parse(*output).at("runs");
  EXPECT_EQ(runs[0].at("scenario"), "quick-weight-skew");
  ASSERT_EQ(runs[0].at("verdict"), "invalid");
  EXPECT_THAT(runs[0].at("reasons")[0].get<std::string>(), HasSubstr("ended with signal 9"));
  EXPECT_EQ(runs[1].at("verdict"), "pass") << runs[1].at("reasons");
}

TEST(Nightly, AnEmptyShardOfScenariosIsNotRed) {
  const Scratch scratch;
  const fs::path junit = scratch.path() / "junit.xml";
  const Said said =
      misfire_says(quick_suite(scratch, {"--shard", "3/3", "--junit", junit.string()}));
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("shard 3/3 is empty: there are 2 scenarios for all shards"));
  EXPECT_EQ(said.suite.at("verdict"), "pass");
  EXPECT_TRUE(fs::exists(junit));
  EXPECT_FALSE(fs::exists(scratch.path() / "reports"));
}

TEST(Nightly, AMisspeltTagStartsNothing) {
  const Scratch scratch;
  const Said said = misfire_says(quick_suite(scratch, {"--tag", "truoble", "--skip-tag", "x"}));
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, AllOf(HasSubstr("--tag: no scenario has the tag \"truoble\""),
                               HasSubstr("did you mean \"trouble\"?"), HasSubstr("--skip-tag")));
  EXPECT_FALSE(fs::exists(scratch.path() / "reports"));
}

TEST(Nightly, OptionsOutOfRangeAreUsageErrors) {
  const Scratch scratch;
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--shard", "4/3"},
                                               {"--jobs", "0"},
                                               {"--jobs", "many"},
                                               {"--phase", "-1"},
                                               {"--retry-invalid", "-1"}}) {
    const Said said = misfire_says(quick_suite(scratch, more));
    EXPECT_EQ(said.exit_code, 2) << more.front();
    EXPECT_THAT(said.text, HasSubstr(more.front()));
  }
}

TEST(Nightly, AMistakeInWhatIsRepeatedIsToldOnce) {
  const Scratch scratch;
  const Said said =
      misfire_says({"run", quick("quick.toml").string(), "--system", "/nowhere.toml", "--reports",
                    (scratch.path() / "reports").string(), "--repeat", "5", "--jobs", "2"});
  EXPECT_EQ(said.exit_code, 2);
  const auto first = said.text.find("/nowhere.toml");
  ASSERT_NE(first, std::string::npos) << said.text;
  EXPECT_EQ(said.text.find("/nowhere.toml", first + 1), std::string::npos) << said.text;
  EXPECT_FALSE(fs::exists(scratch.path() / "reports"));
}

TEST(Nightly, WhatDoesNotRunIsTriedAgainAsOftenAsAllowed) {
  const Scratch scratch;
  std::vector<std::string> words{"run",       quick("quick.toml").string(),
                                 "--system",  quick("system.toml").string(),
                                 "--reports", "/dev/null/reports",
                                 "--json",    "--retry-invalid",
                                 "2",         "--tag",
                                 "trouble"};
  const Said said = misfire_says(words);
  EXPECT_EQ(said.exit_code, 3) << said.text;
  EXPECT_EQ(said.run().at("tries"), 3);
  EXPECT_EQ(said.run().at("earlier_tries").size(), 2u);
}

}  // namespace
}  // namespace misfire
