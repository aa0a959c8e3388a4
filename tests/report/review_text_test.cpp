#include "report/review_text.hpp"

#include <gmock/gmock.h>

#include "judge/reviewed_runs.hpp"
#include "report/paint.hpp"
#include "report/review_markdown.hpp"
#include "report/review_words.hpp"

namespace misfire {
namespace {

using namespace testing;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;

/// One of each: what is caught, missed, false, on in the twin, untested and left out.
std::vector<ReviewedRun> small_suite() {
  const auto alerts = [](Cell login, Cell cause_cell) {
    return std::vector<ReviewedAlert>{symptom(login, "LoginFailureRatioHigh"), cause(cause_cell),
                                      symptom(Cell::quiet, "DiskFull")};
  };
  ReviewedRun skew = harmful("skew", alerts(Cell::caught, Cell::caught));
  skew.alerts[0] = timed(skew.alerts[0], 130);
  skew.alerts[1] = timed(skew.alerts[1], 260);
  ReviewedRun gone = harmful("metrics-gone", alerts(Cell::quiet, Cell::missed));
  gone.unmet = {{"a page that blames `load-balancer` reaches team network within 5 min",
                 "it never went pending", ""}};
  gone.untested = {{"DiskFull", "nothing fills a disk"}};
  return {decoy(alerts(Cell::also, Cell::false_page)), skew, gone,
          a_twin(alerts(Cell::quiet, Cell::also)),
          not_reviewed("hash", "", "HAProxy is not installed")};
}

std::vector<std::size_t> widths(const std::string& text) {
  std::vector<std::size_t> all;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    all.push_back(columns(text.substr(at, end - at)));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return all;
}

TEST(ReviewText, IsTheHeadlineAndTheHoles) {
  EXPECT_EQ(review_text(review(small_suite()), {}),
            "Review       4 scenarios (2 harmful, 1 decoy, 1 twin), 3 alerts; left out: 1 run\n"
            "  caught           1 of 2 harmful scenarios (50 %)\n"
            "  discriminating   0 of 2 harmful scenarios (0 %)\n"
            "  false pages      1 page\n"
            "  on in twins      1 alert\n"
            "  untested         1 alert, 1 of them with a reason\n"
            "✗ nobody noticed   metrics-gone: a page that blames `load-balancer` reaches team\n"
            "                   network within 5 min: it never went pending\n"
            "✗ false page       TrafficImbalance: in crashed-backend, at `network-oncall`\n"
            "! not told apart   skew: `TrafficImbalance` fires in crashed-backend, too\n"
            "! on in a twin     TrafficImbalance: fires in twin, where nothing happens\n"
            "! left out         hash: invalid: HAProxy is not installed\n"
            "· untested         DiskFull: nothing fills a disk\n");
}

TEST(ReviewText, TheMatrixHasARowForEachAlertThatTellsAnything) {
  EXPECT_EQ(review_matrix_text(review(small_suite()), {}),
            "\n"
            "                         1234\n"
            "  LoginFailureRatioHigh  ✓·a·\n"
            "  TrafficImbalance       ✓✗Fa\n"
            "  F false page, ✗ missed, ✓ caught in time, a also notified, · quiet as it\n"
            "  should be\n"
            "\n"
            "    1  skew\n"
            "    2  metrics-gone: nobody noticed\n"
            "    3  crashed-backend (decoy)\n"
            "    4  twin (twin)\n"
            "\n"
            "Alerts                   prec recall effect pending firing  sent notified  worst\n"
            "  LoginFailureRatioHigh   1/1    1/1   0:10    0:40   1:40  1:40     2:10   2:10\n"
            "  TrafficImbalance        1/3    1/2   0:10    2:50   3:50  3:50     4:20   4:20\n"
            "  medians of model time after the fault, of what was caught or came late\n");
}

TEST(ReviewText, WhatIsWellHasNoHoles) {
  const Review r = review({harmful("skew", {symptom(Cell::caught), cause(Cell::caught)}),
                           decoy({symptom(Cell::also), cause(Cell::quiet)}),
                           a_twin({symptom(Cell::quiet), cause(Cell::quiet)})});
  EXPECT_EQ(review_text(r, {}),
            "Review       3 scenarios (1 harmful, 1 decoy, 1 twin), 2 alerts\n"
            "  caught           1 of 1 harmful scenario (100 %)\n"
            "  discriminating   1 of 1 harmful scenario (100 %)\n"
            "  false pages      none\n"
            "  on in twins      none\n"
            "  untested         none\n");
}

TEST(ReviewText, WhatCannotBeSaidIsNotNone) {
  const std::string text = review_text(review({harmful("skew", {cause(Cell::caught)})}), {});
  EXPECT_THAT(text, HasSubstr("discriminating   nothing can be said: no decoy counts"));
  EXPECT_THAT(text, HasSubstr("on in twins      nothing can be said: no twin counts"));
  const std::string nothing = review_text(review({}), {});
  EXPECT_THAT(nothing, HasSubstr("caught           there is no harmful scenario that counts"));
  EXPECT_EQ(review_matrix_text(review({}), {}), "");
}

TEST(ReviewText, ManyScenariosStandInBlocksThatFit) {
  std::vector<ReviewedRun> runs;
  for (int i = 1; i <= 120; ++i) {
    runs.push_back(harmful("scenario-" + std::to_string(i), {cause(Cell::caught)}));
  }
  const Review r = review(runs);
  const std::string text = review_matrix_text(r, {});
  EXPECT_THAT(widths(text), Each(Le(80u)));
  EXPECT_THAT(text, HasSubstr("✓✓✓✓✓ ✓✓✓✓✓"));
  EXPECT_THAT(text, HasSubstr("11111 11111 11111 11111\n")) << "hundreds stand above tens";
  EXPECT_FALSE(is_short(r));
  EXPECT_TRUE(is_short(review(small_suite())));
}

TEST(ReviewText, LongNamesDoNotBreakTheFigures) {
  const std::string name(70, 'X');
  const Review r = review({harmful("skew", {timed(cause(Cell::caught, name), 200)})});
  const std::string text = review_figures_text(r, {});
  EXPECT_THAT(text, HasSubstr("  " + name + "\n"));
  EXPECT_THAT(widths(review_matrix_text(r, {})), Each(Le(80u)));
}

TEST(ReviewText, WhatIsSaidOfSeveralIsSaidOnce) {
  const Review r = review({harmful("a", {cause(Cell::caught)}), harmful("b", {cause(Cell::caught)}),
                           decoy({cause(Cell::also)})});
  EXPECT_THAT(review_text(r, {}),
              HasSubstr("! not told apart   a, b: `TrafficImbalance` fires in"));
}

TEST(ReviewText, WhatBelongsToAKnownGapIsNotRed) {
  ReviewedRun run = harmful("skew", {cause(Cell::missed)});
  run.unmet = {{"a page", "it never went pending", "OPS-12"}};
  const auto all = holes(review({run}));
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all[0].weight, Hole::Weight::yellow);
  EXPECT_THAT(all[0].text, HasSubstr("(known gap OPS-12)"));
}

TEST(ReviewText, SeveralSystemsAreNamed) {
  const Review r = review({on(harmful("a", {cause(Cell::quiet)}), "haproxy.toml"),
                           on(harmful("a", {cause(Cell::caught)}), "nginx.toml")});
  EXPECT_THAT(review_matrix_text(r, {}), HasSubstr("    2  a on nginx.toml\n"));
  EXPECT_THAT(review_text(r, {}), HasSubstr("TrafficImbalance on haproxy.toml: never fired"));
}

TEST(ReviewText, ColourMarksWhatMatters) {
  TerminalStyle colour;
  colour.colour = true;
  EXPECT_THAT(review_text(review(small_suite()), colour), HasSubstr("\033[1;31m✗\033[0m "));
  EXPECT_THAT(review_matrix_text(review(small_suite()), colour), HasSubstr("\033[1;32m✓\033[0m"));
  EXPECT_THAT(review_matrix_text(review(small_suite()), {}), Not(HasSubstr("\033")));
}

TEST(ReviewText, AForeignNameDoesNotReachTheTerminalAsItIs) {
  const Review r = review({harmful("s\033[2J", {cause(Cell::caught, "A\033[2J")})});
  EXPECT_THAT(review_text(r, {}) + review_matrix_text(r, {}), Not(HasSubstr("\033")));
}

TEST(ReviewMarkdown, IsTheSameForAPullRequest) {
  const std::string text = review_markdown(review(small_suite()));
  EXPECT_THAT(text, ::testing::StartsWith("### misfire review: 4 scenarios (2 harmful, "));
  EXPECT_THAT(text, HasSubstr("| discriminating | 0 of 2 harmful scenarios (0 %) |\n"));
  EXPECT_THAT(text, HasSubstr("| ✗ | false page | TrafficImbalance | in crashed-backend, at "
                              "`network-oncall` |\n"));
  EXPECT_THAT(text,
              HasSubstr("| alert | 1 | 2 | 3 | 4 | precision | recall | median | worst |\n"
                        "| --- |:-:|:-:|:-:|:-:| --: | --: | --: | --: |\n"
                        "| LoginFailureRatioHigh | ✓ | · | a | · | 1/1 | 1/1 | 2:10 | 2:10 |\n"
                        "| TrafficImbalance | ✓ | ✗ | F | a | 1/3 | 1/2 | 4:20 | 4:20 |\n"));
  EXPECT_THAT(text, HasSubstr("\n1. skew (harmful): What happens in skew\n"));
}

TEST(ReviewMarkdown, AForeignNameDoesNotBreakATable) {
  const std::string text =
      review_markdown(review({harmful("a|b", {cause(Cell::caught, "<script>|x")})}));
  EXPECT_THAT(text, HasSubstr("| &lt;script>\\|x |"));
}

}  // namespace
}  // namespace misfire
