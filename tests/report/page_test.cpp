#include "report/page/page.hpp"

#include <nlohmann/json.hpp>

#include "report/a_page.hpp"
#include "report/page/html.hpp"
#include "report/utf8.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Lt;
using ::testing::Not;
using ::testing::SizeIs;
using namespace testing;

History february_history() {
  return HistoryBuilder()
      .harm()
      .february_alerts()
      .notified(200, "network-tickets", ticket("WeightSkew", "network"))
      .build();
}

TEST(Page, SaysTheVerdictInOnePlainSentenceFirst) {
  EXPECT_THAT(page_of(february(), february_history()),
              HasSubstr("<h1><span class=\"badge\">pass</span> 29.9 % of the logins failed over "
                        "6 min; auth was paged after 2 min 11 s, 2 min 49 s before the limit, and "
                        "network was paged after 4 min 1 s, 1 min 59 s before the limit.</h1>"));
}

TEST(Page, WhoIsPagedTooLateWithinAKnownGapIsNotNobody) {
  Plan plan = february();
  plan.scenario.alerts.front().within.limit = model_seconds(60);
  plan.scenario.alerts.front().gap = Gap{"OPS-12", "2023-12-31"};
  plan.scenario.blame.reset();
  EXPECT_THAT(page_of(plan, february_history()),
              HasSubstr("; auth was paged after 2 min 11 s, 1 min 11 s after the limit. Known and "
                        "excused: OPS-12.</h1>"));
  const History none = HistoryBuilder().harm().build();
  EXPECT_THAT(page_of(plan, none), HasSubstr("; nobody was paged. Known and excused: OPS-12."));
  const History astray = HistoryBuilder().harm().alert(40, kSymptom, "database-oncall").build();
  EXPECT_THAT(page_of(plan, astray),
              HasSubstr("<code>database-oncall</code> after 2 min 11 s, which nobody expected. "
                        "Known and excused: OPS-12."));
}

TEST(Page, AFailureNamesWhatWasMissedAndWhatWasSeen) {
  const History history = HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120).build();
  const std::string page = page_of(february(), history);
  EXPECT_THAT(page, HasSubstr("<h1><span class=\"badge\">fail</span>"));
  EXPECT_THAT(page,
              HasSubstr("Missed: that a page for the symptom reaches team auth within 5 min;"));
}

TEST(Page, AnInvalidRunProvesNothingAndBlamesNobody) {
  const History history = HistoryBuilder().harm().add(5, Trouble{"it broke"}).build();
  const std::string page = page_of(february(), history);
  EXPECT_NE(page.find("</span> This run proves nothing: it broke.</h1>"), std::string::npos);
  EXPECT_EQ(page.find("card bad"), std::string::npos);
}

TEST(Page, EveryVerdictAndAnEmptyHistoryHaveAPage) {
  Plan unsupported = february();
  unsupported.unsupported = {"haproxy has no such thing"};
  History nobody_logged_in = HistoryBuilder().build();
  nobody_logged_in.logins.clear();
  for (const auto& [plan, history] : {std::pair{february(), History{}},
                                      {twin(), HistoryBuilder().build()},
                                      {unsupported, History{}},
                                      {february(), nobody_logged_in}}) {
    const std::string page = page_of(plan, history);
    EXPECT_THAT(page, AllOf(HasSubstr("<h1>"), HasSubstr("</html>")));
  }
}

TEST(Page, HoldsEveryExpectationWithItsRulingAndItsObservation) {
  const Plan plan = february();
  const History history = february_history();
  const std::string page = page_of(plan, history);
  for (const ExpectationOutcome& outcome : judge(plan, history).expectations) {
    EXPECT_THAT(page, HasSubstr(prose(outcome.text).text()));
    EXPECT_THAT(page, HasSubstr("<td>" + prose(outcome.observed).text() + "</td>"));
  }
}

TEST(Page, ShowsTheChangeLineByLine) {
  const std::string page = page_of(february(), february_history());
  EXPECT_THAT(page, HasSubstr("<del>-  server auth1 127.77.1.1:9001 weight 100</del>"));
  EXPECT_THAT(page, HasSubstr("<ins>+  server auth1 127.77.1.1:9001 weight 200</ins>"));
}

