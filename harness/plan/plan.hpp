// A plan: one scenario bound to one system, all defaults resolved, roles bound to names. A plain
// value with a JSON form (plan.json): the judge needs it and the history, and nothing that runs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "history/facts.hpp"
#include "scenario/scenario.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// How well a rule keeps its meaning at a speed above 1 (ALERTS.md, "What needs care").
enum class Compressible { yes, with_care, no };
const char* to_string(Compressible);

/// One alerting rule as the user wrote it, with what the judge and the budget need to know.
struct AlertRule {
  std::string name, group, file;  ///< file: relative to the user's prometheus.yml
  std::string expr;               ///< the user's own
  Labels labels;                  ///< as written; templates unresolved
  ModelDuration hold;             ///< `for`
  ModelDuration interval;         ///< its group's evaluation interval
  ModelDuration longest_window;   ///< longest range, offsets included; 0 without one
  bool window_filled = true;      ///< by the baseline or by the past that is written
  Compressible compressible = Compressible::yes;
  std::string why;  ///< of compressible, when not yes
  Position where;
  bool operator==(const AlertRule&) const = default;
};

/// Facts about the monitoring, for judge and budget.
struct MonitoringFacts {
  ModelDuration scrape_interval;  ///< the slowest of the jobs that are kept
  std::vector<AlertRule> rules;
  std::vector<std::string> receivers;
  std::vector<std::string> empty_receivers;  ///< those of them that reach nobody: no integration
  std::map<std::string, int> observers;      ///< receiver → which of its webhooks only observes
  ModelDuration longest_group_wait, longest_group_interval;
  std::map<std::string, std::vector<std::string>> teams;
  std::map<std::string, std::vector<std::vector<Matcher>>> components;
  std::map<std::string, std::vector<std::string>> pages;
  std::vector<std::string> ignore;
  bool operator==(const MonitoringFacts&) const = default;
};

/// A fault bound to this system.
struct PlannedFault {
  std::string id, name;
  std::map<std::string, ParamValue> params;  ///< defaults filled in
  ModelDuration at;
  std::optional<ModelDuration> lasts;
  bool runtime = false;
  std::string change;  ///< diff against the original, for people
  bool operator==(const PlannedFault&) const = default;
};

struct PlannedLoad {
  double per_second = 0;  ///< wall time
  int users = 0;
  Duration patience{};  ///< wall time a user waits for an answer
  bool operator==(const PlannedLoad&) const = default;
};

struct Plan {
  std::string run_id;
  Scenario scenario;  ///< as parsed
  double speed = 1;
  std::uint64_t seed = 1;
  std::string engine, balancer;  ///< "process", "haproxy"
  std::string pool;
  std::vector<std::string> servers;  ///< the pool's servers in file order
  PlannedLoad load;
  std::vector<PlannedFault> faults;
  MonitoringFacts monitoring;
  std::vector<std::string> changes;  ///< what was changed in the user's files so that they run here
  std::vector<std::string> limits;   ///< what cannot be scaled or kept, named before the run
  bool operator==(const Plan&) const = default;
};

/// plan.json and back. Errors: not JSON, or not a plan.
std::string to_json(const Plan&);
Result<Plan> plan_from_json(std::string_view);

// ---- what an alert is, by its labels (pure) ----

bool is_page(const MonitoringFacts&, const Labels&);
bool is_ignored(const MonitoringFacts&, const Labels&);
/// The component that an alert blames: by [components], else by its label `component`; "" if none.
std::string component_of(const MonitoringFacts&, const Labels&);
/// The team that a receiver belongs to; "" if none.
std::string team_of(const MonitoringFacts&, const std::string& receiver);

}  // namespace misfire
