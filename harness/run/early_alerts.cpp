#include "run/early_alerts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "monitor/missed_jobs.hpp"

namespace misfire {
namespace {

/// Those with a role that the stack does not leave out all the same.
std::vector<std::string> kept_jobs(const MonitoringFacts& facts, const System& system) {
  std::vector<std::string> kept;
  for (const auto& [job, role] : system.monitoring.jobs) {
    const auto& out = facts.left_out_jobs;
    if (std::find(out.begin(), out.end(), job) == out.end()) kept.push_back(job);
  }
  return kept;
}

std::optional<MissedJob> missed_by(const std::string& alert, const MonitoringFacts& facts,
                                   const std::vector<std::string>& kept) {
  for (const AlertRule& rule : facts.rules) {
    if (rule.name != alert) continue;
    if (auto missed = missed_job(rule.expr, facts.left_out_jobs, kept)) return missed;
  }
  return {};
}

std::string because(const MissedJob& missed) {
  return fmt::format("{} looks for what only the job \"{}\" has, which is left out here",
                     missed.call, missed.job);
}

std::string way_out(const std::string& quoted, std::string_view many) {
  return fmt::format("put {} into [monitoring] ignore of the system file, or give the job{} a role",
                     quoted, many);
}

bool reads_probes(const std::string& alert, const MonitoringFacts& facts) {
  return std::any_of(facts.rules.begin(), facts.rules.end(), [&](const AlertRule& rule) {
    return rule.name == alert && rule.expr.find("probe_") != rule.expr.npos;
  });
}

struct Early {
  std::string name, state, cause;
};

std::vector<Early> pages_of(const MonitoringFacts& facts, const System& system,
                            const RuleState& state) {
  std::vector<Early> early;
  const auto kept = kept_jobs(facts, system);
  for (const auto* alerts : {&state.firing, &state.pending}) {
    for (const Labels& labels : *alerts) {
      if (!is_page(facts, labels) || is_ignored(facts, labels)) continue;
      const std::string& name = labels.at("alertname");
      const bool told = std::any_of(early.begin(), early.end(),
                                    [&](const Early& one) { return one.name == name; });
      if (told) continue;
      const auto missed = missed_by(name, facts, kept);
      early.push_back(
          {name, alerts == &state.firing ? "firing" : "pending", missed ? because(*missed) : ""});
    }
  }
  return early;
}

}  // namespace

std::optional<Error> early_alerts(const MonitoringFacts& facts, const System& system,
                                  const RuleState& state) {
  const std::vector<Early> early = pages_of(facts, system, state);
  if (early.empty()) return {};
  std::string text, missing;
  int causes = 0;
  for (const Early& one : early) {
    const std::string cause = one.cause.empty() ? "" : ": " + one.cause;
    text += early.size() == 1
                ? fmt::format("the alert {} is already {} before the fault{}", one.name, one.state,
                              cause)
                : fmt::format("{}{} is {}{}", text.empty() ? "" : "; ", one.name, one.state, cause);
    if (one.cause.empty()) continue;
    missing += fmt::format("{}\"{}\"", missing.empty() ? "" : ", ", one.name);
    ++causes;
  }
  if (early.size() > 1) {
    text = fmt::format("{} alerts are already firing or pending before the fault: {}", early.size(),
                       text);
  }
  Error error{ErrorCode::environment, std::move(text), {}, {}};
  if (causes > 0) error.hint = way_out(missing, causes > 1 ? "s" : "");
  const bool probes = std::any_of(early.begin(), early.end(), [&](const Early& one) {
    return one.cause.empty() && reads_probes(one.name, facts);
  });
  if (probes) {
    error.hint += fmt::format(
        "{}a probe fails here if what it asks does not lead to the pool: "
        "`misfire explain` says how probes are treated",
        error.hint.empty() ? "" : "; ");
  }
  return error;
}

std::vector<std::string> bound_to_fire(const MonitoringFacts& facts, const System& system) {
  std::vector<std::string> sentences;
  const auto kept = kept_jobs(facts, system);
  for (const AlertRule& rule : facts.rules) {
    if (!is_page(facts, rule.labels) || is_ignored(facts, {{"alertname", rule.name}})) continue;
    const auto missed = missed_job(rule.expr, facts.left_out_jobs, kept);
    if (!missed) continue;
    sentences.push_back(
        fmt::format("the alert {} fires before the fault, which makes a run invalid: {}; {}",
                    rule.name, because(*missed), way_out('"' + rule.name + '"', "")));
  }
  return sentences;
}

}  // namespace misfire
