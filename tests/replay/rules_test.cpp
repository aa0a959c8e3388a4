#include "replay/rules.hpp"

#include <gmock/gmock.h>

#include "base/temporary_folder.hpp"
#include "replay/rule_order.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RulesTest : public ::testing::Test {
 protected:
  Checked<ReplayRules> read(const std::string& text, double speed = 1) {
    const fs::path file = folder_.path() / "login.yml";
    EXPECT_TRUE(write_file(file, text));
    return read_replay_rules(
        {{file}, speed, {{std::chrono::seconds(15)}, {}}, {"rules/login.yml"}});
  }
  TemporaryFolder folder_ = TemporaryFolder::make("rules").value();
};

constexpr char kRules[] = R"(groups:
  - name: login
    interval: 30s
    limit: 5
    rules:
      - alert: High
        expr: sum(rate(x[2m])) > 1
        for: 1m
        keep_firing_for: 10m
        labels: { severity: page, on: "{{ $labels.instance }}" }
      - record: job:x
        expr: sum(x)
)";

TEST_F(RulesTest, LabelsOfAGroupAreThoseOfItsRulesWhichWin) {
  const auto rules = read(R"(groups:
  - name: g
    labels: { severity: page, zone: "{{ $labels.zone }}", on: "{{ nonsense" }
    rules:
      - { alert: A, expr: x, labels: { severity: ticket, on: here } }
      - { record: r, expr: x, labels: { on: here } }
)");
  ASSERT_TRUE(rules);
  const auto& both = rules->groups[0].rules;
  const auto value = [&](const char* label) {
    return both[0].labels.at(label).expand({{"zone", "fra"}}, {}, 1);
  };
  EXPECT_EQ(value("severity"), "ticket");
  EXPECT_EQ(value("zone"), "fra");
  EXPECT_EQ(value("on"), "here");
  EXPECT_TRUE(both[1].labels.empty());
  EXPECT_EQ(both[1].read.rule.labels.at("severity"), "page");
}

TEST_F(RulesTest, GroupsHaveTheirSpansInWallTime) {
  const auto rules = read(kRules, 30);
  ASSERT_TRUE(rules) << to_string(rules.error().front());
  ASSERT_EQ(rules->groups.size(), 1u);
  const ReplayGroup& group = rules->groups[0];
  EXPECT_EQ(group.file, "rules/login.yml");
  EXPECT_EQ(group.name, "login");
  EXPECT_EQ(group.interval, 1s);
  EXPECT_EQ(group.limit, 5u);
  ASSERT_EQ(group.rules.size(), 2u);
  EXPECT_EQ(group.rules[0].hold, 2s);
  EXPECT_EQ(group.rules[0].keep_firing, 20s);
  EXPECT_EQ(group.rules[0].read.scaled.text, "sum(rate(x[4000ms])) > 1");
  EXPECT_EQ(group.rules[0].labels.at("on").expand({{"instance", "a"}}, {}, 0), "a");
  EXPECT_EQ(group.rules[1].read.rule.name, "job:x");
}

TEST_F(RulesTest, ALabelThatNobodyCanExpandIsAMistakeInItsPlace) {
  std::string text = kRules;
  text.replace(text.find("$labels.instance"), 16, "$value | humanize");
  const auto rules = read(text);
  ASSERT_FALSE(rules);
  ASSERT_EQ(rules.error().size(), 1u);
  EXPECT_THAT(to_string(rules.error()[0]), HasSubstr("login.yml:10:"));
  EXPECT_THAT(to_string(rules.error()[0]), HasSubstr("High: label on:"));
}

TEST_F(RulesTest, MistakesHaveTheirPlace) {
  const auto rules =
      read("groups:\n  - name: a\n    rules:\n      - alert: X\n        expr: sum(\n");
  ASSERT_FALSE(rules);
  EXPECT_THAT(to_string(rules.error()[0]), HasSubstr("login.yml:5:"));
}

TEST(KnownAs, TheNameThatEndsMostAlikeIsKept) {
  const std::vector<std::string> known{"rules/login.yml", "rules/a/login.yml", "rules/2-login.yml"};
  EXPECT_EQ(known_as("/home/me/rules/login.yml", known), "rules/login.yml");
  EXPECT_EQ(known_as("../a/login.yml", known), "rules/a/login.yml");
  EXPECT_EQ(known_as("new/other.yml", known), "rules/other.yml");
  EXPECT_EQ(known_as("new/other.yml", {"rules-3/login.yml"}), "rules-3/other.yml");
  EXPECT_EQ(known_as("new/other.yml", {}), "rules/other.yml");
}

class RuleOrderTest : public RulesTest {
 protected:
  /// Name by name, with "<" where it reads ahead and "*" where it is read.
  std::vector<std::string> order(const std::vector<std::string>& rules) {
    std::string text = "groups:\n  - name: a\n    rules:\n";
    for (const std::string& rule : rules) {
      const auto colon = rule.find(" = ");
      const std::string name = rule.substr(0, colon);
      text += fmt_rule(name, rule.substr(colon + 3));
    }
    const auto read_rules = read(text);
    if (!read_rules) return {to_string(read_rules.error().front())};
    const auto turns = rule_order(*read_rules);
    if (!turns) return {to_string(turns.error())};
    std::vector<std::string> names;
    for (const RuleTurn& turn : *turns) {
      names.push_back(read_rules->groups[turn.group].rules[turn.rule].read.rule.name +
                      (turn.reads_ahead ? "<" : "") + (turn.is_read ? "*" : ""));
    }
    return names;
  }
  static std::string fmt_rule(const std::string& name, const std::string& expr) {
    const bool alert = name[0] >= 'A' && name[0] <= 'Z';
    return std::string("      - ") + (alert ? "alert: " : "record: ") + name + "\n        expr: '" +
           expr + "'\n";
  }
};

