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

TEST(PlanJson, RefusesAPlanWithAnyOfItsFieldsMissingOrOfAnotherType) {
  const auto good = nlohmann::json::parse(to_json(full_plan()));
  for (const auto& [key, value] : good.items()) {
    auto broken = good;
    broken.erase(key);
    EXPECT_FALSE(plan_from_json(broken.dump())) << key << " missing";
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
