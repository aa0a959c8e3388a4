#include "monitor/rule_objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> names_of(const YamlTree& tree) {
  std::vector<std::string> names;
  for (const YamlTree& group : tree.find("groups")->items) names.push_back(group.get("name"));
  return names;
}

TEST(RuleObjects, APlainRuleFileStaysWhatItIs) {
  const auto rules = parse_rules("groups: [{ name: a, rules: [] }]\nextra: 1\n", "r.yml");
  ASSERT_TRUE(rules);
  EXPECT_NE(rules->tree.find("extra"), nullptr) << "promtool says what is wrong with it";
  EXPECT_TRUE(parse_rules("", "r.yml")->tree.is_null());
  EXPECT_TRUE(parse_rules("---\ngroups: []\n", "r.yml")->tree.find("groups")->items.empty());
}

TEST(RuleObjects, ObjectsDocumentsAndListsBecomeOneFile) {
  const auto rules = parse_rules(
      "kind: PrometheusRule\nspec:\n  groups: [{ name: a, partial_response_strategy: warn }]\n"
      "---\nkind: List\nitems:\n- kind: PrometheusRule\n  spec: { groups: [{ name: b }, { name: a "
      "}] }\n"
      "- kind: Service\n--- # plain\ngroups: [{ name: a }]\n",
      "r.yml");
  ASSERT_TRUE(rules) << to_string(rules.error());
  EXPECT_THAT(names_of(rules->tree), ElementsAre("a", "b", "a 2", "a 3"));
  ASSERT_EQ(rules->limits.size(), 2u);
  EXPECT_THAT(rules->limits[0], HasSubstr("r.yml:3:12: partial_response_strategy"));
  EXPECT_THAT(rules->limits[1], HasSubstr("r.yml:9:3: an object of the kind Service"));
  EXPECT_EQ(rules->tree.find("groups")->items[2].line, 8) << "its own line in the file";
}

TEST(RuleObjects, MistakesHaveTheirPlace) {
  const auto without = parse_rules("kind: PrometheusRule\ngroups: []\n", "r.yml");
  ASSERT_FALSE(without);
  EXPECT_THAT(without.error().message, HasSubstr("has a list `groups`"));
  const auto second = parse_rules("groups: []\n---\ngroups: [\n", "r.yml");
  ASSERT_FALSE(second);
  EXPECT_GE(second.error().where->line, 3);
}

}  // namespace
}  // namespace misfire
