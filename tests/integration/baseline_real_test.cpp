// `misfire run --baseline FILE`: beside an earlier suite.
#include <gmock/gmock.h>

#include <functional>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

/// The system whose runs take 15 s, as a copy that may be edited.
class QuickCopy {
 public:
  QuickCopy() {
    fs::copy(fs::path(kSourceDir) / "tests/trouble/quick", folder(), fs::copy_options::recursive);
  }
  fs::path folder() const { return scratch_.path() / "quick"; }
  fs::path before() const { return scratch_.path() / "before.json"; }
  fs::path reports() const { return scratch_.path() / "reports"; }

  Said run(std::vector<std::string> more) const {
    std::vector<std::string> words{"run",       (folder() / "quick.toml").string(),
                                   "--system",  (folder() / "system.toml").string(),
                                   "--speed",   "25",
                                   "--reports", reports().string(),
                                   "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return misfire_says(words);
  }

 private:
  Scratch scratch_;
};

TEST(Baseline, IsTheEarlierSuiteAndWhatChangedSinceIsTold) {
  const QuickCopy quick;
  const Said before = quick.run({"--repeat", "2", "--jobs", "2", "--retry-invalid", "2"});
  ASSERT_EQ(before.exit_code, 0) << before.text;
  std::ofstream(quick.before()) << before.suite.dump();
  std::ofstream(quick.folder() / "monitoring/rules/quick.yml", std::ios::app) << "# tuned\n";
  const Said now = quick.run(
      {"--repeat", "2", "--jobs", "2", "--retry-invalid", "2", "--baseline", quick.before()});
  EXPECT_EQ(now.exit_code, 0) << now.text;
  const auto& comparison = now.suite.at("comparison");
  EXPECT_EQ(comparison.at("with"), quick.before().string());
  EXPECT_EQ(comparison.at("beyond_noise"), 0) << "of two runs nothing can be said";
  EXPECT_GT(comparison.at("too_few_runs"), 0);
  const auto& scenario = comparison.at("scenarios").at(0);
  EXPECT_EQ(scenario.at("differences").dump(), R"(["monitoring/rules/quick.yml has changed"])");
  const auto& figure = scenario.at("figures").back();
  EXPECT_EQ(figure.at("stage"), "notified");
  EXPECT_EQ(figure.at("then").at("reached"), 2);
  EXPECT_EQ(figure.at("now").at("reached"), 2);
  EXPECT_THAT(now.text, AllOf(HasSubstr("Compared   with " + quick.before().string()),
                              HasSubstr("too few runs to say"), HasSubstr("failed logins")));
}

struct Wrong {
  const char* name;
  const char* bytes;
  std::vector<std::string> says;
};

class WrongBaseline : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongBaseline, IsAUsageErrorAndNothingStarts) {
  const QuickCopy quick;
  std::ofstream(quick.before()) << GetParam().bytes;
  const Said said = quick.run({"--baseline", quick.before()});
  EXPECT_EQ(said.exit_code, 2) << said.text;
  for (const std::string& part : GetParam().says) EXPECT_THAT(said.text, HasSubstr(part));
  EXPECT_THAT(said.text, HasSubstr(quick.before().string()));
  EXPECT_FALSE(fs::exists(quick.reports()));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongBaseline,
    ::testing::Values(
        Wrong{"NoJson", "{\n  \"schema\": nothing\n}", {"before.json:2:14: this is not JSON"}},
        Wrong{"AReport",
              R"({"schema": "misfire.run/1"})",
              {"schema: \"misfire.suite/1\" was expected", "--repeat 20 --json > FILE"}},
        Wrong{"OfOtherScenarios",
              R"({"schema": "misfire.suite/1", "runs": [{"schema": "misfire.run/1",
                  "scenario": "feb-18", "verdict": "pass", "alerts": [],
                  "impact": {"failed_ratio": 0.3}}]})",
              {"it has no run of quick-weight-skew", "its runs are of feb-18"}}),
    [](const auto& wrong) { return wrong.param.name; });

TEST(Baseline, AFileThatIsNotThereIsAUsageError) {
  const QuickCopy quick;
  const Said said = quick.run({"--baseline", (quick.folder() / "none.json").string()});
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("none.json"));
  EXPECT_FALSE(fs::exists(quick.reports()));
}

}  // namespace
}  // namespace misfire
