#include "judge/review_alert.hpp"

#include <algorithm>
#include <set>

namespace misfire {
namespace {

/// A row as it is read: the times of its runs come one by one.
struct Reading {
  Review::Alert alert;
  std::map<std::string, std::vector<double>> seconds;

  void add(const ReviewedAlert& one, std::size_t column) {
    if (!one.component.empty()) alert.component = one.component;
    alert.page = alert.page || one.page;
    alert.fired = alert.fired || one.fired;
    Review::Field& field = alert.fields[column];
    if (one.cell < field.cell) {
      field.cell = one.cell;
      field.receiver = one.receiver;
    }
    ++field.runs[one.cell];
    field.fired = field.fired || one.fired;
    field.wanted = field.wanted || one.wanted;
    const ReviewedTimes& times = one.times;
    for (const auto& [stage, at] : {std::pair("effect", times.effect),
                                    {"pending", times.pending},
                                    {"firing", times.firing},
                                    {"sent", times.sent},
                                    {"notified", times.notified}}) {
      if (at) seconds[stage].push_back(at->seconds());
    }
  }

  Review::Alert finish(const std::vector<ScenarioKind>& kinds) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const Review::Field& field = alert.fields[i];
      const bool right = field.cell == Cell::late || field.cell == Cell::caught;
      const bool in_twin = kinds[i] == ScenarioKind::twin && field.cell == Cell::also;
      if (right) ++alert.precision.hits;
      if (right || in_twin || is_false_page(field.cell)) ++alert.precision.of;
      if (!field.wanted || field.cell == Cell::untold) continue;
      ++alert.recall.of;
      if (field.cell == Cell::caught) ++alert.recall.hits;
    }
    for (auto& [stage, values] : seconds) alert.times[stage] = spread_of(std::move(values));
    return std::move(alert);
  }
};

}  // namespace

std::vector<Review::Alert> review_alerts(const std::vector<ReviewColumn>& columns) {
  std::vector<Reading> rows;
  std::vector<ScenarioKind> kinds;
  const auto row_of = [&](const std::string& name) -> Reading& {
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const Reading& row) { return row.alert.name == name; });
    if (found != rows.end()) return *found;
    rows.emplace_back();
    rows.back().alert.name = name;
    rows.back().alert.fields.resize(columns.size());
    return rows.back();
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    kinds.push_back(columns[i].front()->kind);
    for (const ReviewedRun* run : columns[i]) {
      for (const ReviewedAlert& alert : run->alerts) row_of(alert.name).add(alert, i);
    }
  }
  std::vector<Review::Alert> alerts;
  for (Reading& row : rows) alerts.push_back(row.finish(kinds));
  return alerts;
}

}  // namespace misfire
