#include "run/select.hpp"

#include <gmock/gmock.h>

#include <set>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<Listed> library() {
  return {{"w/a.toml", "skew", {"weights", "smoke"}},
          {"w/b.toml", "skew-twin", {"weights", "twin"}},
          {"t/c.toml", "timeout", {"timeouts", "smoke"}},
          {"t/d.toml", "untagged", {}}};
}

std::vector<std::string> names(const std::vector<Listed>& scenarios) {
  std::vector<std::string> names;
  for (const Listed& one : scenarios) names.push_back(one.name);
  return names;
}

std::vector<std::string> selected(std::vector<std::string> tags,
                                  std::vector<std::string> skip = {}) {
  const auto some = with_tags(library(), {std::move(tags), std::move(skip)});
  EXPECT_TRUE(some) << some.error().front().message;
  return some ? names(*some) : std::vector<std::string>{};
}

TEST(Tags, NoneSelectsAll) {
  EXPECT_THAT(selected({}), ElementsAre("skew", "skew-twin", "timeout", "untagged"));
}

TEST(Tags, AnyOfThemSelectsInOrder) {
  EXPECT_THAT(selected({"smoke"}), ElementsAre("skew", "timeout"));
  EXPECT_THAT(selected({"timeouts", "weights"}), ElementsAre("skew", "skew-twin", "timeout"));
}

TEST(Tags, SkippedOnesWin) {
  EXPECT_THAT(selected({"weights"}, {"twin"}), ElementsAre("skew"));
  EXPECT_THAT(selected({}, {"weights"}), ElementsAre("timeout", "untagged"));
}

TEST(Tags, UnknownOnesAreToldAtOnceWithTheNearest) {
  const auto some = with_tags(library(), {{"smok"}, {"wieghts"}});
  ASSERT_FALSE(some);
  ASSERT_EQ(some.error().size(), 2u);
  EXPECT_EQ(some.error()[0].code, ErrorCode::usage);
  EXPECT_EQ(some.error()[0].message, "--tag: no scenario has the tag \"smok\"");
  EXPECT_EQ(some.error()[0].hint, "did you mean \"smoke\"?");
  EXPECT_THAT(some.error()[1].message, HasSubstr("--skip-tag"));
}

TEST(Tags, SelectingNothingIsAUsageError) {
  const auto some = with_tags(library(), {{"twin"}, {"weights"}});
  ASSERT_FALSE(some);
  EXPECT_EQ(some.error().front().code, ErrorCode::usage);
}

TEST(Shards, HoldEachScenarioOnceAndAreOfOneSize) {
  for (std::size_t of = 1; of <= 6; ++of) {
    std::multiset<std::string> all;
    for (std::size_t number = 1; number <= of; ++number) {
      const auto mine = names(in_shard(library(), {number, of}));
      EXPECT_LE(mine.size(), (library().size() + of - 1) / of);
      EXPECT_GE(mine.size(), library().size() / of);
      all.insert(mine.begin(), mine.end());
    }
    EXPECT_THAT(all, ElementsAre("skew", "skew-twin", "timeout", "untagged"));
  }
}

TEST(Shards, AreTheSameInWhateverOrderScenariosAreNamed) {
  auto turned = library();
  std::reverse(turned.begin(), turned.end());
  EXPECT_THAT(names(in_shard(library(), {1, 2})), ElementsAre("skew", "timeout"));
  EXPECT_THAT(names(in_shard(turned, {1, 2})), ElementsAre("timeout", "skew"));
}

TEST(Shards, OneBeyondTheScenariosIsEmpty) {
  EXPECT_THAT(in_shard(library(), {5, 5}), IsEmpty());
}

TEST(Shards, AreReadAsNumberOfNumber) {
  const auto shard = parse_shard("2/5");
  ASSERT_TRUE(shard);
  EXPECT_EQ(shard->number, 2u);
  EXPECT_EQ(shard->of, 5u);
  for (const char* text : {"", "/", "2", "2/", "/5", "0/5", "6/5", "-1/5", "2/5x", "2 / 5", "1/0",
                           "1/99999999999999999999", "a/b"}) {
    EXPECT_FALSE(parse_shard(text)) << text;
  }
}

}  // namespace
}  // namespace misfire
