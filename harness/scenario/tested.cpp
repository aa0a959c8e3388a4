#include "scenario/tested.hpp"

#include <fmt/format.h>

namespace misfire {
namespace {

ExpectQuiet nobody_is_told(const TestedAlert& of, std::optional<ModelDuration> until) {
  ExpectQuiet quiet;
  quiet.name = of.alert;
  quiet.where = of.where;
  quiet.until = until;
  return quiet;
}

}  // namespace

std::vector<TestedAlert> read_tested(TableReader& monitoring) {
  std::vector<TestedAlert> all;
  auto table = monitoring.table("tested");
  if (!table) return all;
  for (const std::string& alert : table->keys()) {
    auto entry = table->table(alert);
    if (!entry) continue;
    TestedAlert tested;
    tested.alert = alert;
    tested.where = table->where(alert);
    const char* hint = "write { by = \"a scenario's name\", within = \"5m\" }";
    if (entry->demand("by", hint)) tested.by = entry->text("by").value_or("");
    if (entry->demand("within", hint)) {
      tested.within = entry->duration("within").value_or(ModelDuration{});
    }
    tested.not_before = entry->duration("not_before");
    if (tested.not_before && *tested.not_before >= tested.within) {
      entry->mistake("not_before",
                     fmt::format("{} must be less than within", entry->full("not_before")),
                     "the alert is to come after not_before, and by within");
    }
    tested.quiet_in = entry->text("quiet_in").value_or("");
    entry->finish();
    all.push_back(std::move(tested));
  }
  return all;
}

void expect_tested(const std::vector<TestedAlert>& tested, Scenario& scenario) {
  for (const TestedAlert& one : tested) {
    if (one.by == scenario.name) {
      ExpectAlert alert;
      alert.name = one.alert;
      alert.within = {one.within, ""};
      alert.where = one.where;
      scenario.alerts.push_back(std::move(alert));
      if (one.not_before) scenario.quiet.push_back(nobody_is_told(one, one.not_before));
    }
    if (one.quiet_in == scenario.name) scenario.quiet.push_back(nobody_is_told(one, std::nullopt));
  }
}

}  // namespace misfire