TEST(Page, SaysHowToRepeatTheRun) {
  Plan plan = february();
  plan.scenario.file = "my scenarios/it's.toml";
  EXPECT_THAT(page_of(plan, february_history()),
              HasSubstr("misfire run &#39;my scenarios/it&#39;\\&#39;&#39;s.toml&#39; --system "
                        "fixtures/system.toml --speed 30 --seed 7"));
}

TEST(Page, ItsChartsHoldEveryLoginOnce) {
  const History history = february_history();
  const auto data = data_of(page_of(february(), history));
  const std::size_t bins = data["at"].size();
  EXPECT_GT(bins, 20u);
  for (const char* chart : {"outcomes", "shares", "waits"}) {
    for (const auto& series : data[chart]) EXPECT_EQ(series["values"].size(), bins) << chart;
  }
  EXPECT_EQ(data["outcomes"][0]["name"], "ok");
  EXPECT_EQ(data["outcomes"][1]["name"], "unavailable");
  EXPECT_THAT(data["outcomes"], SizeIs(2));
  EXPECT_THAT(data["pages"], SizeIs(2));
  EXPECT_LT(data["begin"].get<double>(), -100);
}

TEST(Page, ShowsItsChartsAsPicturesToo) {
  const std::string page = page_of(february(), february_history());
  const std::string drawn = page.substr(0, page.find("<script"));
  std::size_t series = 0;
  for (std::size_t at = 0; (at = drawn.find("<path", at)) != std::string::npos; ++at) ++series;
  EXPECT_EQ(series, 2u + 3u + 4u) << "outcomes, servers, percentiles";
  EXPECT_THAT(drawn, Not(::testing::ContainsRegex("[ML ]-?nan")));
  EXPECT_THAT(drawn, HasSubstr("<span class=\"scale\" aria-hidden=\"true\">100</span>"));
  EXPECT_THAT(drawn, HasSubstr("<i style=\"background:var(--c1)\"></i>unavailable</span>"));
}

TEST(Page, OfARunThatGoesOnNobodyWasMissedYet) {
  const History history = HistoryBuilder().harm().alert(40, kSymptom, "auth-oncall").build();
  const Judgement judgement = judge(february(), history);
  const std::string page = live_page(february(), history, judgement);
  EXPECT_THAT(page, HasSubstr("<span class=\"tag\">not yet</span>"));
  EXPECT_THAT(page, HasSubstr("has reached nobody of network yet; limit 6 min."));
  EXPECT_THAT(page, Not(HasSubstr("✗ missed</span>")));
  EXPECT_THAT(page_of(february(), history), HasSubstr("✗ missed</span>"));
}

TEST(Page, AsksForNothingFromAnywhere) {
  const std::string page = page_of(february(), february_history());
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const char* request :
       {"src=\"", "@import", "url(", "fetch(", "XMLHttpRequest(", "sourceMappingURL"}) {
    // dygraphs can read files of data by their address; nothing of ours gives it one.
    const std::string own = page.substr(0, page.find("<script>"));
    EXPECT_THAT(own, Not(HasSubstr(request)));
  }
  EXPECT_THAT(page, Not(HasSubstr("sourceMappingURL")));
}

TEST(Page, KeepsTheLicenceOfTheChartsWithThem) {
  const std::string page = page_of(february(), february_history());
  EXPECT_THAT(page, HasSubstr("Dan Vanderkam"));
  EXPECT_THAT(page, HasSubstr("The above copyright notice and this permission notice shall be"));
}

TEST(Page, OfTenMinutesIsBelowAMegabyteAndAHalf) {
  // Speed 1: as many logins and ticks as there are seconds; an alert storm on top.
  HistoryBuilder builder(1);
  builder.harm().february_alerts();
  for (int i = 0; i < 100; ++i) {
    builder.alert(100 + i, page("Storm" + std::to_string(i), "auth"), "auth-oncall");
  }
  Plan plan = february();
  plan.speed = 1;
  const History history = builder.build();
  ASSERT_GT(history.logins.size(), 100'000u);
  const std::vector<LogExcerpt> logs(20, {"part.log", std::string(40 * 400, 'x'), 1'000'000});
  EXPECT_THAT(page_of(plan, history, page_facts(), logs).size(), Lt(1'500'000u));
}

}  // namespace
}  // namespace misfire
