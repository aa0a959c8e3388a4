#include "mutate/try_mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "base/interrupt.hpp"
#include "base/nearest.hpp"
#include "fault/alert_fault.hpp"
#include "judge/words.hpp"
#include "mutate/live.hpp"
#include "mutate/mutant_rules.hpp"
#include "mutate/tally.hpp"
#include "mutate/trial.hpp"
#include "replay/each_recording.hpp"
#include "replay/run_folders.hpp"
#include "run/locations.hpp"
#include "run/programs.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

void tell(const MutationRequest& request, const std::string& text) {
  if (request.told) request.told(text);
}

/// Keys that the user's file leaves out are the default system's.
Checked<System> system_of(const fs::path& own) {
  const auto file = default_system_file();
  if (!file) return own.empty() ? tl::unexpected(Errors{file.error()}) : read_system(own);
  auto standard = read_system(*file);
  if (!standard || own.empty()) return standard;
  return read_system(own, *standard);
}

/// Whose mutants nobody has to see: what never counts, and what nothing exercises for a reason.
std::map<std::string, std::string> reasons_of(const System& system) {
  std::map<std::string, std::string> reasons = system.monitoring.untested;
  for (const std::string& name : system.monitoring.ignore) {
    reasons.emplace(name, "the system file says that it never counts");
  }
  return reasons;
}

/// Most mutants die where their alert is expected, or forbidden, by its name, or, if they are
/// always on, in a twin: these are asked first.
enum class Round { likely, rest };

bool is_likely(const Recording& recording, const std::string& alert) {
  const Plan& plan = recording.live.plan;
  const auto named = [&](const auto& one) { return one.name == alert; };
  return plan.scenario.kind == ScenarioKind::twin ||
         std::any_of(plan.scenario.alerts.begin(), plan.scenario.alerts.end(), named) ||
         std::any_of(plan.scenario.quiet.begin(), plan.scenario.quiet.end(), named);
}

class Trials {
 public:
  Trials(const MutationRequest& request, System system)
      : request_(request), system_(std::move(system)), trees_(read_monitoring_trees(system_)) {}

  Checked<MutationReport> run() {
    if (!rules_) return tl::unexpected(Errors{rules_.error()});
    if (auto done = read_recordings(); !done) return tl::unexpected(done.error());
    if (auto done = make_mutants(); !done) return tl::unexpected(Errors{done.error()});
    Errors missing;
    const Programs programs = find_programs(System{}, missing);
    if (!programs.has("prometheus")) return tl::unexpected(missing);
    std::vector<Mutant> mutants;
    for (const MutantFiles& one : mutants_) mutants.push_back(one.mutant);
    Tally tally(mutants);
    for (const Round round : {Round::likely, Round::rest}) {
      if (auto done = replay_all(programs.path("prometheus").string(), round, tally); !done) {
        return tl::unexpected(done.error());
      }
    }
    if (request_.live) {
      if (auto done = run_survivors(tally); !done) return tl::unexpected(done.error());
    }
    report_.outcomes = tally.outcomes();
    report_.scenarios = tally.scenarios();
    std::sort(report_.scenarios.begin(), report_.scenarios.end());
    give_reasons();
    return std::move(report_);
  }

 private:
  Checked<void> read_recordings() {
    const auto folders = run_folders(request_.recordings);
    if (!folders) return tl::unexpected(folders.error());
    Errors errors;
    for (const fs::path& folder : *folders) {
      if (auto nothing = kept_nothing(folder)) {
        report_.not_used.push_back({nothing->scenario, nothing->why.message});
        continue;
      }
      auto recording = read_recording(folder);
      if (recording) {
        recordings_.push_back(std::move(*recording));
      } else {
        errors.insert(errors.end(), recording.error().begin(), recording.error().end());
      }
    }
    if (!errors.empty()) return tl::unexpected(std::move(errors));
    // Twins first: whatever is always on dies there at once.
    std::stable_partition(recordings_.begin(), recordings_.end(), [](const Recording& one) {
      return one.live.plan.scenario.kind == ScenarioKind::twin;
    });
    return {};
  }

  Result<void> make_mutants() {
    MonitoringTrees chosen = trees_;
    std::vector<std::string> wanted, known;
    for (const AlertTree& alert : alerts_of(chosen)) known.push_back(alert.name);
    if (known.empty()) {
      return usage_error(
          fmt::format("the rules of {} make no alert", system_.monitoring.prometheus.string()));
    }
    for (const Mutant& mutant : mutants_of(trees_)) {
      if (!request_.alert.empty() && !fits_name(request_.alert, mutant.alert)) continue;
      auto files = rules_->write(*mutated(trees_, mutant));
      if (!files) return tl::unexpected(files.error());
      mutants_.push_back({mutant, std::move(*files)});
    }
    auto as_they_are = rules_->write(trees_);
    if (!as_they_are) return tl::unexpected(as_they_are.error());
    as_they_are_ = std::move(*as_they_are);
    if (!mutants_.empty()) return {};
    return usage_error(fmt::format("--alert: no rule makes an alert \"{}\"", request_.alert),
                       suggestion(request_.alert, known));
  }

