#include "mutate/tally.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {
namespace {

bool decided(Fate fate) {
  return fate == Fate::killed || fate == Fate::unsteady;
}

}  // namespace

Tally::Tally(const std::vector<Mutant>& mutants)
    : hopes_(mutants.size()), to_confirm_(mutants.size()) {
  for (const Mutant& one : mutants) outcomes_.push_back({one, Fate::untold, "", "", false});
}

bool Tally::open(std::size_t mutant) const {
  const std::lock_guard lock(mutex_);
  return !decided(outcomes_[mutant].fate);
}

void Tally::add(const std::string& scenario, const Trial& trial) {
  const std::lock_guard lock(mutex_);
  if (std::find(scenarios_.begin(), scenarios_.end(), scenario) == scenarios_.end()) {
    scenarios_.push_back(scenario);
  }
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    const Seen& seen = trial.seen[i];
    if (seen.fate == Fate::untold && seen.why.empty()) continue;  // nobody asked
    auto& hopes = hopes_[i];
    const bool known = std::find(hopes.begin(), hopes.end(), scenario) != hopes.end();
    if (!known && seen.fate == Fate::untold) hopes.insert(hopes.begin(), scenario);
    if (!known && seen.fate == Fate::survived && trial.active[i] && !to_confirm_[i]) {
      hopes.push_back(scenario);
      to_confirm_[i] = true;
    }
    take(i, seen, scenario, false);
  }
}

void Tally::add_live(std::size_t mutant, const std::string& scenario, const Seen& seen) {
  const std::lock_guard lock(mutex_);
  take(mutant, seen, scenario, true);
}

std::vector<std::string> Tally::hopes(std::size_t mutant) const {
  const std::lock_guard lock(mutex_);
  return hopes_[mutant];
}

std::vector<MutantOutcome> Tally::outcomes() const {
  const std::lock_guard lock(mutex_);
  return outcomes_;
}

std::vector<std::string> Tally::scenarios() const {
  const std::lock_guard lock(mutex_);
  return scenarios_;
}

/// Whoever kills has the last word; else one who cannot tell weighs more than one who lets it live,
/// and a run more than any replay.
void Tally::take(std::size_t mutant, const Seen& seen, const std::string& scenario, bool live) {
  MutantOutcome& one = outcomes_[mutant];
  if (decided(one.fate)) return;
  const bool counts = decided(seen.fate) || live || one.why.empty() || seen.fate == Fate::untold;
  if (!counts) return;
  one.fate = seen.fate;
  one.scenario = scenario;
  one.live = live;
  one.why = seen.why.empty() ? "every scenario passes all the same" : seen.why;
  if (seen.fate == Fate::untold) one.why = fmt::format("{} cannot tell: {}", scenario, seen.why);
}

}  // namespace misfire
