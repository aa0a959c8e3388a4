// Hostile and mistaken input of every kind, as a user meets it: what the real `misfire` says,
// where, and with which exit code.
#include "integration/bad_input.hpp"

namespace misfire {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

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
  EXPECT_THAT(said.text, Not(HasSubstr("\n::"))) << "a command for GitHub";
  for (const char c : said.text) {
    ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << "a control character";
  }
}

namespace {

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

TEST(GoodInput, OddNamesSteerNeitherATerminalNorALog) {
  const Files files;
  const std::string odd = "\033[31mred\u009b2J\u202e";
  fs::create_directory(files.at("odd"));
  fs::rename(files.at(kScenario), files.at("odd/" + odd + "\n::error::forged.toml"));
  const fs::path scenario = fs::directory_iterator(files.at("odd"))->path();
  replace_in(scenario, "title = \"", "title = \"\\u001b[31mT\\u009b2J\\u202E");
  for (const std::string command : {"check", "explain", "scenarios"}) {
    std::vector<std::string> words{command, files.at("odd").string()};
    if (command == "explain") words[1] = scenario.string();
    if (command != "scenarios") words.insert(words.end(), {"--system", files.at(kSystem).string()});
    const Said said = misfire_says(words);
    EXPECT_EQ(said.exit_code, 0) << said.text;
    for (const char* bad : {"\033", "\u009b", "\u202e", "\n::"}) {
      EXPECT_THAT(said.text, Not(HasSubstr(bad))) << command;
    }
  }
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
