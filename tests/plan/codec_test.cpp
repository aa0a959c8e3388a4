#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "plan_builder.hpp"

namespace misfire {
namespace {

TEST(PlanJson, BringsBackEveryField) {
  const Plan plan = full_plan();
  const auto back = plan_from_json(to_json(plan));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_TRUE(*back == plan) << to_json(*back);
}

TEST(PlanJson, KeepsWhatIsAbsentAbsent) {
  Plan plan;
  const auto back = plan_from_json(to_json(plan));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_TRUE(*back == plan);
  EXPECT_FALSE(back->scenario.impact || back->scenario.load.capacity_share);
}

TEST(PlanJson, OlderPlansSayNothingOfGaps) {
  auto json = nlohmann::json::parse(to_json(full_plan()));
  json["scenario"]["alerts"][0].erase("gap");
  json["scenario"]["blame"].erase("gap");
  const auto plan = plan_from_json(json.dump());
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_FALSE(plan->scenario.alerts[0].gap);
}

TEST(PlanJson, OlderPlansSayNothingOfFilesAndNeeds) {
  auto json = nlohmann::json::parse(to_json(full_plan()));
  json.erase("files");
  json["monitoring"]["rules"][0].erase("needs");
  json["monitoring"].erase("left_out_jobs");
  json["monitoring"].erase("untested");
  const auto plan = plan_from_json(json.dump());
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_TRUE(plan->files.empty());
}

TEST(PlanJson, KeepsTheTypeOfAParameter) {
  const auto back = plan_from_json(to_json(full_plan()));
  ASSERT_TRUE(back);
  const auto& params = back->faults[0].params;
  EXPECT_EQ(params.at("n"), ParamValue(5.0)) << "not the integer 5";
  EXPECT_EQ(params.at("t"), ParamValue(std::string("5m"))) << "not a duration";
  EXPECT_EQ(params.at("d"), ParamValue(model_seconds(300)));
}

TEST(PlanJson, RefusesWhatIsNoPlan) {
  for (const char* text : {"", "{", "[]", "{}", "3", "null", R"({"schema":"misfire.plan/1"})",
                           R"({"schema":"misfire.plan/2"})", R"({"schema":3})"}) {
    const auto plan = plan_from_json(text);
    ASSERT_FALSE(plan) << text;
    EXPECT_THAT(plan.error().message, testing::HasSubstr("not a plan")) << text;
  }
}

/// What a person reads of a plan that does not fit.
std::string said_of(const std::string& json) {
  const auto plan = plan_from_json(json);
  return plan ? "a plan" : to_string(plan.error());
}

TEST(PlanJson, TellsWhichFieldDoesNotFit) {
  const auto good = nlohmann::json::parse(to_json(full_plan()));
  auto broken = good;
  broken["monitoring"].erase("observers");
  EXPECT_EQ(said_of(broken.dump()), "this is not a plan: \"monitoring.observers\" is missing");
  broken = good;
  broken["monitoring"]["rules"][0]["hold"] = "1m";
  EXPECT_EQ(said_of(broken.dump()),
            "this is not a plan: \"monitoring.rules.hold\" has the wrong kind of value: string");
  broken = good;
  broken["scenario"]["kind"] = "twim";
  EXPECT_EQ(said_of(broken.dump()),
            "this is not a plan: \"scenario.kind\" has the unknown name \"twim\"");
  broken = good;
  broken["load"] = 3;
  EXPECT_EQ(said_of(broken.dump()), "this is not a plan: \"load.per_second\" is missing");
}

TEST(PlanJson, TellsWhereItIsNoJson) {
  const auto place = [](const char* json) {
    const auto plan = plan_from_json(json);
    return plan ? Position{} : plan.error().where.value_or(Position{});
  };
  EXPECT_EQ(place("{\n \"a\": 1,\n  x}"), (Position{"", 3, 3}));
  EXPECT_EQ(place("{\n"), (Position{"", 2, 1}));
  EXPECT_EQ(said_of(""), "this is not a plan: it is empty");
  EXPECT_EQ(said_of(R"({"schema":"misfire.plan/1","speed":1e999})"),
            "this is not a plan: it holds what no plan can hold");
}

TEST(PlanJson, RefusesAPlanWithAnyOfItsFieldsMissingOrOfAnotherType) {
  const auto good = nlohmann::json::parse(to_json(full_plan()));
  for (const auto& [key, value] : good.items()) {
    auto broken = good;
    broken.erase(key);
    // Plans are older than these fields.
    const bool newer = key == "files" || key == "unsupported" || key == "backends" ||
                       key == "login" || key == "alert_faults";
    EXPECT_EQ(plan_from_json(broken.dump()).has_value(), newer) << key << " missing";
    broken[key] = value.is_object() ? nlohmann::json("x") : nlohmann::json::object();
    EXPECT_FALSE(plan_from_json(broken.dump())) << key << " of another type";
  }
}

TEST(PlanJson, RefusesUnknownNames) {
  auto plan = nlohmann::json::parse(to_json(full_plan()));
  plan["scenario"]["kind"] = "twim";
  EXPECT_FALSE(plan_from_json(plan.dump()));
}

TEST(PlanJson, WritesTextThatIsNotUtf8) {
  Plan plan = full_plan();
  plan.monitoring.rules[0].expr = "up == \xFF";
  EXPECT_TRUE(plan_from_json(to_json(plan)));
}

}  // namespace
}  // namespace misfire
