#include "replay/compare.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "judge/history_builder.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;

RunResult judged(const HistoryBuilder& history, Plan plan = february()) {
  RunResult run;
  run.plan = std::move(plan);
  run.history = history.build();
  run.judgement = judge(run.plan, run.history);
  return run;
}

const RunResult kGood = judged(HistoryBuilder().harm().february_alerts());

/// "regression missed", one a difference.
std::vector<std::string> kinds(const ScenarioComparison& scenario) {
  std::vector<std::string> all;
  for (const Difference& one : scenario.differences) {
    all.push_back(std::string(to_string(one.weight)) + " " + one.kind);
  }
  return all;
}

TEST(Compare, TheSameIsNoDifference) {
  EXPECT_EQ(kGood.judgement.verdict, Verdict::pass);
  EXPECT_THAT(kinds(compare_runs(kGood, kGood)), IsEmpty());
}

TEST(Compare, AnAlertThatNoLongerComesIsMissed) {
  const auto now = judged(HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120));
  const auto found = compare_runs(kGood, now);
  EXPECT_THAT(kinds(found), ElementsAre("regression missed", "change page gone"));
  EXPECT_THAT(found.differences[0].text, HasSubstr("a page for the symptom reaches team auth"));
  EXPECT_EQ(found.weight(), Weight::regression);
  EXPECT_THAT(kinds(compare_runs(now, kGood)),
              ElementsAre("change new page", "improvement caught"));
}

TEST(Compare, ALaterPageTellsItsStages) {
  const auto now = judged(HistoryBuilder()
                              .harm()
                              .alert(40, kSymptom, "auth-oncall", 120)
                              .alert(90, kCause, "network-oncall", 120));
  const auto found = compare_runs(kGood, now);
  ASSERT_THAT(kinds(found), ElementsAre("change later"));
  const Difference& later = found.differences[0];
  EXPECT_NEAR(*later.shift_s, 60, 0.01);
  ASSERT_EQ(later.stages.size(), 4u);
  EXPECT_EQ(later.stages[0].name, "pending");
  EXPECT_NEAR(*later.stages[0].now_s, 40, 0.01);
  EXPECT_EQ(later.stages[1].name, "firing");
  EXPECT_NEAR(*later.stages[1].before_s, 100, 0.01);
  EXPECT_NEAR(*later.stages[1].now_s, 160, 0.01);
  EXPECT_THAT(kinds(compare_runs(now, kGood)), ElementsAre("change earlier"));
}

TEST(Compare, WhatLiveRunsDifferByIsNoDifference) {
  const auto now = judged(HistoryBuilder()
                              .harm()
                              .alert(41, kSymptom, "auth-oncall")
                              .alert(88, kCause, "network-oncall", 120));
  EXPECT_THAT(kinds(compare_runs(kGood, now)), IsEmpty());
}

TEST(Compare, APageThatBlamesTheWrongComponentIsFalse) {
  const auto now =
      judged(HistoryBuilder().harm().february_alerts().alert(100, kDatabase, "database-oncall"));
  const auto found = compare_runs(kGood, now);
  EXPECT_THAT(kinds(found), ::testing::Contains("regression false page"));
  EXPECT_THAT(kinds(found), ::testing::Contains("change new page"));
  EXPECT_THAT(kinds(compare_runs(now, kGood)), ::testing::Contains("improvement quiet again"));
}

TEST(Compare, APageOfATwinIsFalse) {
  const auto before = judged(HistoryBuilder(), twin());
  const auto now = judged(HistoryBuilder().alert(40, kSymptom, "auth-oncall"), twin());
  const auto found = compare_runs(before, now);
  EXPECT_THAT(kinds(found), ::testing::Contains("regression false page"));
  EXPECT_THAT(kinds(compare_runs(now, before)), ::testing::Contains("improvement false page gone"));
}

TEST(Compare, APageWhileNothingIsWrongIsARegression) {
  const auto now =
      judged(HistoryBuilder().harm().february_alerts().notified(-60, "database-oncall", kDatabase));
  EXPECT_EQ(now.judgement.verdict, Verdict::invalid);
  const auto found = compare_runs(kGood, now);
  EXPECT_THAT(kinds(found), ::testing::Contains("regression before the fault"));
  EXPECT_EQ(found.weight(), Weight::regression);
}

TEST(Compare, WhatCannotBeJudgedAnyLongerIsNoRegression) {
  const auto now = judged(HistoryBuilder().harm().february_alerts().witnessed(false));
  const auto found = compare_runs(kGood, now);
  EXPECT_THAT(kinds(found), ElementsAre("untold cannot be judged"));
}