  Checked<void> replay_all(const std::string& prometheus, Round round, Tally& tally) {
    const auto wants = [&](const Recording& recording, std::size_t mutant) {
      const bool likely = is_likely(recording, mutants_[mutant].mutant.alert);
      return likely == (round == Round::likely) && tally.open(mutant);
    };
    std::vector<const Recording*> recordings;
    for (const Recording& one : recordings_) {
      bool any = false;
      for (std::size_t i = 0; i < mutants_.size() && !any; ++i) any = wants(one, i);
      if (any && unfit_.count(&one) == 0) recordings.push_back(&one);
    }
    std::mutex mutex;
    const auto done = each_recording(
        recordings, prometheus, request_.workers,
        [&](std::size_t at, const RecordedPrometheus& recorded) -> Checked<void> {
          const Recording& recording = *recordings[at];
          const auto trial = try_on(recording, recorded, as_they_are_, mutants_,
                                    [&](std::size_t i) { return wants(recording, i); });
          if (!trial) return tl::unexpected(trial.error());
          const std::string& scenario = recording.live.plan.scenario.name;
          if (trial->not_used.empty()) tally.add(scenario, *trial);
          const std::lock_guard lock(mutex);
          if (!trial->not_used.empty()) {
            report_.not_used.push_back({scenario, trial->not_used});
            unfit_.insert(&recording);
          }
          tell(request_, trial->not_used.empty()
                             ? fmt::format("{} was asked", scenario)
                             : fmt::format("{} is not used: {}", scenario, trial->not_used));
          return {};
        });
    if (!done) return tl::unexpected(Errors{done.error()});
    if (const auto go_on = not_interrupted(); !go_on) return tl::unexpected(Errors{go_on.error()});
    for (std::size_t i = 0; i < done->size(); ++i) {
      if ((*done)[i]) continue;
      report_.not_used.push_back(
          {recordings[i]->live.plan.scenario.name, (*done)[i].error().front().message});
      unfit_.insert(recordings[i]);
    }
    return {};
  }

  const Recording& recording_of(const std::string& scenario) const {
    return *std::find_if(recordings_.begin(), recordings_.end(), [&](const Recording& one) {
      return one.live.plan.scenario.name == scenario;
    });
  }

  /// Error: interrupted.
  Checked<void> run_survivors(Tally& tally) {
    for (std::size_t i = 0; i < mutants_.size(); ++i) {
      for (const std::string& scenario : tally.hopes(i)) {
        if (!tally.open(i)) break;
        const Mutant& mutant = mutants_[i].mutant;
        RunOptions options = request_.run;
        options.scenario = recording_of(scenario).live.plan.scenario.file;
        options.speed = recording_of(scenario).facts.speed;
        tell(request_,
             fmt::format("{} {} is run live: {}", mutant.alert, to_string(mutant.kind), scenario));
        const auto seen = run_with(mutant, options);
        tally.add_live(
            i, scenario,
            seen ? *seen
                 : Seen{Fate::untold, "it could not be run: " + seen.error().front().message});
        if (const auto go_on = not_interrupted(); !go_on) {
          return tl::unexpected(Errors{go_on.error()});
        }
      }
    }
    return {};
  }

  void give_reasons() {
    const auto reasons = reasons_of(system_);
    for (MutantOutcome& one : report_.outcomes) {
      const auto reason = reasons.find(one.mutant.alert);
      if (reason == reasons.end()) continue;
      if (one.fate != Fate::survived && one.fate != Fate::untold) continue;
      one.fate = Fate::untested;
      one.why = reason->second;
    }
  }

  const MutationRequest& request_;
  System system_;
  MonitoringTrees trees_;
  Result<MutantRules> rules_ = MutantRules::make();
  std::vector<Recording> recordings_;
  std::set<const Recording*> unfit_;
  std::vector<MutantFiles> mutants_;
  std::vector<fs::path> as_they_are_;
  MutationReport report_;
};

}  // namespace

Checked<MutationReport> try_mutants(const MutationRequest& request) {
  auto system = system_of(request.run.system);
  if (!system) return tl::unexpected(system.error());
  return Trials(request, std::move(*system)).run();
}

}  // namespace misfire
