#include "replay/rule_changes.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

AlertRule rule(const std::string& name, double hold_s = 60, const std::string& expr = "up == 0") {
  AlertRule one;
  one.name = name;
  one.hold = model_seconds(hold_s);
  one.interval = model_seconds(15);
  one.expr = expr;
  one.labels = {{"severity", "page"}};
  return one;
}

std::vector<std::string> texts(const std::vector<AlertRule>& before,
                               const std::vector<AlertRule>& now) {
  std::vector<std::string> all;
  for (const RuleChange& one : rule_changes(before, now)) all.push_back(one.text);
  return all;
}

TEST(RuleChanges, OneFor) {
  EXPECT_THAT(rule_changes({rule("A"), rule("B", 120)}, {rule("A"), rule("B", 240)}),
              ElementsAre(RuleChange{"B", "`for` of `B` is 4 min instead of 2 min"}));
}

TEST(RuleChanges, TheSameInAnotherOrderAndLayoutIsNone) {
  EXPECT_THAT(texts({rule("A"), rule("B")}, {rule("B", 60, "up\n  == 0"), rule("A")}), IsEmpty());
}

TEST(RuleChanges, EachThingOfARuleIsTold) {
  AlertRule other = rule("A", 60, "up == 1");
  other.interval = model_seconds(30);
  other.labels = {};
  EXPECT_THAT(texts({rule("A")}, {other}),
              ElementsAre("the evaluation interval of `A` is 30.0 s instead of 15.0 s",
                          "`A` has another expression", "`A` has other labels"));
}

TEST(RuleChanges, NewAndGone) {
  EXPECT_THAT(texts({rule("A"), rule("A")}, {rule("A"), rule("B")}),
              ElementsAre("`B` is new", "`A` is gone"));
}

}  // namespace
}  // namespace misfire
