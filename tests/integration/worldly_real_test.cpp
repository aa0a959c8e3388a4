// Two systems as teams have them, TLS, discovery, rule objects and all, under the February outage.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::IsSupersetOf;

TEST(Worldly, ConfigurationsOfOthersAreTestedAsTheyAre) {
  const Scratch scratch;
  const fs::path systems = fs::path(kSourceDir) / "tests/integration/worldly";
  const Said said = misfire_says({"run", library("weights/feb-18.toml").string(), "--system",
                                  (systems / "haproxy.toml").string(), "--system",
                                  (systems / "nginx.toml").string(), "--speed", "30", "--jobs", "2",
                                  "--retry-invalid", "2", "--json", "--reports",
                                  (scratch.path() / "reports").string()});
  ASSERT_EQ(said.exit_code, 0) << said.text;
  ASSERT_EQ(said.suite.at("runs").size(), 2u);
  for (const auto& run : said.suite.at("runs")) {
    EXPECT_EQ(run.at("verdict"), "pass");
    EXPECT_TRUE(run.at("restoration").at("identical").get<bool>());
    std::vector<std::string> met;
    for (const auto& alert : run.at("alerts")) {
      if (alert.at("met") == true) met.push_back(alert.at("name"));
    }
    EXPECT_THAT(met, IsSupersetOf({"IdentityLoginsFailing", "EdgeBackendShare"}));
  }
}

}  // namespace
}  // namespace misfire
