// What an expression keeps and filters, as far as its tree tells.
#include "monitor/promql_tree.hpp"

#include <gtest/gtest.h>

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

TEST(PromqlTree, BoolIsOfItsComparisonOnly) {
  const auto tree = promql_tree("(a > bool 1) == 1");
  ASSERT_TRUE(tree);
  EXPECT_FALSE(tree->yes_no);
  EXPECT_TRUE(tree->children[0].yes_no);
}

}  // namespace
}  // namespace misfire
