#include "report/run_figures.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "judge/judgement.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;

const Json& member(const Json& object, const char* key) {
  static const Json none;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() ? *found : none;
}

std::string text_in(const Json& object, const char* key) {
  const Json& value = member(object, key);
  return value.is_string() ? value.get<std::string>() : "";
}

RunFigures::Alert alert_of(const Json& json) {
  RunFigures::Alert alert{text_in(json, "name"), text_in(json, "team"), false, {}};
  const Json& expected = member(json, "expected");
  alert.expected = expected.is_boolean() && expected.get<bool>();
  for (const char* stage : kStageNames) {
    const Json& at = member(member(json, "stages"), stage);
    if (at.is_number()) alert.stages[stage] = at.get<double>();
  }
  return alert;
}

std::map<std::string, std::string> conditions_of(const Json& run) {
  std::map<std::string, std::string> conditions;
  for (const char* key : {"speed", "seed", "engine", "balancer"}) {
    const Json& value = member(run, key);
    if (value.is_string()) conditions[key] = value.get<std::string>();
    if (value.is_number()) conditions[key] = fmt::format("{:g}", value.get<double>());
  }
  for (const char* key : {"versions", "files"}) {
    const Json& map = member(run, key);
    if (!map.is_object()) continue;
    for (const auto& [name, value] : map.items()) {
      if (value.is_string()) conditions[name] = value.get<std::string>();
    }
  }
  return conditions;
}

}  // namespace

std::optional<RunFigures> run_figures(const Json& report) {
  if (!report.is_object()) return {};
  RunFigures run;
  run.scenario = text_in(report, "scenario");
  run.system = text_in(report, "system");
  run.verdict = text_in(report, "verdict");
  run.proves = run.verdict == to_string(Verdict::pass) || run.verdict == to_string(Verdict::fail);
  const Json& logins = member(member(report, "impact"), "logins");
  const Json& ratio = member(member(report, "impact"), "failed_ratio");
  if (ratio.is_number() && logins.is_number() && logins.get<double>() > 0) {
    run.failed_ratio = ratio.get<double>();
  }
  const Json& alerts = member(report, "alerts");
  if (alerts.is_array()) {
    for (const Json& alert : alerts) run.alerts.push_back(alert_of(alert));
  }
  const Json& expectations = member(report, "expectations");
  if (expectations.is_array()) {
    for (const Json& one : expectations) {
      if (text_in(one, "kind") != "blame") continue;
      run.expects_blame = true;
      run.blamed = text_in(one, "blamed");
    }
  }
  run.conditions = conditions_of(report);
  return run;
}

std::optional<RunFigures> run_figures(const std::string& report_json) {
  return run_figures(Json::parse(report_json, nullptr, false));
}

std::string on_system(const std::string& scenario, const std::string& system) {
  return fmt::format("{} on {}", scenario, system.empty() ? "the default system" : system);
}

void tell_systems_apart(std::vector<RunFigures>& runs) {
  std::map<std::string, std::set<std::string>> systems;
  for (const RunFigures& run : runs) systems[run.scenario].insert(run.system);
  for (RunFigures& run : runs) {
    if (systems.at(run.scenario).size() > 1) run.scenario = on_system(run.scenario, run.system);
  }
}

}  // namespace misfire
