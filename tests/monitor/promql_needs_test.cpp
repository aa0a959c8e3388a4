#include "monitor/promql_needs.hpp"

#include <gmock/gmock.h>

#include "monitor/recorded_needs.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Group = std::vector<std::string>;

TEST(PromqlNeeds, ASelectorMustHaveSeriesWhateverIsDoneWithIt) {
  EXPECT_THAT(promql_needs("up == 0"), ElementsAre(Group{"up"}));
  EXPECT_THAT(promql_needs(R"(sum by (x) (rate(a{b="c"}[5m] offset 1m)) > 0.05)"),
              ElementsAre(Group{R"(a{b="c"})"}));
  EXPECT_THAT(promql_needs("histogram_quantile(0.95, sum by (le) (rate(h_bucket[2m]))) > 0.25"),
              ElementsAre(Group{"h_bucket"}));
  EXPECT_THAT(promql_needs("max_over_time(rate(a[1m])[10m:]) > 0"), ElementsAre(Group{"a"}));
  EXPECT_THAT(promql_needs("-a < 0"), ElementsAre(Group{"a"}));
}

TEST(PromqlNeeds, ArithmeticComparisonAndAndNeedBothSides) {
  EXPECT_THAT(promql_needs("a / on(x) group_left(y) b > 1"), ElementsAre(Group{"a"}, Group{"b"}));
  EXPECT_THAT(promql_needs("a > 1 and b < 2"), ElementsAre(Group{"a"}, Group{"b"}));
  EXPECT_THAT(promql_needs("max(a) > 2 * min(a)"), ElementsAre(Group{"a"})) << "told once";
}

TEST(PromqlNeeds, ANumberNeedsNothing) {
  EXPECT_EQ(promql_needs("x < Inf and y != NaN"), (Needs{{"x"}, {"y"}}));
}

TEST(PromqlNeeds, OrNeedsOneOfThem) {
  EXPECT_THAT(promql_needs("a or b"), ElementsAre(Group{"a", "b"}));
  EXPECT_THAT(promql_needs("(a and b) or c"), ElementsAre(Group{"a", "c"}, Group{"b", "c"}));
  EXPECT_THAT(promql_needs("(a or vector(0)) / b"), ElementsAre(Group{"b"}));
}

TEST(PromqlNeeds, WhatIsExcludedNeedNotBeThere) {
  EXPECT_THAT(promql_needs("a unless b"), ElementsAre(Group{"a"}));
}

TEST(PromqlNeeds, WhatAsksForAbsenceNeedsNothing) {
  for (const char* expr :
       {"absent(a)", "absent_over_time(a[5m])", "vector(1)", "time() > 5", "scalar(a) > 1",
        "up == 0 or absent(up)", "hour() > 8", "ALERTS{alertname=\"X\"}", "this is ( no PromQL"}) {
    EXPECT_THAT(promql_needs(expr), IsEmpty()) << expr;
  }
}

TEST(PromqlNeeds, ManyAlternativesClaimLessAndTakeNoTime) {
  std::string expr = "(a0 and b0)";
  for (int i = 1; i < 40; ++i) {
    expr += " or (a" + std::to_string(i) + " and b" + std::to_string(i) + ")";
  }
  const Needs needs = promql_needs(expr);
  EXPECT_LE(needs.size(), 64u);
  for (const auto& group : needs) EXPECT_EQ(group.size(), 40u);
}

ReadRule rule_of(const std::string& name, const std::string& expr, bool records = false) {
  ReadRule read;
  read.records = records;
  read.rule.name = name;
  read.rule.needs = promql_needs(expr);
  return read;
}

Needs resolved(const std::string& expr, std::vector<ReadRule> recordings) {
  recordings.push_back(rule_of("Alert", expr));
  resolve_needs(recordings);
  return recordings.back().rule.needs;
}

TEST(RecordedNeeds, AreThoseOfTheRecordingsThroughAChain) {
  EXPECT_THAT(resolved("job:x > 1 and c", {rule_of("job:x", "job:y / b", true),
                                           rule_of("job:y", "rate(a[5m])", true)}),
              ElementsAre(Group{"a"}, Group{"b"}, Group{"c"}));
}

TEST(RecordedNeeds, ARecordingThatIsEmptyInHealthSaysNothing) {
  EXPECT_THAT(resolved("job:errors", {rule_of("job:errors", "a > 0", true)}),
              ElementsAre(Group{"a"}));
  EXPECT_THAT(resolved("job:errors", {rule_of("job:errors", "a or vector(0)", true)}), IsEmpty());
}

TEST(RecordedNeeds, OneOfSeveralRecordingsOfANameSuffices) {
  EXPECT_THAT(
      resolved("slo{window=\"5m\"} > 1", {rule_of("slo", "a", true), rule_of("slo", "b", true)}),
      ElementsAre(Group{"a", "b"}));
}

TEST(RecordedNeeds, ACircleClaimsNothing) {
  EXPECT_THAT(resolved("x", {rule_of("x", "y", true), rule_of("y", "x", true)}), IsEmpty());
}

}  // namespace
}  // namespace misfire
