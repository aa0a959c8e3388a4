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

TEST(ComparePage, WithoutADifferenceSaysSo) {
  SuiteComparison all;
  all.scenarios = {{"same", Verdict::pass, Verdict::pass, {}}};
  const std::string page = suite_comparison_page(all);
  EXPECT_THAT(page, HasSubstr("<h1>Nothing that matters has changed.</h1>"));
  EXPECT_THAT(page, Not(HasSubstr("id=\"differences\"")));
}

}  // namespace
}  // namespace misfire
