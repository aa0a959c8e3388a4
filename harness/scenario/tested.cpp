#include "scenario/tested.hpp"

namespace misfire {

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
    }
    if (one.quiet_in == scenario.name) {
      ExpectQuiet quiet;
      quiet.name = one.alert;
      quiet.where = one.where;
      scenario.quiet.push_back(std::move(quiet));
    }
  }
}

}  // namespace misfire
