// Alert-side faults in whole runs: Prometheus and Alertmanager say that they run them, and what
// they break is missed.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

fs::path quick() {
  return fs::path(kSourceDir) / "tests/trouble/quick";
}

Said run_quick(const Scratch& scratch, const std::string& more) {
  const fs::path scenario = scratch.path() / "quick.toml";
  auto text = read_file(quick() / "quick.toml");
  EXPECT_TRUE(text);
  const auto at = text->find("[expect.impact]");
  EXPECT_NE(at, std::string::npos);
  std::ofstream(scenario) << text->substr(0, at) << more << text->substr(at);
  return misfire_says({"run", scenario.string(), "--system", (quick() / "system.toml").string(),
                       "--speed", "25", "--json", "--retry-invalid", "2", "--reports",
                       (scratch.path() / "reports").string()});
}

TEST(AlertFaultsReal, ADeadCauseAlertIsMissedAndTheSymptomPagesAllTheSame) {
  const Scratch scratch;
  const Said said = run_quick(scratch,
                              "[[fault]]\ninject = \"alert-old-metric\"\n"
                              "params = { component = \"load-balancer\" }\n\n");
  ASSERT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(said.text, HasSubstr("Prometheus says that the alert TrafficImbalance has another "
                                   "expression"));
  bool symptom = false, blame = true;
  for (const auto& expectation : said.run().at("expectations")) {
    if (expectation.at("kind") == "alert") symptom = expectation.at("ruling") == "met";
    if (expectation.at("kind") == "blame") blame = expectation.at("ruling") == "met";
  }
  EXPECT_TRUE(symptom) << said.text;
  EXPECT_FALSE(blame) << said.text;
}

TEST(AlertFaultsReal, RoutesAndScrapeJobsAreWitnessedToo) {
  const Scratch scratch;
  const Said said = run_quick(scratch,
                              "[[fault]]\ninject = \"route-missing\"\n"
                              "params = { alert = \"TrafficImbalance\" }\n\n"
                              "[[fault]]\ninject = \"scrape-job-gone\"\n"
                              "params = { job = \"blackbox\" }\n\n");
  ASSERT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(said.text, HasSubstr("Alertmanager has "));
  EXPECT_THAT(said.text, HasSubstr("Prometheus has no target of the job blackbox"));
  EXPECT_THAT(said.text, HasSubstr("went to `default`"));
}

}  // namespace
}  // namespace misfire