TEST(Compare, AFailureThatWasNoneBeforeIsARegressionWhateverItsClaims) {
  Plan plan = february();
  plan.scenario.alerts.front().gap = Gap{"OPS-12", "2023-12-31"};  // histories are of November
  const HistoryBuilder missed = HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120);
  const auto known = judged(missed, plan);
  plan.scenario.alerts.front().gap->until = "2023-01-31";
  const auto expired = judged(missed, plan);
  ASSERT_EQ(known.judgement.verdict, Verdict::pass);
  ASSERT_EQ(expired.judgement.verdict, Verdict::fail);
  const auto found = compare_runs(known, expired);
  EXPECT_THAT(kinds(found), ElementsAre("regression fails"));
  EXPECT_THAT(found.differences[0].text, HasSubstr("OPS-12"));
  EXPECT_THAT(kinds(compare_runs(expired, expired)), IsEmpty());
}

TEST(Compare, WhatHasBecomeImpossibleCannotBeToldAnyLonger) {
  RunResult now = kGood;
  now.judgement = {};
  now.judgement.verdict = Verdict::unsupported;
  now.judgement.reasons = {"nginx has no queue"};
  const auto found = compare_runs(kGood, now);
  ASSERT_THAT(kinds(found), ::testing::Contains("untold is not possible"));
  EXPECT_EQ(found.weight(), Weight::untold);
  EXPECT_EQ(found.differences[0].text, "nginx has no queue");
  EXPECT_THAT(kinds(compare_runs(now, now)), Not(::testing::Contains("untold is not possible")));
}

TEST(Compare, AClaimThatVanishedIsTold) {
  Plan plan = february();
  plan.scenario.quiet.clear();
  const auto now = judged(HistoryBuilder().harm().february_alerts(), plan);
  const auto found = compare_runs(kGood, now);
  ASSERT_THAT(kinds(found), ElementsAre("untold no longer asked"));
  EXPECT_EQ(found.differences[0].about, "quiet");
  EXPECT_THAT(found.differences[0].text, HasSubstr("`database`"));
  EXPECT_THAT(kinds(compare_runs(now, kGood)), IsEmpty()) << "more may be asked";
}

TEST(Compare, AClaimWithAnotherLimitIsTheSameClaim) {
  const auto with_limit = [](double seconds) {
    Plan plan = february();
    plan.scenario.alerts.front().within.limit = model_seconds(seconds);
    return judged(HistoryBuilder().harm().february_alerts(), plan);
  };
  EXPECT_THAT(kinds(compare_runs(kGood, with_limit(400))), ElementsAre("change other limit"));
  const auto found = compare_runs(kGood, with_limit(60));
  EXPECT_THAT(kinds(found), ElementsAre("regression missed", "change other limit"));
  EXPECT_THAT(found.differences[1].text, HasSubstr("within 1 min; before: "));
}

TEST(Compare, RunsOfOneRecordingBelongTogetherElseThoseOfOneScenario) {
  RunResult a = kGood, b = kGood, c = kGood;
  a.plan.run_id = "1";
  b.plan.run_id = "2";
  c.plan.run_id = "3";
  c.plan.scenario.name = "another";
  RunResult late = judged(HistoryBuilder()
                              .harm()
                              .alert(40, kSymptom, "auth-oncall", 120)
                              .alert(90, kCause, "network-oncall", 120));
  late.plan.run_id = "2";
  RunResult twin_now = kGood;
  twin_now.plan.run_id = "9";
  const SuiteComparison found = compare_suites({a, b, c}, {late, twin_now});
  ASSERT_EQ(found.scenarios.size(), 2u);
  EXPECT_THAT(kinds(found.scenarios[0]), ElementsAre("change later"));
  EXPECT_THAT(kinds(found.scenarios[1]), IsEmpty());
  EXPECT_THAT(found.only_before, ElementsAre("another"));
  EXPECT_THAT(found.only_now, IsEmpty());
}

TEST(Compare, EveryPhaseOfARecordingIsComparedWithThatRecording) {
  RunResult live = kGood, other = kGood;
  live.plan.run_id = "1";
  other.plan.run_id = "2";
  const SuiteComparison found = compare_suites({other, live}, {live, live, live});
  EXPECT_EQ(found.scenarios.size(), 3u);
  EXPECT_EQ(found.only_before.size(), 1u) << "nobody stands for the other one";
}

TEST(Compare, RunsOfTheSameSystemBelongTogether) {
  RunResult here = kGood, there = kGood, now = kGood;
  here.plan.run_id = "1";
  there.plan.run_id = "2";
  there.plan.pool = "directory";
  now.plan.run_id = "3";
  const SuiteComparison found = compare_suites({there, here}, {now});
  ASSERT_EQ(found.scenarios.size(), 1u);
  EXPECT_THAT(kinds(found.scenarios[0]), IsEmpty());
  EXPECT_THAT(kinds(compare_suites({there}, {now}).scenarios.at(0)),
              ElementsAre("change other system"));
}

