// Mutants of the quick system's alerts, on a recording of its outage and one of its twin.
#include <gmock/gmock.h>

#include "integration/replay_comparison.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

fs::path quick() {
  return fs::path(kSourceDir) / "tests/trouble/quick";
}

/// Nothing ends early, so that what does not come is missed for certain.
void record(const fs::path& scenario, const fs::path& reports) {
  const Said run = misfire_says({"run", scenario.string(), "--whole", "--system",
                                 (quick() / "system.toml").string(), "--speed", "25",
                                 "--retry-invalid", "2", "--reports", reports.string()});
  ASSERT_EQ(run.exit_code, 0) << run.text;
}

std::string fate(const Said& said, const std::string& alert, const std::string& change) {
  for (const auto& mutant : said.suite.at("mutants")) {
    if (mutant.at("alert") == alert && mutant.at("change") == change) {
      return mutant.at("fate").get<std::string>() + " by " +
             mutant.at("scenario").get<std::string>();
    }
  }
  return "no such mutant";
}

Said mutate(const fs::path& reports, const fs::path& system,
            const std::vector<std::string>& more = {}) {
  std::vector<std::string> args{"mutate", reports.string(), "--system", system.string(), "--json"};
  args.insert(args.end(), more.begin(), more.end());
  return misfire_says(args);
}

void every_alert_is_killed_but_the_ignored_one(const fs::path& reports) {
  const Said said = mutate(reports, quick() / "system.toml");
  EXPECT_EQ(said.exit_code, 0) << said.text;
  for (const std::string alert : {"LoginFailureRatioHigh", "TrafficImbalance"}) {
    EXPECT_EQ(fate(said, alert, "deleted"), "killed by quick-weight-skew") << said.text;
    EXPECT_EQ(fate(said, alert, "misspelt"), "killed by quick-weight-skew") << said.text;
    EXPECT_THAT(fate(said, alert, "inverted"), HasSubstr("always on by quick-weight-skew"));
  }
  EXPECT_THAT(fate(said, "Watchdog", "deleted"), HasSubstr("untested"));
  EXPECT_EQ(said.suite.at("share").get<double>() < 1, true) << "what is excused is not killed";
}

/// The same rules, and one more that nothing exercises.
void an_alert_that_nothing_exercises_is_a_hole(const Scratch& scratch, const fs::path& reports) {
  const fs::path copy = scratch.path() / "system";
  fs::copy(quick(), copy, fs::copy_options::recursive);
  std::ofstream(copy / "monitoring/rules/quick.yml", std::ios::app)
      << "      - alert: NobodyKnows\n        expr: up{job=\"haproxy\"} < -1\n"
         "        labels: { severity: page, team: network }\n";
  const Said said = mutate(reports, copy / "system.toml", {"--alert", "Nobody*"});
  EXPECT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(fate(said, "NobodyKnows", "deleted"), HasSubstr("survived"));
  EXPECT_THAT(fate(said, "NobodyKnows", "inverted"), HasSubstr("always on"));
  EXPECT_THAT(said.text, HasSubstr("holes: no scenario would notice"));
  replace_in(copy / "system.toml", "ignore = [\"Watchdog\"]",
             "ignore = [\"Watchdog\"]\nuntested = { NobodyKnows = \"for the test\" }");
  const Said reasoned = mutate(reports, copy / "system.toml", {"--alert", "Nobody*"});
  EXPECT_EQ(reasoned.exit_code, 0) << reasoned.text;
  EXPECT_THAT(reasoned.text, HasSubstr("for the test"));
}

/// One that ended early cannot tell that a deleted alert is missed; a run can.
void what_a_replay_cannot_tell_is_run(const Scratch& scratch) {
  const fs::path early = scratch.path() / "early";
  const Said run = misfire_says({"run", (quick() / "quick.toml").string(), "--system",
                                 (quick() / "system.toml").string(), "--speed", "25",
                                 "--retry-invalid", "2", "--reports", early.string()});
  ASSERT_EQ(run.exit_code, 0) << run.text;
  const Said replayed = mutate(early, quick() / "system.toml", {"--alert", "TrafficImbalance"});
  EXPECT_EQ(replayed.exit_code, 1) << replayed.text;
  EXPECT_THAT(fate(replayed, "TrafficImbalance", "deleted"), HasSubstr("not told"));
  const Said live = mutate(
      early, quick() / "system.toml",
      {"--alert", "TrafficImbalance", "--live", "--reports", (scratch.path() / "live").string()});
  EXPECT_EQ(live.exit_code, 0) << live.text;
  EXPECT_EQ(fate(live, "TrafficImbalance", "deleted"), "killed by quick-weight-skew") << live.text;
}

void mistakes_are_told(const Scratch& scratch, const fs::path& reports) {
  const Said unknown = mutate(reports, quick() / "system.toml", {"--alert", "TrafficImbalanec"});
  EXPECT_EQ(unknown.exit_code, 2) << unknown.text;
  EXPECT_THAT(unknown.text, HasSubstr("did you mean \"TrafficImbalance\"?"));
  const Said nothing = mutate(scratch.path() / "nothing", quick() / "system.toml");
  EXPECT_EQ(nothing.exit_code, 2) << nothing.text;
}

TEST(MutateReal, TellsWhoWouldBeMissed) {
  const Scratch scratch;
  const fs::path scenario = scratch.path() / "quick.toml", reports = scratch.path() / "runs";
  fs::copy_file(quick() / "quick.toml", scenario);
  replace_in(scenario, "recovery = \"5m\"", "recovery = \"2m\"");
  replace_in(scenario, "within = \"4m\"", "within = \"1m50s\"");
  record(scenario, reports);
  record(quick() / "quick-twin.toml", reports);
  if (HasFatalFailure()) return;
  every_alert_is_killed_but_the_ignored_one(reports);
  an_alert_that_nothing_exercises_is_a_hole(scratch, reports);
  mistakes_are_told(scratch, reports);
  what_a_replay_cannot_tell_is_run(scratch);
}

}  // namespace
}  // namespace misfire
