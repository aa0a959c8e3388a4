#include "report/saved_suite.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "report/report.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

Json run_json() {
  return {{"schema", "misfire.run/1"},
          {"scenario", "a"},
          {"verdict", "pass"},
          {"speed", 30.0},
          {"versions", {{"haproxy", "2.6.12"}}},
          {"files", {{"lb/haproxy.cfg", "0f"}}},
          {"impact", {{"logins", 100}, {"failed_ratio", 0.25}}},
          {"alerts",
           {{{"name", "Skew"},
             {"team", "network"},
             {"expected", true},
             {"stages", {{"pending", 30.5}, {"notified", 120.0}}}}}}};
}

std::string suite_of(const std::vector<Json>& runs) {
  std::vector<std::string> texts;
  for (const Json& run : runs) texts.push_back(run.dump());
  return suite_json(texts);
}

std::vector<std::string> mistakes(const std::string& text) {
  const auto suite = saved_suite(text, "before.json");
  std::vector<std::string> all;
  if (suite) return all;
  for (const Error& error : suite.error()) {
    EXPECT_EQ(error.code, ErrorCode::usage);
    EXPECT_THAT(error.hint, HasSubstr("--json >"));
    all.push_back((error.where ? to_string(*error.where) + ": " : "") + error.message);
  }
  return all;
}

TEST(SavedSuite, BringsBackTheFiguresThatWerePrinted) {
  const auto suite = saved_suite(suite_of({run_json()}), "before.json");
  ASSERT_TRUE(suite) << suite.error().front().message;
  ASSERT_EQ(suite->size(), 1u);
  const RunFigures& run = suite->front();
  EXPECT_EQ(run.scenario, "a");
  EXPECT_TRUE(run.proves);
  EXPECT_EQ(run.failed_ratio, 0.25);
  EXPECT_EQ(run.alerts.at(0).stages.at("notified"), 120);
  EXPECT_EQ(run.conditions.at("speed"), "30");
  EXPECT_EQ(run.conditions.at("haproxy"), "2.6.12");
  EXPECT_EQ(run.conditions.at("lb/haproxy.cfg"), "0f");
}

TEST(SavedSuite, ARunThatDidNotRunHasNoFigures) {
  const auto suite = saved_suite(
      suite_json({run_json().dump(), not_run_json("b", "", {{ErrorCode::environment, "no disk"}}),
                  "garbage"}),
      "before.json");
  ASSERT_TRUE(suite) << suite.error().front().message;
  ASSERT_EQ(suite->size(), 2u) << "what left no report has no scenario";
  EXPECT_FALSE((*suite)[1].proves);
}

TEST(SavedSuite, WhatIsNoJsonIsToldWithItsPlace) {
  EXPECT_THAT(mistakes("{\n  \"schema\": x\n}"), ElementsAre("before.json:2:13: this is not JSON"));
  EXPECT_THAT(mistakes(""), ElementsAre("before.json:1:1: the file is empty"));
}

TEST(SavedSuite, AnotherDocumentIsToldWithWhatWasExpected) {
  EXPECT_THAT(mistakes(run_json().dump()),
              ElementsAre("before.json: schema: \"misfire.suite/1\" was expected, not "
                          "\"misfire.run/1\""));
  EXPECT_THAT(mistakes("[]"), ElementsAre(HasSubstr("an object was expected")));
  EXPECT_THAT(mistakes("{}"), ElementsAre(HasSubstr("schema: is missing; a text was expected")));
  EXPECT_THAT(mistakes(R"({"schema": "misfire.suite/1", "runs": []})"),
              ElementsAre(HasSubstr("runs: at least one run was expected")));
}

TEST(SavedSuite, EveryMistakeOfItsRunsIsTold) {
  Json broken = run_json();
  broken["alerts"][0]["stages"]["notified"] = "soon";
  broken["impact"].erase("failed_ratio");
  Json unknown = run_json();
  unknown["verdict"] = "passd";
  EXPECT_THAT(
      mistakes(
          Json({{"schema", "misfire.suite/1"}, {"runs", {run_json(), broken, unknown, 3}}}).dump()),
      ElementsAre(HasSubstr("runs[1].alerts[0].stages.notified: a number was expected"),
                  HasSubstr("runs[1].impact.failed_ratio: is missing"),
                  HasSubstr("runs[2].verdict: \"passd\" is no verdict"),
                  HasSubstr("runs[3]: an object was expected")));
}

TEST(SavedSuite, TellsTenMistakesAtMost) {
  EXPECT_EQ(mistakes(Json({{"schema", "misfire.suite/1"},
                           {"runs", Json::array({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})}})
                         .dump())
                .size(),
            10u);
}

}  // namespace
}  // namespace misfire
