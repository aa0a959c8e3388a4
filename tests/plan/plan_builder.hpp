// A plan in which every field differs from its default.
#pragma once

#include "plan/plan.hpp"

namespace misfire {

inline AlertRule rule(const std::string& name, Labels labels = {}) {
  AlertRule r;
  r.name = name;
  r.labels = std::move(labels);
  return r;
}

inline Scenario full_scenario() {
  Scenario s;
  s.file = "s.toml";
  s.name = "skew";
  s.title = "Title";
  s.about = "Line 1\nLine 2 \"quoted\" ä";
  s.tags = {"a", "b"};
  s.kind = ScenarioKind::decoy;
  s.strict = true;
  s.load.per_second = 12.5;
  s.load.users = 7;
  s.timeline = {model_seconds(61), model_seconds(62), "Sat 03:30 UTC", {"s.toml", 3, 4}};
  FaultSpec fault;
  fault.id = "one";
  fault.inject = "every";
  fault.params = {{"i", std::int64_t{-5}},  {"n", 5.0},
                  {"third", 1.0 / 3},       {"b", true},
                  {"t", std::string("5m")}, {"d", model_seconds(300)}};
  fault.param_where = {{"i", {"s.toml", 9, 12}}};
  fault.at = model_seconds(1.25);
  fault.lasts = model_seconds(90);
  fault.runtime = true;
  fault.where = {"s.toml", 8, 1};
  fault.via_where = {"s.toml", 10, 7};
  s.faults = {fault};
  s.impact = ExpectImpact{0.25, 0.35, {"s.toml", 20, 1}};
  ExpectAlert alert;
  alert.symptom = true;
  alert.name = "X";
  alert.labels = {{"severity", "page"}};
  alert.team = "auth";
  alert.within = {model_seconds(300), "one"};
  alert.where = {"s.toml", 21, 1};
  alert.team_where = {"s.toml", 22, 8};
  alert.gap = Gap{"OPS-12", "2027-01-31"};
  s.alerts = {alert, ExpectAlert{}};
  ExpectBlame blame;
  blame.component = "load-balancer";
  blame.team = "network";
  blame.within = {model_seconds(360), "effect"};
  blame.where = {"s.toml", 30, 1};
  blame.component_where = {"s.toml", 31, 13};
  blame.team_where = {"s.toml", 32, 8};
  s.blame = blame;
  ExpectQuiet quiet;
  quiet.component = "database";
  quiet.team = "dba";
  quiet.name = "Slow";
  quiet.until = model_seconds(90);
  quiet.where = {"s.toml", 40, 1};
  quiet.component_where = {"s.toml", 41, 13};
  quiet.team_where = {"s.toml", 42, 8};
  s.quiet = {quiet, ExpectQuiet{}};
  ExpectRecovery recovery;
  recovery.logins_ok = ExpectRecovery::LoginsOk{0.5, model_seconds(60)};
  recovery.alerts_resolved = model_seconds(900);
  recovery.where = {"s.toml", 50, 1};
  s.recovery = recovery;
  return s;
}

inline Plan full_plan() {
  Plan p;
  p.run_id = "1a2b";
  p.scenario = full_scenario();
  p.speed = 30.5;
  p.seed = 18'446'744'073'709'551'615u;
  p.engine = "process";
  p.balancer = "haproxy";
  p.pool = "auth";
  p.servers = {"auth1", "auth2"};
  p.load = {301.5, 1000, std::chrono::nanoseconds(5'000'000'001)};
  PlannedFault fault;
  fault.id = "one";
  fault.name = "every";
  fault.params = p.scenario.faults[0].params;
  fault.at = model_seconds(2);
  fault.lasts = model_seconds(600);
  fault.runtime = true;
  fault.change = "--- a\n+++ b\n";
  fault.load_factor = 2.5;
  p.faults = {fault};
  MonitoringFacts& m = p.monitoring;
  AlertRule r = rule("X", {{"severity", "page"}, {"c", "{{ $labels.c }}"}});
  r.group = "g";
  r.file = "rules/x.yml";
  r.expr = "up == 0";
  r.hold = model_seconds(60);
  r.interval = model_seconds(15);
  r.query_offset = model_seconds(20);
  r.longest_window = model_seconds(3600);
  r.recorded = model_seconds(45);
  r.ranges = {{"rate", "up{}", model_seconds(3600), model_seconds(15), true}};
  r.shares = {{model_seconds(300), 0.05}};
  r.checks = ReadsChecks::partly;
  r.needs = {{"up"}, {"a", "b{c=\"d\"}"}};
  r.window_filled = false;
  r.compressible = Compressible::with_care;
  r.why = "uses time()";
  r.where = {"rules/x.yml", 5, 9};
  m.rules = {r};
  m.scrape_interval = model_seconds(15);
  m.left_out_jobs = {"node"};
  m.notices = {model_seconds(4), model_seconds(5), model_seconds(12)};
  m.receivers = {"auth-oncall"};
  m.empty_receivers = {"nobody"};
  m.observers = {{"auth-oncall", 1}, {"nobody", 0}};
  m.longest_group_wait = model_seconds(30);
  m.longest_group_interval = model_seconds(300);
  m.routes = {
      {0, "auth-oncall", {}, true, false, {"alertname"}, model_seconds(30), model_seconds(300)},
      {1,
       "nobody",
       {{"team", Matcher::Op::equal, "x"}},
       false,
       true,
       {"..."},
       model_seconds(1),
       model_seconds(2)}};
  m.alerts_relabelled = true;
  m.teams = {{"auth", {"auth-oncall"}}};
  m.components = {{"lb",
                   {{{"a", Matcher::Op::match, "x.+"}, {"b", Matcher::Op::no_match, "y"}},
                    {{"c", Matcher::Op::not_equal, "z"}, {"d", Matcher::Op::equal, "w"}}}}};
  m.pages = {{"severity", {"page"}}};
  m.ignore = {"Watchdog"};
  m.untested = {{"DiskFull", "nothing fills a disk"}};
  p.changes = {"a change"};
  p.limits = {"a limit"};
  p.unsupported = {"the fault \"f\": no such thing"};
  p.files = {{"rules/x.yml", "0123"}};
  return p;
}

}  // namespace misfire
