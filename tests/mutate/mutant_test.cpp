// Which mutants there are of which alert, and what each changes.
#include "mutate/mutant.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

constexpr char kRules[] = R"(groups:
  - name: all
    rules:
      - alert: Share
        expr: rate(bad{job="auth"}[2m]) > 0.1
      - alert: Share
        expr: rate(worse{job="auth"}[2m]) > 0.2
      - record: a:b
        expr: sum(bad)
      - alert: Always
        expr: vector(1)
)";

MonitoringTrees trees() {
  MonitoringTrees all;
  all.rules.push_back({"rules/all.yml", kRules, parse_yaml(kRules, "all.yml").value()});
  return all;
}

std::vector<std::string> expressions(const Mutant& mutant) {
  auto changed = mutated(trees(), mutant);
  if (!changed) return {"none"};
  std::vector<std::string> found;
  for (const AlertTree& alert : alerts_of(*changed)) found.push_back(alert.rule->get("expr"));
  return found;
}

using testing::ElementsAre;

TEST(Mutants, ThereAreThreeOfAnAlertUnlessItHasNothingToChange) {
  EXPECT_THAT(
      mutants_of(trees()),
      ElementsAre(Mutant{"Share", MutantKind::deleted}, Mutant{"Share", MutantKind::inverted},
                  Mutant{"Share", MutantKind::misspelt}, Mutant{"Always", MutantKind::deleted}))
      << "vector(1) compares nothing, asks for no label, and has none";
}

TEST(Mutants, ChangeTheirAlertInAllItsRulesAndNoOther) {
  EXPECT_THAT(expressions({"Share", MutantKind::deleted}), ElementsAre("vector(1)"));
  EXPECT_THAT(expressions({"Share", MutantKind::inverted}),
              ElementsAre("rate(bad{job=\"auth\"}[2m]) <= 0.1",
                          "rate(worse{job=\"auth\"}[2m]) <= 0.2", "vector(1)"));
  EXPECT_THAT(expressions({"Share", MutantKind::misspelt}),
              ElementsAre("rate(bad{jbo=\"auth\"}[2m]) > 0.1",
                          "rate(worse{jbo=\"auth\"}[2m]) > 0.2", "vector(1)"));
  EXPECT_THAT(expressions({"Always", MutantKind::inverted}), ElementsAre("none"));
}

TEST(Mutants, AreFaultsThatAScenarioCouldHave) {
  const FaultSpec fault = fault_of({"Share", MutantKind::inverted});
  EXPECT_EQ(fault.inject, "alert-inverted");
  EXPECT_EQ(fault.params.at("alert"), ParamValue("Share"));
}

}  // namespace
}  // namespace misfire
