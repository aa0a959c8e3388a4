#include "replay/held_alert.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace misfire {
namespace {

TEST(ListedBefore, OrdersByJobThenInstanceThenLabels) {
  std::vector<Labels> all = {
      {{"a", "1"}},
      {{"a", "1"}, {"b", "1"}},
      {{"a", "1"}, {"c", "1"}},  // lacks b: comes before the one that has it
      {{"a", "0"}, {"z", "9"}},
      {{"job", "y"}, {"a", "0"}},
      {{"job", "x"}, {"instance", "2"}},
      {{"job", "x"}, {"instance", "1"}, {"q", "1"}},
      {{"instance", "0"}},
  };
  std::sort(all.begin(), all.end(), listed_before);
  EXPECT_THAT(
      all, ::testing::ElementsAre(Labels{{"job", "x"}, {"instance", "1"}, {"q", "1"}},
                                  Labels{{"job", "x"}, {"instance", "2"}},
                                  Labels{{"job", "y"}, {"a", "0"}}, Labels{{"instance", "0"}},
                                  Labels{{"a", "1"}}, Labels{{"a", "0"}, {"z", "9"}},
                                  Labels{{"a", "1"}, {"c", "1"}}, Labels{{"a", "1"}, {"b", "1"}}));
}

}  // namespace
}  // namespace misfire
