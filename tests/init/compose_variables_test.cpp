#include "init/compose_variables.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(ComposeVariables, AreLinesOfAFile) {
  EXPECT_THAT(
      read_variables("# all\nA=1\nexport B = two words # why\nC='x # y'\nD=\"z\"\n\n=e\nf\n"),
      ElementsAre(Pair("A", "1"), Pair("B", "two words"), Pair("C", "x # y"), Pair("D", "z")));
}

TEST(ComposeVariables, AreFilledIn) {
  const Variables known{{"A", "1"}, {"EMPTY", ""}};
  for (const auto& [text, filled] :
       std::map<std::string, std::optional<std::string>>{{"plain", "plain"},
                                                         {"$A-${A}", "1-1"},
                                                         {"$$A", "$A"},
                                                         {"${NONE:-./x}:/y", "./x:/y"},
                                                         {"${NONE-${A}}", "1"},
                                                         {"${EMPTY:-x}${EMPTY-y}", "x"},
                                                         {"${A:+set}${NONE:+set}", "set"},
                                                         {"$NONE", std::nullopt},
                                                         {"${NONE:?say it}", std::nullopt},
                                                         {"${A", std::nullopt},
                                                         {"cost: 5$ or $", "cost: 5$ or $"}}) {
    EXPECT_EQ(fill_in(text, known), filled) << text;
  }
}

TEST(ComposeVariables, DefaultsWithinDefaultsHaveAnEnd) {
  std::string deep = "x";
  for (int i = 0; i < 1'000; ++i) deep = "${N:-" + deep + "}";
  EXPECT_EQ(fill_in(deep, {}), std::nullopt);
}

}  // namespace
}  // namespace misfire
