#include "scenario/read_expect.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"

namespace misfire {
namespace {

constexpr const char* kWithinHint = "write within = \"5m\"";

std::vector<std::string> known_starts(const Scenario& scenario) {
  std::vector<std::string> known = {"effect"};
  for (const FaultSpec& fault : scenario.faults) {
    if (!fault.id.empty()) known.push_back(fault.id);
  }
  return known;
}

/// "5m", or { of = "5m", from = "effect" or a fault's id }.
std::optional<Within> read_within(TableReader& claim, const Scenario& scenario) {
  if (!claim.demand("within", kWithinHint)) return std::nullopt;
  const toml::node* node = claim.raw("within");
  if (!node->is_table()) {
    const auto limit = claim.duration("within");
    return limit ? std::optional<Within>(Within{*limit, ""}) : std::nullopt;
  }
  TableReader table = *claim.table("within");
  Within within;
  if (table.demand("of", "write within = { of = \"5m\", from = \"effect\" }")) {
    within.limit = table.duration("of").value_or(ModelDuration{});
  }
  if (const auto from = table.text("from")) {
    within.from = *from;
    const auto known = known_starts(scenario);
    if (std::find(known.begin(), known.end(), *from) == known.end()) {
      table.mistake("from",
                    fmt::format("{} must be \"effect\" or a fault's id, not \"{}\"",
                                table.full("from"), *from),
                    suggestion(*from, known));
    }
  }
  table.finish();
  return within;
}

/// { ticket = "OPS-12", until = 2027-01-31 }
std::optional<Gap> read_gap(TableReader& claim) {
  auto table = claim.table("gap");
  if (!table) return std::nullopt;
  Gap gap;
  const char* hint = "write gap = { ticket = \"OPS-12\", until = 2027-01-31 }";
  if (table->demand("ticket", hint)) gap.ticket = table->text("ticket").value_or("");
  if (table->demand("until", hint)) {
    if (const auto day = table->day("until")) gap.until = *day;
  }
  table->finish();
  return gap;
}

void read_impact(TableReader& expect, Scenario& scenario) {
  auto claim = expect.table("impact");
  if (!claim) return;
  ExpectImpact impact;
  impact.where = claim->where();
  if (claim->demand("failed_logins", "write failed_logins = { min = 0.25, max = 0.35 }")) {
    if (auto share = claim->table("failed_logins")) {
      const auto min = share->number("min", 0, 1), max = share->number("max", 0, 1);
      if (!share->has("min") && !share->has("max")) {
        share->mistakes().add(
            share->where(), fmt::format("{} needs min, max or both", claim->full("failed_logins")));
      }
      impact.min = min.value_or(0);
      impact.max = max.value_or(1);
      if (impact.min > impact.max) {
        share->mistake("min", fmt::format("{} is {:g}, more than max, which is {:g}",
                                          share->full("min"), impact.min, impact.max));
      }
      share->finish();
    }
  }
  claim->finish();
  scenario.impact = impact;
}

void read_labels(TableReader& claim, ExpectAlert& alert) {
  auto labels = claim.table("labels");
  if (!labels) return;
  for (const std::string& name : labels->keys()) {
    if (const auto value = labels->text(name)) alert.labels[name] = *value;
  }
}

ExpectAlert read_alert(TableReader& claim, const Scenario& scenario) {
  ExpectAlert alert;
  alert.where = claim.where();
  alert.symptom = claim.flag("symptom").value_or(false);
  alert.name = claim.text("name");
  read_labels(claim, alert);
  alert.team = claim.text("team");
  alert.team_where = claim.where("team");
  if (auto within = read_within(claim, scenario)) alert.within = *within;
  alert.gap = read_gap(claim);
  const auto* symptom = claim.raw("symptom");
  const bool says_symptom = symptom != nullptr && symptom->value_or(false);
  const auto* labels = claim.raw("labels");
  const bool says_labels =
      labels != nullptr && !(labels->is_table() && labels->as_table()->empty());
  if (!says_symptom && !claim.has("name") && !says_labels) {
    claim.mistakes().add(claim.where(), "expect.alert does not say which alert",
                         "add symptom = true, name = \"…\" or labels = { … }");
  }
  if (says_symptom && (claim.has("name") || alert.labels.contains("component"))) {
    claim.mistake("symptom",
                  fmt::format("{} means an alert that names no component, whatever its name",
                              claim.full("symptom")),
                  claim.has("name") ? "leave out symptom or name"
                                    : "leave out symptom or the label component");
  }
  claim.finish();
  return alert;
}

void read_blame(TableReader& expect, Scenario& scenario) {
  auto claim = expect.table("blame");
  if (!claim) return;
  ExpectBlame blame;
  blame.where = claim->where();
  if (claim->demand("component", "write component = \"load-balancer\"")) {
    blame.component = claim->text("component").value_or("");
  }
  blame.component_where = claim->where("component");
  blame.team = claim->text("team");
  blame.team_where = claim->where("team");
  if (auto within = read_within(*claim, scenario)) blame.within = *within;
  blame.gap = read_gap(*claim);
  claim->finish();
  scenario.blame = blame;
}

ExpectQuiet read_quiet(TableReader& claim) {
  ExpectQuiet quiet;
  quiet.where = claim.where();
  quiet.component = claim.text("component");
  quiet.component_where = claim.where("component");
  quiet.team = claim.text("team");
  quiet.team_where = claim.where("team");
  quiet.name = claim.text("name");
  quiet.until = claim.duration("until");
  quiet.gap = read_gap(claim);
  claim.finish();
  return quiet;
}

void read_recovery(TableReader& expect, Scenario& scenario) {
  auto claim = expect.table("recovery");
  if (!claim) return;
  ExpectRecovery recovery;
  recovery.where = claim->where();
  if (auto logins = claim->table("logins_ok")) {
    ExpectRecovery::LoginsOk ok;
    ok.min = logins->number("min", 0, 1).value_or(ok.min);
    if (logins->demand("within", "write logins_ok = { min = 0.999, within = \"1m\" }")) {
      ok.within = logins->duration("within").value_or(ModelDuration{});
    }
    logins->finish();
    recovery.logins_ok = ok;
  }
  if (auto resolved = claim->table("alerts_resolved")) {
    if (resolved->demand("within", "write alerts_resolved = { within = \"15m\" }")) {
      recovery.alerts_resolved = resolved->duration("within");
    }
    resolved->finish();
  }
  if (!claim->has("logins_ok") && !claim->has("alerts_resolved")) {
    claim->mistakes().add(claim->where(), "expect.recovery claims nothing",
                          "add logins_ok or alerts_resolved");
  }
  claim->finish();
  scenario.recovery = recovery;
}

}  // namespace

void read_expect(TableReader& root, Scenario& scenario) {
  auto expect = root.table("expect");
  if (!expect) return;
  read_impact(*expect, scenario);
  for (TableReader& claim : expect->tables("alert")) {
    scenario.alerts.push_back(read_alert(claim, scenario));
  }
  read_blame(*expect, scenario);
  for (TableReader& claim : expect->tables("quiet")) {
    const std::size_t before = claim.mistakes().count();
    const ExpectQuiet quiet = read_quiet(claim);
    // A misread key would be a missing one, and a quiet without keys forbids every page.
    if (claim.mistakes().count() == before) scenario.quiet.push_back(quiet);
  }
  read_recovery(*expect, scenario);
  expect->finish();
}

}  // namespace misfire
