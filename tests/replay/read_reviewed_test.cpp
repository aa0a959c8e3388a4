// Reviews of real runs, as they were recorded with one damage each (tests/judge/recordings).
#include "replay/read_reviewed.hpp"

#include <gmock/gmock.h>

#include "judge/review.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::Field;

fs::path recordings() {
  return fs::path(kSourceDir) / "tests/judge/recordings";
}

std::vector<ReviewedRun> read(const fs::path& path) {
  const auto runs = read_reviewed({path});
  EXPECT_TRUE(runs) << to_string(runs.error().front());
  return runs.value_or(std::vector<ReviewedRun>());
}

std::string cell(const std::string& recording, const std::string& alert) {
  for (const ReviewedRun& run : read(recordings() / recording)) {
    EXPECT_TRUE(run.counts()) << run.reason;
    for (const ReviewedAlert& one : run.alerts) {
      if (one.name == alert) return to_string(one.cell);
    }
  }
  return "no row";
}

TEST(ReadReviewed, EachDamageIsInTheCellOfItsAlert) {
  EXPECT_EQ(cell("pass-february", "LoginFailureRatioHigh"), "caught in time");
  EXPECT_EQ(cell("pass-february", "TrafficImbalance"), "caught in time");
  EXPECT_EQ(cell("pass-february", "DatabaseSlow"), "quiet as it should be");
  EXPECT_EQ(cell("pass-february", "Watchdog"), "no row") << "it is ignored";
  EXPECT_EQ(cell("fail-deleted-rule", "LoginFailureRatioHigh"), "no row");
  EXPECT_EQ(cell("fail-misspelt-route", "LoginFailureRatioHigh"), "wrong receiver");
  EXPECT_EQ(cell("fail-template-typo", "TrafficImbalance"), "missed") << "it was never delivered";
  EXPECT_EQ(cell("fail-database-blamed", "TrafficImbalance"), "wrong blame");
  EXPECT_EQ(cell("fail-twin-paged", "BalancerRestarted"), "false page");
  EXPECT_EQ(cell("pass-twin", "TrafficImbalance"), "quiet as it should be");
}

TEST(ReadReviewed, AllOfThemAreTwoScenariosAndWhatProvesNothingIsLeftOut) {
  const Review all = review(read(recordings()));
  ASSERT_EQ(all.scenarios.size(), 2u);
  EXPECT_EQ(all.scenarios[0].runs, 5u);
  EXPECT_EQ(all.scenarios[0].failed, 4u);
  EXPECT_FALSE(all.scenarios[0].caught && all.scenarios[0].unmet.empty());
  EXPECT_EQ(all.scenarios[1].kind, ScenarioKind::twin);
  EXPECT_EQ(all.left_out.size(), 4u);
  EXPECT_THAT(all.left_out, Contains(Field(&Review::LeftOut::verdict, Verdict::invalid)));
  EXPECT_EQ(all.discriminating, std::nullopt) << "there is no decoy";
}

TEST(ReadReviewed, WhereThereIsNoRunItSaysSo) {
  const auto none = read_reviewed({recordings() / "README.md"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().front().code, ErrorCode::usage);
}

}  // namespace
}  // namespace misfire
