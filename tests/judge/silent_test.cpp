// Rules that had nothing to read.
#include "judge/silent.hpp"

#include "judge/judging.hpp"

namespace misfire {
namespace {

using namespace misfire::testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

NoSeries renamed(Phase until = Phase::collect) {
  return {until, "logins_totl{x=\"y\"}", "logins_totl", false, "logins_total", "", {}};
}

NoSeries other_labels() {
  return {Phase::collect, "logins{code=\"5\"}", "logins", true, "", "code=\"5\"", {"200", "401"}};
}

/// February's symptom reads these selectors.
Plan reading(std::vector<std::vector<std::string>> needs) {
  Plan plan = february();
  plan.monitoring.rules[0].file = "rules/login.yml";
  plan.monitoring.rules[0].where.line = 12;
  plan.monitoring.rules[0].needs = std::move(needs);
  return plan;
}

std::string said(const Plan& plan, const std::vector<NoSeries>& missing) {
  const auto silent = silent_alerts(plan.monitoring, missing);
  return silent.empty() ? "" : silent.front().text;
}

TEST(Silent, ARenamedMetricIsToldWithTheNearestName) {
  const Plan plan = reading({{"up"}, {renamed().selector}});
  const auto silent = silent_alerts(plan.monitoring, {renamed()});
  ASSERT_THAT(silent, SizeIs(1));
  EXPECT_EQ(silent[0].text,
            "`LoginFailureRatioHigh` cannot fire: there was no metric `logins_totl`; the nearest "
            "name is `logins_total`");
  EXPECT_EQ(silent[0].file, "rules/login.yml");
  EXPECT_EQ(silent[0].line, 12);
}

TEST(Silent, OtherLabelsAreToldMoreCarefully) {
  EXPECT_EQ(said(reading({{other_labels().selector}}), {other_labels()}),
            "`LoginFailureRatioHigh` had nothing to go by: no series of `logins` had `code=\"5\"`; "
            "there was \"200\", \"401\"");
  NoSeries never = other_labels();
  never.there.clear();
  EXPECT_THAT(said(reading({{never.selector}}), {never}), HasSubstr("none has this label"));
  never.missing.clear();
  EXPECT_THAT(said(reading({{never.selector}}), {never}), HasSubstr("no series matched `logins{"));
}

TEST(Silent, AJobThatIsNotPartOfTheStackIsNoMistakeOfTheRule) {
  Plan plan = reading({{"pg_up{job=\"pg\"}"}});
  plan.monitoring.left_out_jobs = {"node", "pg"};
  NoSeries store = renamed();
  store.selector = "pg_up{job=\"pg\"}";
  store.metric = "pg_up";
  store.nearest = "";
  EXPECT_EQ(
      said(plan, {store}),
      "`LoginFailureRatioHigh` had nothing to go by: there was no metric `pg_up` (the job `pg` "
      "is left out here)");
  plan.monitoring.rules[0].needs = {{"pg_up"}};
  store.selector = "pg_up";
  EXPECT_THAT(said(plan, {store}), HasSubstr("(the job `node` is left out here)"));
  // One that is scraped is named: the rule is wrong.
  plan.monitoring.rules[0].needs = {{"pg_up{job=\"auth\"}"}};
  store.selector = "pg_up{job=\"auth\"}";
  EXPECT_THAT(said(plan, {store}), HasSubstr("cannot fire"));
}

TEST(Silent, WhatHasAnAlternativeIsNot) {
  const Plan plan = reading({{renamed().selector, "logins_total"}});
  EXPECT_THAT(silent_alerts(plan.monitoring, {renamed()}), IsEmpty());
  NoSeries both = renamed();
  both.selector = "logins_total";
  EXPECT_THAT(silent_alerts(plan.monitoring, {renamed(), both}), SizeIs(1));
}

HistoryBuilder only_cause() {
  return HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120);
}

TEST(Silent, IsWhyAnExpectationWasMissed) {
  const Plan plan = reading({{renamed().selector}});
  const Judgement j = expect_verdict(plan, only_cause().add(590, renamed()).build(), Verdict::fail,
                                     "never crossed its threshold (never pending); "
                                     "`LoginFailureRatioHigh` cannot fire: there was no metric");
  EXPECT_THAT(j.silent, SizeIs(1));
}

TEST(Silent, WhatCameWithTheFaultIsThere) {
  const Plan plan = reading({{renamed().selector}});
  const Judgement j = judge(plan, only_cause().add(-1, renamed(Phase::baseline)).build());
  EXPECT_THAT(j.silent, IsEmpty()) << "it was missing before the fault only";
  EXPECT_THAT(joined(j.reasons), Not(HasSubstr("cannot fire")));
}

TEST(Silent, DoesNotChangeTheVerdict) {
  Plan plan = reading({});
  plan.monitoring.rules[2].needs = {{renamed().selector}};  // nobody expects it
  const History whole = HistoryBuilder().harm().february_alerts().add(590, renamed()).build();
  const Judgement j = expect_verdict(plan, whole, Verdict::pass);
  ASSERT_THAT(j.silent, SizeIs(1));
  EXPECT_EQ(j.silent[0].alert, "DatabaseSlow");
}

}  // namespace
}  // namespace misfire
