#include "run/store_sight.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(StoreSight, CountsWhatCameBetweenTwoLooks) {
  const StoreQueries between =
      queries_between({{0, {2, 100, 1}}, {1, {3, 200, 0}}}, {{0, {4, 150, 4}}, {1, {3, 200, 0}}});
  EXPECT_EQ(between.count, 50);
  EXPECT_EQ(between.errors, 3);
  EXPECT_EQ(between.mean_ms(), 40);
}

TEST(StoreSight, ABackendThatStartedAnewCountsFromZero) {
  const StoreQueries between = queries_between({{0, {20, 2003, 470}}}, {{0, {1, 40, 6}}});
  EXPECT_EQ(between.count, 40);
  EXPECT_EQ(between.errors, 6);
  EXPECT_EQ(between.mean_ms(), 25);
}

TEST(StoreSight, WhoAnsweredOnceProvesNothing) {
  const StoreQueries between = queries_between({{0, {2, 100, 1}}}, {{1, {9, 300, 9}}});
  EXPECT_EQ(between.count, 0);
  EXPECT_EQ(between.errors, 0);
  EXPECT_EQ(between.mean_ms(), 0);
}

}  // namespace
}  // namespace misfire
