#include <gmock/gmock.h>

#include "replay/compare.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Difference later() {
  Difference one;
  one.weight = Weight::change;
  one.kind = "later";
  one.about = "LoginFailureRatioHigh";
  one.text = "`LoginFailureRatioHigh` reaches `auth-oncall`";
  one.shift_s = 120;
  one.stages = {{"pending", 35, 35}, {"firing", 95, 215}, {"notified", 131, 251}};
  return one;
}

SuiteComparison slower() {
  SuiteComparison all;
  all.scenarios = {{"feb-18", Verdict::pass, Verdict::pass, {later()}},
                   {"other", Verdict::pass, Verdict::pass, {later()}},
                   {"same", Verdict::pass, Verdict::pass, {}}};
  return all;
}

TEST(ComparePage, SaysWhatChangedInOneSentenceOnTop) {
  EXPECT_THAT(suite_comparison_page(slower()),
              HasSubstr("<h1>Later: <code>LoginFailureRatioHigh</code> reaches "
                        "<code>auth-oncall</code>, 2 min later (in 2 scenarios).</h1>"));
}

TEST(ComparePage, ARegressionIsToldBeforeAChange) {
  SuiteComparison all = slower();
  Difference missed;
  missed.weight = Weight::regression;
  missed.kind = "missed";
  missed.text = "nobody is paged";
  all.scenarios[2].differences = {missed};
  const std::string page = suite_comparison_page(all);
  EXPECT_THAT(page, HasSubstr("<header class=\"verdict fail\">"));
  EXPECT_THAT(page, HasSubstr("<h1>Missed: nobody is paged.</h1>"));
  EXPECT_LT(page.find("<h3>same "), page.find("<h3>feb-18 "));
}

TEST(ComparePage, ShowsTheStagesBeforeAndNow) {
  const std::string page = suite_comparison_page(slower());
  EXPECT_THAT(page, HasSubstr("aria-label=\"before: pending 0:35, firing 1:35, notified 2:11\""));
  EXPECT_THAT(page, HasSubstr("aria-label=\"now: pending 0:35, firing 3:35, notified 4:11\""));
}

TEST(ComparePage, TheOneThingThatTheRulesDifferInIsInTheSameSentence) {
  SuiteComparison all = slower();
  all.rules = {
      {"LoginFailureRatioHigh", "`for` of `LoginFailureRatioHigh` is 3 min instead of 1 min"}};
  EXPECT_THAT(
      suite_comparison_page(all),
      HasSubstr("2 min later (in 2 scenarios); the rules differ in one thing: "
                "<code>for</code> of <code>LoginFailureRatioHigh</code> is 3 min instead of "
                "1 min.</h1>"));
}

TEST(ComparePage, AnAlertWhoseRuleWasChangedIsToldFirst) {
  SuiteComparison all = slower();
  Difference other = later();
  other.about = "Another";
  other.text = "another one";
  all.scenarios[0].differences.insert(all.scenarios[0].differences.begin(), other);
  all.rules = {{"LoginFailureRatioHigh", "one"}, {"LoginFailureRatioHigh", "`two`"}};
  const std::string page = suite_comparison_page(all);
  EXPECT_THAT(page, HasSubstr("<h1>Later: <code>LoginFailureRatioHigh</code>"));
  EXPECT_THAT(page, HasSubstr("; the rules differ in 2 things.</h1>"));
  EXPECT_THAT(page, HasSubstr("<li>one</li>\n<li><code>two</code></li>"));
}

TEST(ComparePage, WithoutADifferenceSaysSo) {
  SuiteComparison all;
  all.scenarios = {{"same", Verdict::pass, Verdict::pass, {}}};
  const std::string page = suite_comparison_page(all);
  EXPECT_THAT(page, HasSubstr("<h1>Nothing that matters has changed.</h1>"));
  EXPECT_THAT(page, Not(HasSubstr("id=\"differences\"")));
}

}  // namespace
}  // namespace misfire
