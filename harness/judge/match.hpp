// Which alerts and rules an expectation speaks of. Rules are matched before anything ran, so a
// label that is a template, or that may come from the series, counts as possibly matching. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge/rule_budget.hpp"
#include "plan/plan.hpp"

namespace misfire {

/// The value of a label, or "".
const std::string& label(const Labels&, std::string_view name);

/// Whether two label sets mean the same alert: same name, no label that both have differs (a
/// notification may carry external labels more, or relabelled ones less, than Prometheus stored).
bool same_alert(const Labels&, const Labels&);

/// What an alert or blame expectation waits for.
struct Wanted {
  std::string what;     ///< "a page for the symptom", "`X`", "a page that blames `load-balancer`"
  std::string no_rule;  ///< what to say when no rule can match
  std::function<bool(const Labels&)> matches;
  std::function<bool(const AlertRule&)> could_match;
  std::optional<std::string> team;
  Within within;
  std::optional<Gap> gap;
};
Wanted wanted(const MonitoringFacts&, const ExpectAlert&);
Wanted wanted(const MonitoringFacts&, const ExpectBlame&);

/// Whether a notification with these labels, at this receiver, breaks the quiet: a page, and of an
/// alert that the quiet names a ticket as well.
bool breaks(const MonitoringFacts&, const ExpectQuiet&, const Labels&, const std::string& receiver);
/// Whether the quiet still forbids anything so long after the first fault.
bool still_forbids(const ExpectQuiet&, ModelDuration after_fault);
bool could_break(const MonitoringFacts&, const ExpectQuiet&, const AlertRule&);
/// Whether every notification of this rule's alerts breaks the quiet, whatever its series say.
bool surely_breaks(const MonitoringFacts&, const ExpectQuiet&, const AlertRule&);
/// The rules that could break the quiet, each with the latest time at which it could do so. A group
/// that only breaches can have begun is new: it is asked about the first one.
std::vector<RuleBudget> breakers(const Plan&, const ExpectQuiet&);

/// Whether alerts of this rule can be pages, ignored ones never.
bool could_page(const MonitoringFacts&, const AlertRule&);
/// A page that counts: one that is not ignored.
bool counts_as_page(const MonitoringFacts&, const Labels&);

/// Whether a receiver is one of the team's.
bool serves(const MonitoringFacts&, const std::string& receiver, const std::string& team);

/// Why what this rule does proves nothing in this run; empty if it does.
std::string distrust(const Plan&, const AlertRule&);
/// The same of the rule that made an alert with these labels.
std::string distrust(const Plan&, const Labels&);
/// The rules that may have made an alert with these labels.
std::vector<const AlertRule*> rules_of(const MonitoringFacts&, const Labels&);

}  // namespace misfire
