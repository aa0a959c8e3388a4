#include "report/repeats.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Json = nlohmann::json;

std::string run_of(const std::string& scenario, const std::string& verdict, double notified_s) {
  return Json({{"scenario", scenario},
               {"verdict", verdict},
               {"alerts",
                {{{"name", "Skew"}, {"expected", true}, {"stages", {{"notified", notified_s}}}},
                 {{"name", "Other"}, {"expected", false}, {"stages", {{"notified", 1.0}}}}}}})
      .dump();
}

TEST(Spread, HasTheUsualFigures) {
  const Spread odd = spread_of({3, 1, 2});
  EXPECT_EQ(odd.runs, 3u);
  EXPECT_EQ(odd.min, 1);
  EXPECT_EQ(odd.median, 2);
  EXPECT_EQ(odd.p95, 3);
  EXPECT_EQ(odd.max, 3);
  EXPECT_EQ(spread_of({1, 2, 3, 10}).median, 2.5);
  std::vector<double> hundred;
  for (int i = 1; i <= 100; ++i) hundred.push_back(i);
  EXPECT_EQ(spread_of(hundred).p95, 95);
  EXPECT_EQ(spread_of({7}).median, 7);
}

TEST(Repeats, AreOfScenariosThatWereRunMoreThanOnce) {
  EXPECT_THAT(repeats_of({run_of("a", "pass", 1), run_of("b", "pass", 1)}), IsEmpty());
  const auto all =
      repeats_of({run_of("a", "pass", 10), run_of("b", "pass", 1), run_of("a", "pass", 20)});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].scenario, "a");
  ASSERT_EQ(all[0].stages.size(), 1u) << "alerts that nobody expects are not told";
  EXPECT_EQ(all[0].stages[0].stage, "notified");
  EXPECT_EQ(all[0].stages[0].seconds.median, 15);
}

TEST(Repeats, TheFlipRateIsOfNeighboursThatProveSomething) {
  const auto rate = [](const std::vector<std::string>& verdicts) {
    std::vector<std::string> runs;
    for (const std::string& verdict : verdicts) runs.push_back(run_of("a", verdict, 1));
    return repeats_of(runs).at(0).flip_rate;
  };
  EXPECT_EQ(rate({"pass", "pass", "pass"}), 0);
  EXPECT_EQ(rate({"pass", "fail", "pass"}), 1);
  EXPECT_EQ(rate({"pass", "fail", "fail"}), 0.5);
  EXPECT_EQ(rate({"pass", "invalid", "pass"}), 0);
  EXPECT_EQ(rate({"invalid", "invalid"}), 0);
}

TEST(Repeats, AnInvalidRunIsCountedAndItsTimesAreNot) {
  const auto all = repeats_of({run_of("a", "pass", 10), run_of("a", "invalid", 999)});
  EXPECT_EQ(all.at(0).verdicts.at("invalid"), 1);
  EXPECT_EQ(all[0].stages.at(0).seconds.max, 10);
}

TEST(Repeats, OfReplaysTheTimesOfAllCount) {
  const auto all =
      repeats_of({run_of("a", "pass", 1), run_of("a", "invalid", 9)}, TimesOf::all_runs);
  EXPECT_EQ(all.at(0).stages.at(0).seconds.runs, 2u);
  EXPECT_EQ(all.at(0).stages.at(0).seconds.max, 9);
  EXPECT_EQ(all.at(0).flip_rate, 0) << "an invalid one is no flip";
}

TEST(Repeats, ReportsThatHoldSomethingElseAreSurvived) {
  EXPECT_THAT(repeats_of({"{", "[]", "3", "{}"}), IsEmpty());
  const auto all = repeats_of({"{}", "{}", R"({"alerts": [3, {"expected": 1}]})",
                               R"({"verdict": "pass", "alerts": [{"expected": true}]})"});
  EXPECT_THAT(all.at(0).stages, IsEmpty());
}

TEST(Repeats, TextHasARowAStage) {
  const std::string text = repeats_text(
      repeats_of({run_of("a", "pass", 60), run_of("a", "fail", 130), run_of("a", "pass", 70)}), {});
  EXPECT_THAT(text, HasSubstr("a: 1 fail, 2 pass; flip rate 100 %\n"));
  EXPECT_THAT(text, HasSubstr("  Skew notified     1:00     1:10     2:10     2:10        3\n"));
  EXPECT_EQ(repeats_text({}, {}), "");
}

}  // namespace
}  // namespace misfire
