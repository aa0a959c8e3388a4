// The user's own service in authd's place, end to end: its request, its users, its idea of success.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

fs::path own(const std::string& file) {
  return fs::path(kSourceDir) / "tests/integration/own_service" / file;
}

std::string all_text_below(const fs::path& folder) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || entry.path().string().find("/metrics/") != std::string::npos) {
      continue;
    }
    if (const auto text = read_file(entry.path(), 1u << 30)) all += *text;
  }
  return all;
}

TEST(OwnService, IsTestedAsAuthdIs) {
  const Scratch scratch;
  const Said said = run_at_30(scratch, own("skew.toml"), own("system.toml"));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  const auto& run = said.run();
  EXPECT_EQ(run.at("verdict"), "pass");
  // HAProxy told which server answered, since the service does not.
  const auto& first = run.at("impact").at("per_backend").at(0);
  EXPECT_EQ(first.at("server"), "s1");
  EXPECT_GT(first.at("share").get<double>(), 0.6);
  EXPECT_TRUE(run.at("restoration").at("identical").get<bool>());
  const std::string written = all_text_below(run.at("folder").get<std::string>());
  const auto users = read_file(own("users.csv"));
  ASSERT_TRUE(users);
  const std::string password = users->substr(users->find("p&"), 14);
  EXPECT_THAT(written, Not(HasSubstr(password)));
}

TEST(OwnService, AWrongConditionOfSuccessIsAnInvalidRunAndNoPass) {
  const Scratch scratch;
  fs::copy(own(""), scratch.path() / "own", fs::copy_options::recursive);
  replace_in(scratch.path() / "own/system.toml", "^/home$", "^/welcome$");
  const Said said = misfire_says({"run", (scratch.path() / "own/skew.toml").string(), "--system",
                                  (scratch.path() / "own/system.toml").string(), "--speed", "30",
                                  "--json", "--reports", (scratch.path() / "reports").string()});
  EXPECT_EQ(said.exit_code, 3) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "invalid");
  EXPECT_THAT(said.reasons(),
              HasSubstr("the baseline is not steady: 100.0 % of the logins failed"));
}

TEST(OwnService, IsNotAskedToBreakItself) {
  const Scratch scratch;
  fs::copy_file(own("skew.toml"), scratch.path() / "slow.toml");
  replace_in(scratch.path() / "slow.toml", "inject = \"weights\"", "inject = \"slow\"");
  replace_in(scratch.path() / "slow.toml", "params = { first = 200, others = 25 }", "");
  const Said said = run_at_30(scratch, scratch.path() / "slow.toml", own("system.toml"));
  EXPECT_EQ(said.run().at("verdict"), "unsupported") << said.text;
  EXPECT_THAT(said.reasons(), HasSubstr("a service of your own is not asked to be broken"));
}

}  // namespace
}  // namespace misfire
