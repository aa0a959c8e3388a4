#include "audit/suppression.hpp"

#include <gtest/gtest.h>

#include "audit/catalogue.hpp"

namespace misfire {
namespace {

std::vector<std::string> known() {
  std::vector<std::string> ids;
  for (const RuleDoc& doc : rule_docs()) ids.push_back(doc.id);
  return ids;
}

Finding finding(const std::string& rule, int line) {
  return {rule, Severity::warning, {{"x.cfg", line, 3}, 9, "wrong"}};
}

/// Rules of what is left, and of what is said about the suppressions, with their lines.
std::vector<std::string> left(const std::string& text, std::vector<Finding> findings) {
  apply_suppressions(read_suppressions(text, "x.cfg"), known(), findings);
  std::vector<std::string> rules;
  for (const Finding& one : findings) {
    if (one.suppressed.empty()) {
      rules.push_back(std::to_string(one.place.where.line) + " " + one.rule);
    }
  }
  return rules;
}

using Rules = std::vector<std::string>;

TEST(Suppression, HoldsForItsOwnLine) {
  const std::string text = "\n server a x # misfire: allow haproxy/no-check: moved by an agent\n";
  EXPECT_EQ(left(text, {finding("haproxy/no-check", 2)}), Rules{});
}

TEST(Suppression, AboveALineHoldsForTheNextThatIsNoComment) {
  const std::string text =
      "# misfire: allow haproxy/no-check: one\n# misfire: allow haproxy/fall-one: two\n\n# x\n"
      "server a\nserver b\n";
  EXPECT_EQ(left(text, {finding("haproxy/no-check", 5), finding("haproxy/fall-one", 5),
                        finding("haproxy/no-check", 6)}),
            Rules{"6 haproxy/no-check"});
}

TEST(Suppression, NamesSeveralRules) {
  const std::string text = "x # misfire: allow haproxy/no-check, haproxy/fall-one: both\n";
  EXPECT_EQ(left(text, {finding("haproxy/no-check", 1), finding("haproxy/fall-one", 1)}), Rules{});
}

TEST(Suppression, KeepsItsReason) {
  std::vector<Finding> findings{finding("haproxy/no-check", 1)};
  apply_suppressions(read_suppressions("x # misfire: allow haproxy/no-check: a: b\r\n", "x.cfg"),
                     known(), findings);
  EXPECT_EQ(findings.front().suppressed, "a: b");
}

TEST(Suppression, WithoutAReasonSuppressesNothingAndIsAFinding) {
  const Rules expected{"1 haproxy/no-check", "1 audit/bad-suppression"};
  EXPECT_EQ(left("x # misfire: allow haproxy/no-check\n", {finding("haproxy/no-check", 1)}),
            expected);
  EXPECT_EQ(left("x # misfire: allow haproxy/no-check:  \n", {finding("haproxy/no-check", 1)}),
            expected);
}

TEST(Suppression, ThatIsNotUnderstoodIsAFinding) {
  EXPECT_EQ(left("x # misfire: ignore everything\n", {}), Rules{"1 audit/bad-suppression"});
  EXPECT_EQ(left("x # misfire: allow\n", {}), Rules{"1 audit/bad-suppression"});
  EXPECT_EQ(left("x # see misfire: it runs this\nx \"misfire: no\"\n", {}), Rules{});
}

TEST(Suppression, OfAnUnknownRuleNamesTheNearest) {
  std::vector<Finding> findings;
  apply_suppressions(read_suppressions("x # misfire: allow haproxy/no-chek: y\n", "x.cfg"), known(),
                     findings);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings.front().rule, "audit/unknown-rule");
  EXPECT_EQ(findings.front().place.where, (Position{"x.cfg", 1, 5}));
  EXPECT_NE(findings.front().place.message.find("haproxy/no-check"), std::string::npos);
}

TEST(Suppression, OfNothingIsANote) {
  const std::string text =
      "x # misfire: allow haproxy/no-check: y\n# misfire: allow haproxy/no-check: z\n";
  EXPECT_EQ(
      left(text, {finding("haproxy/no-check", 3)}),
      (Rules{"3 haproxy/no-check", "1 audit/unused-suppression", "2 audit/unused-suppression"}));
}

}  // namespace
}  // namespace misfire
