#include "report/review_json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/run_figures.hpp"

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;

Json share(const Share& share) {
  const double ratio =
      share.of == 0 ? 0 : static_cast<double>(share.hits) / static_cast<double>(share.of);
  return {{"hits", share.hits},
          {"of", share.of},
          {"share", share.of == 0 ? Json(nullptr) : Json(std::round(ratio * 1e6) / 1e6)}};
}

Json headline(const Review& review) {
  const auto excused = std::count_if(review.untested.begin(), review.untested.end(),
                                     [](const auto& one) { return !one.reason.empty(); });
  const auto unnoticed = std::count_if(review.scenarios.begin(), review.scenarios.end(),
                                       [](const auto& one) { return one.harmful && !one.noticed; });
  return {{"caught", share(review.caught)},
          {"discriminating", review.discriminating ? share(*review.discriminating) : Json(nullptr)},
          {"unnoticed", unnoticed},
          {"false_pages", review.false_pages.size()},
          {"on_in_twins", review.on_in_twins.size()},
          {"untested", review.untested.size()},
          {"untested_with_reason", excused}};
}

Json scenario(const Review::Scenario& one) {
  Json unmet = Json::array();
  for (const ReviewedRun::Unmet& claim : one.unmet) {
    Json told = {{"expectation", claim.expectation}, {"observed", claim.observed}};
    if (!claim.ticket.empty()) told["gap"] = claim.ticket;
    unmet.push_back(std::move(told));
  }
  Json object = {{"scenario", one.name},   {"title", one.title},
                 {"system", one.system},   {"kind", to_string(one.kind)},
                 {"harmful", one.harmful}, {"alert_faults", one.alert_faults},
                 {"runs", one.runs},       {"failed_runs", one.failed}};
  if (one.harmful) {
    object["noticed"] = one.noticed;
    object["caught"] = one.caught;
    object["discriminating"] = one.discriminating ? Json(*one.discriminating) : Json(nullptr);
    object["why_not"] = one.why_not;
  }
  object["caught_by"] = one.caught_by;
  object["unmet"] = std::move(unmet);
  return object;
}

/// Stages in their order, which that of the map is not.
Json times(const Review::Alert& alert) {
  Json object = Json::object();
  for (const char* stage : kStageNames) {
    const auto found = alert.times.find(stage);
    if (found == alert.times.end()) continue;
    const Spread& s = found->second;
    object[stage] = {{"runs", s.runs}, {"median_s", s.median}, {"worst_s", s.max}};
  }
  return object;
}

Json field(const Review::Field& field, const Review::Scenario& scenario) {
  Json runs = Json::object();
  for (const auto& [cell, count] : field.runs) runs[to_string(cell)] = count;
  return {{"scenario", scenario.name}, {"system", scenario.system}, {"cell", to_string(field.cell)},
          {"runs", std::move(runs)},   {"fired", field.fired},      {"wanted", field.wanted},
          {"receiver", field.receiver}};
}

Json alert(const Review::Alert& one, const std::vector<Review::Scenario>& scenarios) {
  Json fields = Json::array();
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    fields.push_back(field(one.fields[i], scenarios[i]));
  }
  return {{"alert", one.name},
          {"component", one.component},
          {"page", one.page},
          {"fired", one.fired},
          {"precision", share(one.precision)},
          {"recall", share(one.recall)},
          {"time_to_notify", times(one)},
          {"cells", std::move(fields)}};
}

Json places(const Review& review, const std::vector<Review::Place>& all) {
  Json list = Json::array();
  for (const auto& [a, s] : all) {
    const Review::Field& field = review.alerts[a].fields[s];
    list.push_back({{"alert", review.alerts[a].name},
                    {"scenario", review.scenarios[s].name},
                    {"system", review.scenarios[s].system},
                    {"cell", to_string(field.cell)},
                    {"receiver", field.receiver}});
  }
  return list;
}

Json untested(const std::vector<Review::Untested>& all) {
  Json list = Json::array();
  for (const Review::Untested& one : all) {
    list.push_back(
        {{"alert", one.alert}, {"system", one.system}, {"reason", one.reason}, {"why", one.why}});
  }
  return list;
}

}  // namespace

std::string review_json(const Review& review) {
  Json scenarios = Json::array(), alerts = Json::array(), left_out = Json::array();
  for (const Review::Scenario& one : review.scenarios) scenarios.push_back(scenario(one));
  for (const Review::Alert& one : review.alerts) alerts.push_back(alert(one, review.scenarios));
  for (const Review::LeftOut& one : review.left_out) {
    left_out.push_back({{"scenario", one.scenario},
                        {"system", one.system},
                        {"verdict", to_string(one.verdict)},
                        {"reason", one.reason}});
  }
  const Json whole = {{"schema", "misfire.review/1"},
                      {"headline", headline(review)},
                      {"scenarios", std::move(scenarios)},
                      {"alerts", std::move(alerts)},
                      {"false_pages", places(review, review.false_pages)},
                      {"on_in_twins", places(review, review.on_in_twins)},
                      {"untested", untested(review.untested)},
                      {"tested_after_all", untested(review.tested_after_all)},
                      {"left_out", std::move(left_out)}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace misfire