TEST_F(RuleOrderTest, WhatIsReadComesBeforeWhatReadsIt) {
  EXPECT_THAT(order({"r:a = x", "A = r:a > 1", "B = y"}), ElementsAre("r:a*", "A", "B"));
  EXPECT_THAT(order({"A = r:b > 1", "r:a = x", "r:b = r:a"}), ElementsAre("r:a*", "r:b*", "A<"));
  EXPECT_THAT(order({"A = {__name__=\"r:a\"}", "r:a = x"}), ElementsAre("r:a*", "A<"));
}

TEST_F(RuleOrderTest, AlertsAreReadThroughTheirSeries) {
  EXPECT_THAT(order({"A = x", "B = ALERTS{alertname=\"A\", alertstate=\"firing\"}"}),
              ElementsAre("A*", "B"));
  EXPECT_THAT(order({"A = ALERTS{alertname=\"C\"}", "B = x"}), ElementsAre("A", "B"));
}

TEST_F(RuleOrderTest, AlertsAreReadByWhateverMatchersNameThem) {
  for (const char* reader :
       {"{alertname=\"A\",alertstate=\"firing\"}", "{__name__=~\"ALERTS\",alertname=\"A\"}",
        "ALERTS{alertname=\"\\x41\"}", "ALERTS{alertname=~\"A|X\"}", "ALERTS{alertname!=\"B\"}",
        "{alertname=\"A\",__name__!~\"up|r:.*\"}", "ALERTS_FOR_STATE{alertname=`A`}"}) {
    EXPECT_THAT(order({std::string("B = ") + reader, "A = x"}), ElementsAre("A*", "B<")) << reader;
  }
  for (const char* reader :
       {"ALERTS{alertname=~\"X.*\"}", "{__name__=~\"up|x\"}", "ALERTS{alertstate=\"resolved\"}",
        "{alertname=\"A\",__name__=\"x\"}", "ALERTS{alertname!~\"A|B\"}"}) {
    EXPECT_THAT(order({std::string("B = ") + reader, "A = x"}), ElementsAre("B", "A")) << reader;
  }
}

TEST_F(RuleOrderTest, ASelectorThatCannotMatchWhatARuleMakesReadsNothingOfIt) {
  EXPECT_THAT(order({"my:series = count({__name__=~\"auth_.*\"})"}), ElementsAre("my:series"));
  EXPECT_THAT(order({"my:series = count({__name__=~\"my.*\"})"})[0],
              HasSubstr("my:series reads what it makes itself"));
  // What only Prometheus's patterns can say may match.
  EXPECT_THAT(order({"my:series = count({__name__=~\"(?P<n>my.*)\"})"})[0],
              HasSubstr("reads what it makes itself"));
}

TEST_F(RuleOrderTest, LabelsThatARuleSetsAreKnownAndTemplatesAreNot) {
  const auto reads = [&](const std::string& label, const std::string& selector) {
    const auto rules = read("groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: '" +
                            selector + "'\n        labels: { severity: '" + label + "' }\n");
    return !rule_order(*rules).has_value();  // itself
  };
  EXPECT_TRUE(reads("page", "ALERTS{severity=\"page\"}"));
  EXPECT_FALSE(reads("ticket", "ALERTS{severity=\"page\"}"));
  EXPECT_TRUE(reads("{{ $labels.x }}", "ALERTS{severity=\"page\"}"));
  EXPECT_TRUE(reads("ticket", "ALERTS{instance=\"a\"}"));
}

TEST_F(RuleOrderTest, ChainsMayBeAsLongAsSomebodysFiles) {
  std::vector<std::string> chain;
  for (int i = 10'000; i > 0; --i) {
    chain.push_back("r:" + std::to_string(i) + " = r:" + std::to_string(i - 1));
  }
  const auto ordered = order(chain);
  ASSERT_EQ(ordered.size(), chain.size());
  EXPECT_EQ(ordered.front(), "r:1*");
  EXPECT_EQ(ordered.back(), "r:10000<");
}

TEST_F(RuleOrderTest, ACircleIsAMistakeInItsPlace) {
  EXPECT_THAT(order({"A = count(ALERTS) > 3"})[0], HasSubstr("login.yml:4"));
  EXPECT_THAT(order({"A = count(ALERTS) > 3"})[0], HasSubstr("A reads what it makes itself"));
  EXPECT_THAT(order({"r:a = r:b", "r:b = r:a"})[0],
              HasSubstr("r:b reads r:a, which depends on it"));
  // Two rules with one selector, whose maker is the second of them.
  EXPECT_THAT(order({"r:c = r:b", "r:b = r:b"})[0], HasSubstr("r:b reads what it makes itself"));
}

}  // namespace
}  // namespace misfire
