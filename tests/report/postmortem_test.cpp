#include "report/postmortem/postmortem.hpp"

#include "judge/judging.hpp"
#include "report/markdown.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using namespace testing;

RunFacts facts() {
  RunFacts f;
  f.system = "fixtures/system.toml";
  f.runbooks = {{"LoginFailureRatioHigh", "https://runbooks.example.com/LoginFailureRatioHigh"},
                {"TrafficImbalance", "javascript:alert(1)"}};
  return f;
}

std::string story_of(const Plan& plan, const History& history) {
  return postmortem(plan, history, judge(plan, history), facts());
}

std::string february_story() {
  return story_of(february(), HistoryBuilder().harm().february_alerts().build());
}

TEST(Postmortem, HasTheChaptersThatTeamsUseInOrder) {
  const std::string story = february_story();
  EXPECT_THAT(story, StartsWith("# Post-mortem: One backend gets four fifths of the logins\n"));
  std::size_t at = 0;
  for (const char* chapter :
       {"## Summary", "## Timeline", "## Root cause and resolution", "### Resolution",
        "## Findings", "## Corrective measures", "## Origin"}) {
    const std::size_t next = story.find(std::string("\n") + chapter + "\n", at);
    ASSERT_NE(next, std::string::npos) << chapter;
    at = next;
  }
}

TEST(Postmortem, SummarizesDurationImpactDetectionAndCause) {
  EXPECT_THAT(
      february_story(),
      AllOf(HasSubstr("| **Duration** | 6 min |"), HasSubstr("failed (29.9 %)"),
            HasSubstr("| **Detected** | after 2 min 11 s: `LoginFailureRatioHigh` paged "
                      "`auth-oncall` |"),
            HasSubstr("| **Root cause** | `skew` (weights): weights 200/25/25 were read back |")));
}

TEST(Postmortem, TheTimelineIsInUtcAndMarksTheDetection) {
  // The builder's fault comes at 1,700,000,000 s, 14 November 2023, 22:13:20.
  EXPECT_THAT(february_story(),
              AllOf(HasSubstr("All times are UTC, 14 November 2023; the run went 30 times as fast"),
                    HasSubstr("| 22:13:20.0 | 0 ms | **Cause**: `skew` (weights) comes into force, "
                              "via reload. |"),
                    HasSubstr("| 22:13:24.3 | 2 min 11 s | **Detection**: `LoginFailureRatioHigh` "
                              "pages `auth-oncall` (webhook). |"),
                    HasSubstr("| **Resolution**: `skew` is taken back. |")));
}

TEST(Postmortem, APageThatBlamesAnotherComponentIsMisleading) {
  const History history =
      HistoryBuilder().harm().alert(20, kDatabase, "database-oncall").february_alerts().build();
  const std::string story = story_of(february(), history);
  EXPECT_THAT(story, HasSubstr("**Detection**: **Misleading**: `DatabaseSlow` pages "
                               "`database-oncall` (webhook), and names `database`."));
  EXPECT_THAT(story, HasSubstr("and named `database`, which was not the cause"));
  EXPECT_THAT(story, HasSubstr("- [ ] Stop the page that misleads: see that nobody is paged about "
                               "`database`."));
}

TEST(Postmortem, WhatWasMissedBecomesAMeasure) {
  const History history = HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120).build();
  const std::string story = story_of(february(), history);
  EXPECT_THAT(story, HasSubstr("- [ ] Make sure that a page for the symptom reaches team auth "
                               "within 5 min. Here: "));
  EXPECT_THAT(story, HasSubstr("What did not happen as it should:"));
}

TEST(Postmortem, ALateAlertIsToldWithTheStageThatTookLongest) {
  const History history = HistoryBuilder()
                              .harm()
                              .alert(279, kSymptom, "auth-oncall")
                              .alert(90, kCause, "network-oncall", 120)
                              .build();
  EXPECT_THAT(story_of(february(), history),
              HasSubstr("Let `LoginFailureRatioHigh` come earlier: it came 1 min 10 s after "
                        "its limit of 5 min"));
}

TEST(Postmortem, LinksRunbooksAndNothingElse) {
  const std::string story = february_story();
  EXPECT_THAT(story, HasSubstr("- `LoginFailureRatioHigh`: "
                               "<https://runbooks.example.com/LoginFailureRatioHigh>"));
  EXPECT_THAT(story, HasSubstr("- `TrafficImbalance`: `javascript:alert(1)`"));
}

TEST(Postmortem, OfARunWithoutAFaultIsNone) {
  EXPECT_EQ(story_of(february(), {}), "");
  EXPECT_EQ(story_of(twin(), HistoryBuilder().build()), "");
}

TEST(Postmortem, WhatOthersWroteIsNoMarkup) {
  Plan plan = february();
  plan.scenario.title = "x\n# <img src=x> [a](b) | *c* `d`";
  const std::string story = story_of(plan, HistoryBuilder().harm().february_alerts().build());
  EXPECT_THAT(story,
              StartsWith("# Post-mortem: x \\# &lt;img src=x> \\[a\\](b) \\| \\*c\\* \\`d\\`\n"));
}

TEST(Markdown, CodeAndBlocksEndWhereTheyShould) {
  EXPECT_EQ(markdown_code("a`b|c\nd"), "``a`b\\|c d``");
  EXPECT_EQ(markdown_code("`"), "`` ` ``");
  EXPECT_EQ(markdown_block("diff", "+ ```\n\x1b"), "````diff\n+ ```\n\uFFFD\n````\n");
  EXPECT_EQ(markdown_prose("`a` <b"), "`a` &lt;b");
  EXPECT_EQ(markdown("\xff"), "\uFFFD");
}

}  // namespace
}  // namespace misfire
