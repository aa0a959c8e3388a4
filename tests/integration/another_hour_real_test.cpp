// The verdict does not depend on when a run takes place: mute times go by the scenario's clock.
#include <gmock/gmock.h>

#include <array>
#include <chrono>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

std::string weekday(int days_from_today) {
  constexpr std::array kNames{"sunday",   "monday", "tuesday", "wednesday",
                              "thursday", "friday", "saturday"};
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return kNames.at(std::chrono::weekday(today + std::chrono::days(days_from_today)).c_encoding());
}

/// A run whose network team is told nothing on these days, and whose scenario takes place three
/// days from now.
Said run_with_mute_days(const Scratch& scratch, const std::vector<int>& days) {
  const fs::path quick = scratch.path() / "quick";
  fs::copy(fs::path(kSourceDir) / "tests/trouble/quick", quick, fs::copy_options::recursive);
  std::string names;
  for (const int day : days) names += (names.empty() ? "" : ", ") + weekday(day);
  replace_in(quick / "monitoring/alertmanager.yml", "team=\"network\"]",
             "team=\"network\"]\n      mute_time_intervals: [quiet]");
  std::ofstream(quick / "monitoring/alertmanager.yml", std::ios::app)
      << "\ntime_intervals:\n  - name: quiet\n    time_intervals:\n      - weekdays: [" << names
      << "]\n";
  std::string at = weekday(3).substr(0, 3);
  at[0] = static_cast<char>(at[0] - 32);
  replace_in(quick / "quick.toml", "[timeline]", "[timeline]\nat = \"" + at + " 12:00 UTC\"");
  return misfire_says({"run", (quick / "quick.toml").string(), "--system",
                       (quick / "system.toml").string(), "--speed", "25", "--retry-invalid", "2",
                       "--reports", (scratch.path() / "reports").string(), "--json"});
}

TEST(AnotherHour, AMuteTimeOfNowDoesNotMuteAScenarioOfAnotherDay) {
  const Scratch scratch;
  const Said said = run_with_mute_days(scratch, {-1, 0, 1});
  EXPECT_EQ(said.exit_code, 0) << said.text;
}

TEST(AnotherHour, AMuteTimeOfTheScenarioMutesItWheneverItRuns) {
  const Scratch scratch;
  const Said said = run_with_mute_days(scratch, {2, 3, 4});
  EXPECT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(said.reasons(), HasSubstr("nobody was notified: it was inhibited or muted"));
}

}  // namespace
}  // namespace misfire
