// What `explain --json` prints: the plan, and what follows from it. Durations are milliseconds of
// model time, as in the plan.
#include <nlohmann/json.hpp>

#include "base/duration_json.hpp"
#include "judge/guarantee.hpp"
#include "plan/cannot_fire.hpp"
#include "report/explain.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;

Json bounds(const Bounds& b) {
  return {{"earliest", b.earliest}, {"mean", b.mean}, {"latest", b.latest}};
}

Json rule(const RuleBudget& rule) {
  Json stages = Json::object();
  for (const NamedStage& stage : kBudgetStages)
    stages[stage.name] = bounds(rule.budget.*stage.bounds);
  return {{"alert", rule.rule->name},
          {"file", rule.rule->file},
          {"line", rule.rule->where.line},
          {"stages", std::move(stages)},
          {"notify", bounds(rule.budget.to_notify())},
          {"existing_group", bounds(rule.budget.existing_group)},
          {"group_mates", rule.group_mates},
          {"worst_case", rule.worst_case()},
          {"latest", rule.budget.latest()}};
}

Json guarantee(const Guarantee& of) {
  Json rules = Json::array();
  for (const RuleBudget& one : of.rules) rules.push_back(rule(one));
  return {{"kind", of.kind},
          {"text", of.text},
          {"within", of.within ? Json(of.within->limit) : Json(nullptr)},
          {"from", of.within ? Json(of.within->from) : Json(nullptr)},
          {"guaranteed", of.within ? Json(of.doubt.empty()) : Json(nullptr)},
          {"doubt", of.doubt},
          {"rules", std::move(rules)}};
}

}  // namespace

std::string plan_json(const Plan& plan) {
  Json json = Json::parse(to_json(plan));
  json["budgets"] = Json::array();
  for (const Guarantee& of : guarantees_of(plan)) json["budgets"].push_back(guarantee(of));
  json["cannot_fire"] = Json::array();
  for (const AlertRule& rule : plan.monitoring.rules) {
    for (const std::string& why : why_it_cannot(plan.monitoring, rule)) {
      json["cannot_fire"].push_back(
          {{"alert", rule.name}, {"file", rule.file}, {"line", rule.where.line}, {"why", why}});
    }
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace misfire
