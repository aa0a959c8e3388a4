#include "report/index/index.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "report/a_page.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;
using Json = nlohmann::json;

Json report(const std::string& scenario, const std::string& verdict, Json after = 120.0) {
  return {{"schema", "misfire.run/1"},
          {"scenario", scenario},
          {"verdict", verdict},
          {"reasons", verdict == "fail" ? Json::array({"it `came` too late"}) : Json::array()},
          {"wall_s", {{"fault", 30.0}, {"start", 2.0}}},
          {"alerts",
           {{{"name", "A"},
             {"team", "auth"},
             {"expected", true},
             {"notified_s", after},
             {"within_s", 300}},
            {{"name", "B"}, {"team", "auth"}, {"expected", false}, {"notified_s", 9}}}},
          {"expectations",
           {{{"kind", "alert"},
             {"gap", {{"ticket", "OPS-12"}, {"until", "2026-12-31"}, {"state", "known"}}}}}}};
}

NightRun run(const std::string& folder, const Json& json) {
  return *night_run(folder, json.dump());
}

TEST(NightRun, IsReadFromAReportAndTheNameOfItsFolder) {
  const NightRun one = run("20261124T010203Z-feb-18-1a2b3c4d", report("feb-18", "fail"));
  EXPECT_EQ(one.when, "2026-11-24 01:02");
  EXPECT_EQ(one.day(), "2026-11-24");
  EXPECT_EQ(one.name, "feb-18");
  EXPECT_EQ(one.reason, "it `came` too late");
  EXPECT_EQ(one.wall_s, 32);
  ASSERT_EQ(one.told.size(), 1u);
  EXPECT_THAT(one.told[0].after_s, Eq(120));
  ASSERT_EQ(one.gaps.size(), 1u);
  EXPECT_EQ(one.gaps[0].ticket, "OPS-12");
}

TEST(NightRun, WhatIsNoReportIsNone) {
  EXPECT_FALSE(night_run("20261124T010203Z-x", "{"));
  EXPECT_FALSE(night_run("20261124T010203Z-x", "[]"));
  EXPECT_FALSE(night_run("20261124T010203Z-x", "{\"schema\": \"misfire.suite/1\"}"));
  EXPECT_FALSE(night_run("my run", report("x", "pass").dump()));
  EXPECT_TRUE(night_run("20261124T010203Z-x", "{\"schema\": \"misfire.run/1\", \"alerts\": 3}"));
}

std::string two_nights() {
  return index_page({run("20261125T010000Z-b-2", report("b", "fail", nullptr)),
                     run("20261124T010000Z-b-1", report("b", "pass")),
                     run("20261125T010500Z-c-3", report("c", "invalid"))});
}

TEST(Index, TellsTheNewestNightFirst) {
  EXPECT_THAT(two_nights(), HasSubstr("2026-11-25: 0 runs passed, 1 failed, 1 proved nothing."));
}

TEST(Index, EveryVerdictLeadsToItsRun) {
  EXPECT_THAT(two_nights(),
              AllOf(HasSubstr("<a class=\"pass\" href=\"20261124T010000Z-b-1/report.html\""),
                    HasSubstr("<a class=\"fail\" href=\"20261125T010000Z-b-2/report.html\""),
                    HasSubstr("<a class=\"invalid\" href=\"20261125T010500Z-c-3/report.html\"")));
}

TEST(Index, TellsFlipsGapsTrendsAndWhatIsSlow) {
  const std::string page = two_nights();
  EXPECT_THAT(page, HasSubstr("<td>pass → fail</td><th scope=\"row\">b</th>"));
  EXPECT_THAT(page, HasSubstr("<td>2026-12-31</td><td>OPS-12</td><th scope=\"row\">b</th>"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"row\">b, auth</th><td class=\"n\">2 min</td>"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"row\">b</th><td class=\"n\">32.0 s</td>"));
}

TEST(Index, OfManyTrendsThoseAreDrawnThatMovedMost) {
  std::vector<NightRun> nights;
  for (int scenario = 10; scenario < 30; ++scenario) {
    const std::string name = "s" + std::to_string(scenario);
    const bool moves = scenario == 29;
    nights.push_back(run("20261124T010000Z-" + name, report(name, "pass", 120.0)));
    nights.push_back(run("20261125T010000Z-" + name, report(name, "pass", moves ? 180.0 : 121.0)));
  }
  const std::string page = index_page(nights);
  const Json data = data_of(page);
  EXPECT_EQ(data["series"].size(), 9u);
  EXPECT_EQ(data["series"].back()["name"], "s29, auth");
  EXPECT_THAT(page, HasSubstr("median of a night; the 9 that moved most</figcaption>"));
}

TEST(Index, AnInvalidRunIsNeitherFlipNorTrend) {
  const std::string page = index_page({run("20261124T010000Z-b-1", report("b", "pass")),
                                       run("20261125T010000Z-b-2", report("b", "invalid", 999.0))});
  EXPECT_THAT(page, HasSubstr("No verdict changed."));
  EXPECT_THAT(page, Not(HasSubstr("16 min 39 s")));
}

TEST(Index, OfNothingSaysSo) {
  EXPECT_THAT(index_page({}), HasSubstr("There are no runs here."));
}

TEST(Index, ForeignTextChangesNoTag) {
  const auto tags = [](const std::string& text) {
    Json one = report(text, "fail"), other = report(text, "pass");
    one["alerts"][0]["team"] = one["alerts"][0]["name"] = one["reasons"][0] = text;
    one["expectations"][0]["gap"] = {{"ticket", text}, {"until", text}, {"state", text}};
    return tags_of(
        index_page({run("20261124T010000Z-b-1", one), run("20261125T010000Z-b-2", other)}));
  };
  EXPECT_EQ(tags("</script><img src=x onerror=alert(1)>\"'>"), tags("harmless"));
}

}  // namespace
}  // namespace misfire
