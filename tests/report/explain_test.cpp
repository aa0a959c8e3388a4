// What `misfire explain` says about the latency budgets of the February plan.
#include "report/explain.hpp"

#include <nlohmann/json.hpp>

#include "judge/judging.hpp"
#include "report/paint.hpp"
#include "report/stage_bar.hpp"

namespace misfire {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

Plan planned() {
  Plan plan = routed();
  for (AlertRule& rule : plan.monitoring.rules) rule.file = "rules/login.yml";
  plan.monitoring.rules[0].shares = {{model_seconds(120), 0.05}};
  return plan;
}

/// The line that begins with this word, its leading spaces aside, and the one after it.
std::string lines_of(const std::string& text, const std::string& word) {
  for (std::size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size()) + 1) {
    const std::size_t begin = text.find_first_not_of(' ', at);
    if (begin == std::string::npos || text.compare(begin, word.size(), word) != 0) continue;
    return text.substr(begin, text.find('\n', text.find('\n', begin) + 1) - begin);
  }
  return {};
}

TEST(Explain, HasARowAndABarForEachRuleThatCouldFulfilAnExpectation) {
  // earliest 60 + 30; expected 7.5 + 120·0.05/0.3 + 7.5 + 60 + 30; latest 15 + 120 + 15 + 60 + 30
  const std::string rows = lines_of(plan_text(planned()), "LoginFailureRatioHigh");
  EXPECT_THAT(rows, HasSubstr("1:30      2:05      4:00      5:00"));
  for (const char* glyph : {"░", "▒", "●", "○", "│"}) EXPECT_THAT(rows, HasSubstr(glyph));
}

TEST(Explain, NamesTheStages) {
  EXPECT_THAT(plan_text(planned(), {false, 160}),
              HasSubstr("sample up to 15.0 s · window up to 2 min · evaluation up to 15.0 s · "
                        "pending 1 min · alertmanager 30.0 s · in an existing group up to 5 min"));
}

TEST(Explain, SaysWhatCannotBeGuaranteed) {
  Plan plan = planned();
  EXPECT_THAT(plan_text(plan), Not(HasSubstr("not guaranteed")));
  plan.scenario.alerts[0].within.limit = model_seconds(200);
  EXPECT_THAT(plan_text(plan, {false, 160}),
              HasSubstr("not guaranteed: within 3 min 20 s, but the worst case of "
                        "`LoginFailureRatioHigh` is 4 min"));
}

TEST(Explain, NamesAlertsThatCannotFire) {
  Plan plan = planned();
  EXPECT_THAT(plan_text(plan), Not(HasSubstr("cannot fire")));
  plan.monitoring.rules[3].ranges = {{"rate", "x", model_seconds(15), model_seconds(15), false}};
  EXPECT_THAT(plan_text(plan),
              HasSubstr("\nalerts that cannot fire\n  - WeightSkew (rules/login.yml"));
}

TEST(Explain, ForeignTextSteersNoTerminal) {
  const std::string evil = "x\033[31m\u009b2J\u202e\n::error::y";
  Plan plan = planned();
  plan.scenario.title = plan.pool = plan.backends = plan.login = evil;
  plan.changes = plan.limits = plan.unsupported = {evil};
  for (AlertRule& rule : plan.monitoring.rules) rule.name = rule.why = evil;
  PlannedFault fault;
  fault.id = fault.name = "skew";
  fault.params["name"] = evil;
  fault.change = "- " + evil + "\n+ " + evil;
  plan.faults.push_back(fault);
  const std::string text = plan_text(plan);
  for (const char* bad : {"\033", "\u009b", "\u202e"}) EXPECT_THAT(text, Not(HasSubstr(bad)));
  EXPECT_THAT(text, HasSubstr(": x?[31m?2J? ::error::y\n"));
  EXPECT_THAT(text, HasSubstr("             + x?[31m?2J?\n             ::error::y\n"))
      << "a difference has lines of its own";
}

TEST(Explain, KeepsToTheWidthAndHasColourOnlyWhenAsked) {
  Plan plan = planned();
  plan.scenario.alerts[0].within.limit = model_seconds(200);
  const std::string plain = plan_text(plan);
  EXPECT_THAT(plain, Not(HasSubstr("\033")));
  EXPECT_THAT(plan_text(plan, {true, 80}), HasSubstr("\033"));
  const std::string budgets = plain.substr(plain.find("latency budget"));
  for (std::size_t at = 0; at < budgets.find("\n\n");) {
    const std::size_t end = budgets.find('\n', at);
    EXPECT_LE(columns(budgets.substr(at, end - at)), 80u) << budgets.substr(at, end - at);
    at = end + 1;
  }
}

TEST(ExplainJson, IsThePlanWithItsBudgets) {
  const Plan plan = planned();
  const std::string text = plan_json(plan);
  const auto read = plan_from_json(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(*read == plan);
  const Json json = Json::parse(text);
  ASSERT_EQ(json["budgets"].size(), 3u);
  const Json& symptom = json["budgets"][0];
  EXPECT_EQ(symptom["kind"], "alert");
  EXPECT_EQ(symptom["within"], 300'000);
  EXPECT_EQ(symptom["guaranteed"], true);
  const Json& rule = symptom["rules"][0];
  EXPECT_EQ(rule["alert"], "LoginFailureRatioHigh");
  EXPECT_EQ(rule["stages"]["window"],
            Json({{"earliest", 0}, {"mean", 20'000}, {"latest", 120'000}}));
  EXPECT_EQ(rule["notify"], Json({{"earliest", 90'000}, {"mean", 125'000}, {"latest", 240'000}}));
  EXPECT_EQ(rule["latest"], (15 + 120 + 15 + 60 + 300) * 1000);
  EXPECT_EQ(json["budgets"][2]["guaranteed"], nullptr) << "a quiet has no limit";
  EXPECT_TRUE(json["cannot_fire"].empty());
}

TEST(StageBar, DrawsStagesWhereTheyAre) {
  const Paint paint(false);
  EXPECT_EQ(stage_bar({2, 4, 6, 9, {}, Ink::plain}, 10, paint, 11), "··░░▒▒●··│·");
  EXPECT_EQ(stage_bar({2, 4, 6, 9, 8, Ink::plain}, 10, paint, 11), "··░░▒▒●·○│·");
  EXPECT_EQ(stage_bar({2, {}, {}, 9, {}, Ink::plain}, 10, paint, 11), "··░░░░░░░│░");
  EXPECT_EQ(stage_bar({}, 0, paint, 3), "···");
  EXPECT_EQ(stage_bar({2, 4, 6, 9, 12, Ink::plain}, 10, paint, 11), "··░░▒▒●··│→");
  EXPECT_EQ(stage_bar({2, 4, 12, 9, 14, Ink::plain}, 10, paint, 11), "··░░▒▒▒▒▒│→");
}

}  // namespace
}  // namespace misfire