TEST(Compare, WhatWasTriedAgainCountsByTheTryThatProvesSomething) {
  RunResult useless = judged(HistoryBuilder().harm().february_alerts().witnessed(false));
  ASSERT_EQ(useless.judgement.verdict, Verdict::invalid);
  RunResult good = kGood, now = kGood;
  useless.plan.run_id = "1";
  good.plan.run_id = "2";
  now.plan.run_id = "3";
  for (const auto& [before, after] :
       {std::pair(std::vector{useless, good}, std::vector{now}), {{now}, {useless, good}}}) {
    const SuiteComparison found = compare_suites(before, after);
    ASSERT_EQ(found.scenarios.size(), 1u);
    EXPECT_EQ(found.scenarios[0].before, Verdict::pass);
    EXPECT_EQ(found.scenarios[0].now, Verdict::pass);
    EXPECT_THAT(found.only_before, IsEmpty());
    EXPECT_THAT(found.only_now, IsEmpty());
  }
}

SuiteComparison a_miss() {
  return compare_suites({kGood},
                        {judged(HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120))});
}

TEST(CompareText, APersonReadsWhatIsMissed) {
  const std::string text = suite_comparison_text(a_miss(), {false, 100});
  EXPECT_THAT(text, HasSubstr("1 scenario, 1 regression"));
  EXPECT_THAT(text, HasSubstr("✗ feb-18-weight-skew: pass → fail"));
  EXPECT_THAT(text, HasSubstr("✗ missed"));
}

TEST(CompareText, WhatWasNotComparedIsNoAgreement) {
  SuiteComparison none;
  none.not_compared = {{"feb-18", "logins.bin cannot be read"}};
  for (const std::string& text :
       {suite_comparison_text(none, {false, 100}), suite_comparison_markdown(none)}) {
    EXPECT_THAT(text, HasSubstr("0 scenarios, 1 not compared\n"));
    EXPECT_THAT(text, HasSubstr("cannot be told"));
    EXPECT_THAT(text, HasSubstr("logins.bin cannot be read"));
    EXPECT_THAT(text, Not(HasSubstr("no difference")));
  }
  EXPECT_EQ(nlohmann::json::parse(suite_comparison_json(none)).at("not_compared").at(0).at("why"),
            "logins.bin cannot be read");
  SuiteComparison shrunk = compare_suites({kGood}, {kGood});
  shrunk.only_before = {"another"};
  EXPECT_THAT(suite_comparison_text(shrunk, {false, 100}), Not(HasSubstr("no difference")));
}

TEST(CompareText, WhatTheRulesDifferInIsToldOnce) {
  RunResult slower = kGood;
  slower.plan.monitoring.rules.at(0).hold = model_seconds(180);
  const std::string name = slower.plan.monitoring.rules[0].name;
  const SuiteComparison found = compare_suites({kGood, kGood}, {slower, slower});
  ASSERT_EQ(found.rules.size(), 1u);
  EXPECT_THAT(suite_comparison_text(found, {false, 100}),
              HasSubstr("Rules        `for` of `" + name + "` is 3 min instead of 1 min\n"));
  EXPECT_THAT(suite_comparison_markdown(found), HasSubstr("- rules: `for` of `" + name));
  EXPECT_EQ(nlohmann::json::parse(suite_comparison_json(found)).at("rules").at(0).at("alert"),
            name);
}

TEST(CompareText, SeveralRunsOfAScenarioAreOneScenario) {
  const SuiteComparison twice = compare_suites({kGood, kGood}, {kGood, kGood});
  EXPECT_THAT(suite_comparison_text(twice, {false, 100}),
              HasSubstr("1 scenario in 2 pairs of runs, no difference"));
}

TEST(CompareText, APullRequestGetsATableThatFoolsNobody) {
  SuiteComparison comparison = a_miss();
  comparison.scenarios[0].scenario = "a|b\n<img>";
  const std::string text = suite_comparison_markdown(comparison);
  EXPECT_THAT(text, HasSubstr("### misfire: 1 scenario, 1 regression\n"));
  EXPECT_THAT(text, HasSubstr("| ✗ | a\\|b"));
  EXPECT_THAT(text, HasSubstr("&lt;img>"));
  EXPECT_THAT(text, HasSubstr("| pass → fail | missed | "));
  EXPECT_THAT(text, Not(HasSubstr(" <img")));
}

TEST(CompareText, AMachineReadsEveryDifference) {
  const auto json = nlohmann::json::parse(suite_comparison_json(a_miss()));
  EXPECT_EQ(json.at("schema"), "misfire.compare/1");
  EXPECT_EQ(json.at("regressions"), 1);
  const auto& scenario = json.at("scenarios").at(0);
  EXPECT_EQ(scenario.at("before"), "pass");
  EXPECT_EQ(scenario.at("now"), "fail");
  EXPECT_EQ(scenario.at("differences").at(0).at("weight"), "regression");
}

}  // namespace
}  // namespace misfire
