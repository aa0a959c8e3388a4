#include "mutate/trial.hpp"

#include <fmt/format.h>

#include "base/interrupt.hpp"
#include "judge/facts_of.hpp"
#include "replay/replay.hpp"

namespace misfire {
namespace {

Checked<Replayed> replay_with(const Recording& recording, const RecordedPrometheus& prometheus,
                              const std::vector<fs::path>& rules) {
  auto plan = plan_replay(recording, {rules, {}});
  if (!plan) return tl::unexpected(std::move(plan.error()));
  return replay(recording, *plan, prometheus);
}

Judgement judged(const Recording& recording, Replayed replayed) {
  History history = recording.live.history;
  history.events = std::move(replayed.events);
  return judge(replayed.plan, history);
}

std::string first(const std::vector<std::string>& reasons) {
  return reasons.empty() ? std::string() : ": " + reasons.front();
}

std::string why_not_used(const Judgement& judgement) {
  if (judgement.verdict == Verdict::pass) return {};
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    if (outcome.fails()) return "it fails with the rules as they are: " + outcome.text;
  }
  return fmt::format("with the rules as they are it is {}{}", to_string(judgement.verdict),
                     first(judgement.reasons));
}

/// Alerts that were pending, firing or told.
bool appears(const std::vector<Event>& events, const std::string& alert) {
  for (const Event& event : events) {
    const auto* change = std::get_if<AlertChanged>(&event.fact);
    if (change != nullptr && change->labels.contains("alertname") &&
        change->labels.at("alertname") == alert) {
      return true;
    }
  }
  return false;
}

}  // namespace

Checked<Trial> try_on(const Recording& recording, const RecordedPrometheus& prometheus,
                      const std::vector<fs::path>& rules_as_they_are,
                      const std::vector<MutantFiles>& mutants,
                      const std::function<bool(std::size_t)>& wanted) {
  auto control = replay_with(recording, prometheus, rules_as_they_are);
  if (!control) return tl::unexpected(std::move(control.error()));
  Trial trial;
  trial.seen.resize(mutants.size());
  for (const MutantFiles& one : mutants) {
    trial.active.push_back(appears(control->events, one.mutant.alert));
  }
  trial.not_used = why_not_used(judged(recording, std::move(*control)));
  if (!trial.not_used.empty()) return trial;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    if (!wanted(i)) continue;
    if (const auto go_on = not_interrupted(); !go_on) return tl::unexpected(Errors{go_on.error()});
    // What did nothing is not missed.
    if (mutants[i].mutant.kind == MutantKind::deleted && !trial.active[i]) {
      trial.seen[i] = {Fate::survived, ""};
      continue;
    }
    auto replayed = replay_with(recording, prometheus, mutants[i].rules);
    if (!replayed) return tl::unexpected(std::move(replayed.error()));
    trial.seen[i] = seen_in(judged(recording, std::move(*replayed)), mutants[i].mutant.alert);
  }
  return trial;
}

}  // namespace misfire
