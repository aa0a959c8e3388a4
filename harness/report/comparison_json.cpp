#include "report/comparison_json.hpp"

#include <cmath>

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;
using Figure = Comparison::Figure;
using Row = Comparison::Row;

const char* name_of(Figure figure) {
  switch (figure) {
    case Figure::failed_runs:
      return "failed_runs";
    case Figure::failed_logins:
      return "failed_logins";
    case Figure::stage:
      return "stage";
  }
  return "?";
}

const char* name_of(Change change) {
  switch (change) {
    case Change::beyond:
      return "beyond_noise";
    case Change::within:
      return "within_noise";
    case Change::unknown:
      return "too_few_runs";
  }
  return "?";
}

/// JSON has no infinity: what never came, and an interval without an end, is null.
Json number(double value) {
  return std::isfinite(value) ? Json(std::round(value * 1e6) / 1e6) : Json(nullptr);
}

Json side(const Comparison::Side& side) {
  return {{"runs", side.runs}, {"reached", side.reached}, {"value", number(side.value)}};
}

Json row(const Row& row) {
  Json object = {{"figure", name_of(row.figure)}};
  if (row.figure == Figure::stage) {
    object["alert"] = row.alert;
    object["team"] = row.team;
    object["stage"] = row.stage;
  }
  object["then"] = side(row.then);
  object["now"] = side(row.now);
  object["shift"] = number(row.shift);
  object["interval"] = {number(row.low), number(row.high)};
  object["p"] = row.p;
  object["p_adjusted"] = row.change == Change::unknown ? Json(nullptr) : Json(row.adjusted);
  object["change"] = name_of(row.change);
  return object;
}

}  // namespace

Json comparison_json(const Comparison& comparison) {
  Json scenarios = Json::array();
  for (const auto& scenario : comparison.scenarios) {
    Json rows = Json::array();
    for (const Row& one : scenario.rows) rows.push_back(row(one));
    scenarios.push_back({{"scenario", scenario.scenario},
                         {"differences", scenario.differences},
                         {"figures", std::move(rows)}});
  }
  return {{"with", comparison.file},
          {"false_alarms", kFalseAlarms},
          {"beyond_noise", comparison.count(Change::beyond)},
          {"within_noise", comparison.count(Change::within)},
          {"too_few_runs", comparison.count(Change::unknown)},
          {"runs_needed", comparison.needed},
          {"only_then", comparison.only_then},
          {"only_now", comparison.only_now},
          {"scenarios", std::move(scenarios)}};
}

}  // namespace misfire
