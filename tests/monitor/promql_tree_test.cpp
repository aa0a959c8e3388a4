// What an expression keeps and filters, as far as its tree tells.
#include "monitor/promql_tree.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace misfire {
namespace {

using Labels = std::vector<std::string>;

TEST(PromqlTree, AnAggregationKnowsWhatItKeepsWhereverThatStands) {
  const auto before = promql_tree("sum by (job, instance) (x)"),
             after = promql_tree("sum(x) by (job)");
  ASSERT_TRUE(before && after);
  EXPECT_EQ(before->by, (Labels{"job", "instance"}));
  EXPECT_EQ(after->by, Labels{"job"});
  EXPECT_FALSE(before->without || after->without);
}

TEST(PromqlTree, AnAggregationKnowsWhatItDrops) {
  const auto tree = promql_tree("max without (le) (x)");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->without, Labels{"le"});
  EXPECT_FALSE(tree->by);
  EXPECT_FALSE(promql_tree("sum(x)")->by);
}

TEST(PromqlTree, InfinityAndNaNAreNumbers) {
  for (const char* text : {"x < Inf", "x < +inf", "x < INF"}) {
    const auto tree = promql_tree(text);
    ASSERT_TRUE(tree) << text;
    EXPECT_EQ(tree->children[1].kind, PromqlNode::Kind::number) << text;
    EXPECT_TRUE(std::isinf(tree->children[1].value)) << text;
  }
  const auto tree = promql_tree("nan != x");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->children[0].kind, PromqlNode::Kind::number);
  EXPECT_TRUE(std::isnan(tree->children[0].value));
  EXPECT_EQ(promql_tree("infinite > 1")->children[0].kind, PromqlNode::Kind::selector);
}

TEST(PromqlTree, BoolIsOfItsComparisonOnly) {
  const auto tree = promql_tree("(a > bool 1) == 1");
  ASSERT_TRUE(tree);
  EXPECT_FALSE(tree->yes_no);
  EXPECT_TRUE(tree->children[0].yes_no);
}

}  // namespace
}  // namespace misfire
