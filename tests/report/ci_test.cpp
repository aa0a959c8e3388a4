#include <nlohmann/json.hpp>

#include "judge/judging.hpp"
#include "report/github.hpp"
#include "report/openmetrics.hpp"

namespace misfire {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;

ReportedRun run_of(const History& history, const std::string& name = "feb") {
  Plan plan = february();
  plan.scenario.name = name;
  const Judgement judgement = judge(plan, history);
  RunFacts facts;
  facts.system = "system.toml";
  return {"scenarios/feb.toml",
          {name, judgement.verdict, "a headline"},
          run_report_json(plan, history, judgement, facts)};
}
ReportedRun passed() {
  return run_of(HistoryBuilder().harm().february_alerts().build());
}
ReportedRun failed(const std::string& name = "feb") {
  return run_of(HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120).build(), name);
}
ReportedRun invalid() {
  return run_of(HistoryBuilder().harm().add(5, Trouble{"100 % broken,\nreally: yes"}).build());
}

TEST(Github, AFailureIsAnErrorAtItsScenario) {
  const std::string text = github_annotations({passed(), failed()});
  EXPECT_THAT(text, ::testing::StartsWith(
                        "::error file=scenarios/feb.toml,line=1,title=feb failed::alert (a page "
                        "for the symptom reaches team auth within 5 min): "));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST(Github, WhatProvesNothingIsAWarningAndAPassIsSilent) {
  EXPECT_THAT(github_annotations({invalid()}),
              HasSubstr("title=feb proves nothing::100 %25 broken,%0Areally: yes"));
  EXPECT_THAT(github_annotations({passed()}), IsEmpty());
}

TEST(Github, APropertyEndsNothing) {
  EXPECT_THAT(github_annotations({failed("a,b::c%\n")}),
              HasSubstr("title=a%2Cb%3A%3Ac%25%0A failed::"));
}

TEST(Github, TheSummaryIsATableOfAllRuns) {
  const std::string text = github_summary({passed(), failed("x|y"), invalid()});
  EXPECT_THAT(text, HasSubstr("| ✅ pass | `feb` | auth after 2 min 11 s, network after 4 min 1 s | "
                              "a headline |\n"));
  EXPECT_THAT(text, HasSubstr("| ❌ fail | `x\\|y` |"));
  EXPECT_THAT(text, HasSubstr("| ⚠️ invalid |"));
}

TEST(OpenMetrics, HoldsVerdictsAndTimes) {
  const std::string text = openmetrics({passed()}, from_nanos(1'700'000'000'500'000'000));
  EXPECT_THAT(text, HasSubstr("# TYPE misfire_runs gauge\n# HELP misfire_runs "));
  EXPECT_THAT(
      text,
      HasSubstr("misfire_runs{scenario=\"feb\",system=\"system.toml\",verdict=\"pass\"} 1\n"));
  EXPECT_THAT(
      text,
      HasSubstr("misfire_runs{scenario=\"feb\",system=\"system.toml\",verdict=\"fail\"} 0\n"));
  EXPECT_THAT(text,
              HasSubstr("misfire_notified_seconds{scenario=\"feb\",system=\"system.toml\",alert="
                        "\"LoginFailureRatioHigh\",team=\"auth\"} 131\n"));
  EXPECT_THAT(text, HasSubstr("misfire_suite_finished_timestamp_seconds 1700000000.5\n"));
  EXPECT_THAT(text, EndsWith("# EOF\n"));
}

TEST(OpenMetrics, NoSeriesIsThereTwiceAndLabelsEndNothing) {
  const std::string text = openmetrics({failed("a\"b\\c\n\xff"), failed("a\"b\\c\n\xff")}, {});
  const std::string series =
      "misfire_runs{scenario=\"a\\\"b\\\\c\\n\uFFFD\",system=\"system.toml\","
      "verdict=\"fail\"} 2\n";
  const std::size_t at = text.find(series);
  ASSERT_NE(at, std::string::npos) << text;
  EXPECT_EQ(text.find(series, at + 1), std::string::npos);
}

TEST(OpenMetrics, AnInvalidRunHasNoFigures) {
  EXPECT_THAT(openmetrics({invalid()}, {}), Not(HasSubstr("misfire_failed_logins_ratio{")));
}

}  // namespace
}  // namespace misfire
