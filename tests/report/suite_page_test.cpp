#include "report/suite_page/suite_page.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "judge/reviewed_runs.hpp"
#include "report/a_page.hpp"
#include "report/suite_page/suite_row.hpp"

namespace misfire {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

Json told(const std::string& team, Json after, bool met) {
  return {{"name", "A"},         {"team", team},    {"expected", true},
          {"notified_s", after}, {"within_s", 300}, {"met", met}};
}

Json report(const std::string& scenario, const std::string& verdict, Json alerts = Json::array(),
            Json reasons = Json::array()) {
  return {{"schema", "misfire.run/1"},
          {"scenario", scenario},
          {"title", "What happens in " + scenario},
          {"system", ""},
          {"verdict", verdict},
          {"reasons", std::move(reasons)},
          {"impact", {{"logins", 100}, {"failed_ratio", 0.302}}},
          {"alerts", std::move(alerts)},
          {"folder", "reports/20261124T010203Z-" + scenario}};
}

std::string suite(const std::vector<Json>& runs) {
  return Json({{"schema", "misfire.suite/1"}, {"runs", runs}}).dump();
}

std::string small_suite() {
  return suite({report("skew", "pass", {told("auth", 130.4, true)}),
                report("gone", "fail", {told("network", nullptr, false)},
                       {"`network` was never told", "so was nobody"}),
                report("twin", "pass"),
                {{"scenario", "hash"}, {"verdict", "invalid"}, {"reasons", {"it did not run"}}}});
}

Review small_review() {
  const auto alerts = [](Cell login, Cell cause_cell) {
    return std::vector<ReviewedAlert>{symptom(login, "LoginFailureRatioHigh"), cause(cause_cell),
                                      symptom(Cell::quiet, "DiskFull")};
  };
  ReviewedRun skew = harmful("skew", alerts(Cell::caught, Cell::caught));
  skew.alerts[0] = timed(skew.alerts[0], 130);
  ReviewedRun gone = harmful("gone", alerts(Cell::quiet, Cell::missed));
  gone.unmet = {{"a page that blames `load-balancer`", "it never went pending", ""}};
  gone.untested = {{"DiskFull", "nothing fills a `disk`"}};
  return review({skew, gone, a_twin(alerts(Cell::quiet, Cell::also)),
                 not_reviewed("hash", "", "HAProxy is not installed")});
}

std::string small_page() {
  return suite_page(small_suite(), small_review());
}

TEST(SuiteRows, AreInTheOrderOfWhatSomebodyMustLookAt) {
  const auto rows = suite_rows(small_suite());
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].scenario, "gone");
  EXPECT_EQ(rows[1].scenario, "hash");
  EXPECT_EQ(rows[2].scenario, "skew") << "the suite's order";
  EXPECT_EQ(rows[2].page, "../20261124T010203Z-skew/report.html");
  EXPECT_EQ(rows[1].page, "") << "it has no folder";
  EXPECT_EQ(rows[2].failed_ratio, 0.302);
  EXPECT_EQ(rows[2].told.at(0).after_s, 130.4);
}

TEST(SuiteRows, OfWhatIsNoSuiteThereAreNone) {
  for (const char* text : {"", "{", "[]", "{\"runs\": 3}", "{\"runs\": [3, \"x\"]}"}) {
    EXPECT_TRUE(suite_rows(text).empty()) << text;
  }
  EXPECT_EQ(suite_rows("{\"runs\": [{\"impact\": 1, \"alerts\": [1], \"folder\": 2}]}").size(), 1u);
}

TEST(SuitePage, SaysTheVerdictsInOneSentence) {
  EXPECT_THAT(small_page(), HasSubstr("<h1>2 of 4 runs passed, 1 failed and 1 proved nothing; of 2 "
                                      "harmful scenarios only 1 was noticed in time.</h1>"));
  const std::string well = suite_page(
      suite({report("skew", "pass"), report("hash", "pass")}),
      review({harmful("skew", {cause(Cell::caught)}), harmful("hash", {cause(Cell::caught)})}));
  EXPECT_THAT(well, HasSubstr("<h1>All 2 runs passed; all 2 harmful scenarios were noticed in "
                              "time.</h1>"));
}

TEST(SuitePage, HasTheReviewsHeadline) {
  EXPECT_THAT(small_page(),
              AllOf(HasSubstr("<dt>caught</dt><dd><strong>1 of 2</strong> <span>harmful scenarios "
                              "(50 %)</span>"),
                    HasSubstr("<dt>discriminating</dt><dd><strong>–</strong> <span>nothing can be "
                              "said: no decoy counts</span>")));
}

