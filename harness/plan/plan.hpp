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

/// How soon something can be, and will be on average, and how late: delays of model time.
struct Bounds {
  ModelDuration earliest, mean, latest;
  bool operator==(const Bounds&) const = default;
};

/// A function over a range of a rule's expression: `rate(x[5m])`.
struct RangeUse {
  std::string function;     ///< "" of a range that stands alone
  std::string selector;     ///< without the range
  ModelDuration range;      ///< of model time
  ModelDuration samples;    ///< from sample to sample, at its shortest; 0: not known
  bool above_zero = false;  ///< `> 0` or `!= 0`: whatever happens at all
  bool operator==(const RangeUse&) const = default;
};

/// A share over a range that must be exceeded: `sum(rate(a[R])) / sum(rate(b[R])) > threshold`.
struct ShareUse {
  ModelDuration range;
  double threshold = 0;
  bool sampled = false;  ///< of scrapes that each say yes or no, not of all that happened
  bool operator==(const ShareUse&) const = default;
};

/// Whether a rule reads what only the balancer's health checks change.
enum class ReadsChecks { no, partly, only };

/// One alerting rule as the user wrote it, with what the judge and the budget need to know.
struct AlertRule {
  std::string name, group, file;  ///< file: relative to the user's prometheus.yml
  std::string expr;               ///< the user's own
  Labels labels;                  ///< as written; templates unresolved
  ModelDuration hold;             ///< `for`
  ModelDuration interval;         ///< its group's evaluation interval
  ModelDuration query_offset;     ///< evaluated for so long ago
  ModelDuration longest_window;   ///< longest range, offsets included; 0 without one
  ModelDuration recorded;         ///< what the evaluations of the recordings it reads may add
  std::vector<RangeUse> ranges;   ///< its own, not those of recordings that it reads
  std::vector<ShareUse> shares;   ///< all must be exceeded; empty where that is not all it says
  ReadsChecks checks = ReadsChecks::no;
  /// Selectors: of each group at least one must have series, or the rule has no result. Recorded
  /// series stand as what their recordings read.
  std::vector<std::vector<std::string>> needs;
  bool window_filled = true;  ///< by the baseline or by the past that is written
  Compressible compressible = Compressible::yes;
  std::string why;  ///< of compressible, when not yes
  Position where;
  bool operator==(const AlertRule&) const = default;
};

/// One node of Alertmanager's routing tree, what it inherits filled in.
struct Route {
  int depth = 0;  ///< 0: the root; the nodes below one follow it, each one deeper than its parent
  std::string receiver;
  std::vector<Matcher> matchers;      ///< all must hold
  bool readable = true;               ///< false: it has matchers that were not understood
  bool goes_on = false;               ///< `continue`: the routes beside it are asked as well
  std::vector<std::string> group_by;  ///< {"..."}: every label
  ModelDuration group_wait, group_interval;
  bool operator==(const Route&) const = default;
};

/// Facts about the monitoring, for judge and budget.
struct MonitoringFacts {
  ModelDuration scrape_interval;           ///< the slowest of the jobs that are kept
  std::vector<std::string> left_out_jobs;  ///< of the user's, which nobody scrapes here
  Bounds notices;  ///< what the balancer's checks need to see that a server is gone
  std::vector<AlertRule> rules;
  std::vector<std::string> receivers;
  std::vector<std::string> empty_receivers;  ///< those of them that reach nobody: no integration
  std::map<std::string, int> observers;      ///< receiver → which of its webhooks only observes
  ModelDuration longest_group_wait, longest_group_interval;
  std::vector<Route> routes;       ///< the routing tree, depth first; it begins with the root
  bool alerts_relabelled = false;  ///< on their way to Alertmanager: rules' labels may not arrive
  std::map<std::string, std::vector<std::string>> teams;
  std::map<std::string, std::vector<std::vector<Matcher>>> components;
  std::map<std::string, std::vector<std::string>> pages;
  std::vector<std::string> ignore;
  std::map<std::string, std::string> untested = {};  ///< alert → why no scenario exercises it
  bool operator==(const MonitoringFacts&) const = default;
};

/// Logins that others than the plan's users try, besides theirs.
struct LoginFlood {
  double factor = 0;            ///< times the plan's rate of logins; 0: there is none
  int users = 0;                ///< whose names they try: the first of the plan's, and beyond them
  bool wrong_passwords = true;  ///< or the right ones, as far as the plan's users go
  bool operator==(const LoginFlood&) const = default;
};

/// A fault bound to this system.
struct PlannedFault {
  std::string id, name;
  std::map<std::string, ParamValue> params;  ///< defaults filled in
  ModelDuration at;
  std::optional<ModelDuration> lasts;
  bool runtime = false;
  std::string change;      ///< diff against the original, or what is done instead, for people
  double load_factor = 1;  ///< times the plan's rate of logins come while it lasts
  LoginFlood flood;        ///< comes while it lasts
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
  std::string backends;          ///< what stands for the pool's servers; "": authd
  std::string login;             ///< how users log in, for people; "": as authd expects
  std::string pool;
  std::vector<std::string> servers;  ///< the pool's servers in file order
  PlannedLoad load;
  std::vector<PlannedFault> faults;
  std::vector<PlannedFault> alert_faults;  ///< of the monitoring's files, all the time
  /// What this balancer cannot do of the faults, and why: then nothing is started.
  std::vector<std::string> unsupported;
  MonitoringFacts monitoring;
  std::vector<std::string> changes;  ///< what was changed in the user's files so that they run here
  std::vector<std::string> limits;   ///< what cannot be scaled or kept, named before the run
  std::map<std::string, std::string> files;  ///< what the user wrote: name → digest
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