TEST(SuitePage, EveryRunLeadsToItsPageAndSaysWhoWasToldWhen) {
  const std::string page = small_page();
  EXPECT_THAT(page, HasSubstr("<a href=\"../20261124T010203Z-skew/report.html\">skew</a>"));
  EXPECT_THAT(page, HasSubstr("auth <b>2:10</b><small> of 5:00</small>"));
  EXPECT_THAT(page, HasSubstr("<div class=\"bad\">network <b>never</b>"));
  EXPECT_THAT(page, HasSubstr("<code>network</code> was never told <small>(and 1 more)</small>"));
}

TEST(SuitePage, OfARunThatProvesNothingNobodyWasNeverTold) {
  const std::string page =
      suite_page(suite({report("skew", "invalid", {told("auth", nullptr, false)})}), review({}));
  EXPECT_THAT(page, Not(HasSubstr("<b>never</b>")));
}

TEST(SuitePage, TheMatrixHasASymbolAndItsMeaningInEachCell) {
  const std::string page = small_page();
  EXPECT_THAT(page, HasSubstr("<td class=\"good\" title=\"LoginFailureRatioHigh in skew: caught in "
                              "time\" aria-label=\"caught in time\">✓</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"bad\" title=\"TrafficImbalance in gone: missed\" "
                              "aria-label=\"missed\">✗</td>"));
  EXPECT_THAT(
      page, HasSubstr("<th scope=\"col\" class=\"column begins\" title=\"What happens in twin\">"))
      << "here the harmful ones end";
  EXPECT_THAT(page, Not(HasSubstr("<th scope=\"row\">DiskFull</th><td class=")))
      << "it tells nothing";
}

TEST(SuitePage, TellsHowManyRunsOfARepeatedScenarioHadWhatTheCellSays) {
  const std::string page = suite_page(suite({}), review({harmful("skew", {cause(Cell::caught)}),
                                                         harmful("skew", {cause(Cell::missed)}),
                                                         harmful("skew", {cause(Cell::caught)})}));
  EXPECT_THAT(page, HasSubstr("title=\"TrafficImbalance in skew: missed, 1 of 3 runs\""));
}

TEST(SuitePage, TellsHolesFiguresWhatIsUntestedAndWhatWasLeftOut) {
  const std::string page = small_page();
  EXPECT_THAT(page,
              HasSubstr("</span> nobody noticed</td><th scope=\"row\">gone</th><td>a page "
                        "that blames <code>load-balancer</code>: it never went pending</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"n\">1/1</td><td class=\"n\">1/1</td><td "
                              "class=\"n\">0:10</td>"));
  EXPECT_THAT(page, HasSubstr("<tr><th scope=\"row\">DiskFull</th><td>nothing fills a "
                              "<code>disk</code></td></tr>"));
  EXPECT_THAT(page, HasSubstr("<tr><th scope=\"row\">hash</th><td>invalid</td><td>HAProxy is not "
                              "installed</td></tr>"));
}

TEST(SuitePage, OfNoRunsSaysSo) {
  const std::string page = suite_page(suite({}), review({}));
  EXPECT_THAT(page, HasSubstr("<h1>0 of 0 runs passed.</h1>"));
  EXPECT_THAT(page, Not(HasSubstr("id=\"matrix\"")));
}

TEST(SuitePage, SeveralSystemsAreNamed) {
  Json one = report("skew", "pass"), other = report("skew", "fail");
  one["system"] = "haproxy.toml";
  other["system"] = "nginx.toml";
  other["folder"] = "reports/of-nginx";
  const std::string page = suite_page(
      suite({one, other}), review({on(harmful("skew", {cause(Cell::caught)}), "haproxy.toml"),
                                   on(harmful("skew", {cause(Cell::missed)}), "nginx.toml")}));
  EXPECT_THAT(page, HasSubstr("<a href=\"../of-nginx/report.html\">skew on nginx.toml</a></span>"));
  EXPECT_THAT(
      page,
      HasSubstr("<th scope=\"row\"><a href=\"../of-nginx/report.html\">skew on nginx.toml</a>"));
}

TEST(SuitePage, ForeignTextChangesNoTag) {
  const auto tags = [](const std::string& text) {
    ReviewedRun run = harmful(text, {symptom(Cell::caught, text), cause(Cell::missed, text)});
    run.title = text;
    run.unmet = {{text, text, text}};
    run.untested = {{text + "2", text}};
    return tags_of(suite_page(
        suite({report(text, "fail", {told(text, 3, false)}, {text, text})}),
        review({run, a_twin({cause(Cell::false_page, text)}), not_reviewed(text, text, text)})));
  };
  EXPECT_EQ(tags("</script><img src=x onerror=alert(1)>\"'>"), tags("harmless"));
}

}  // namespace
}  // namespace misfire
