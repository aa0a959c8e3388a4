#include "judge/alerts.hpp"

#include <algorithm>

#include "judge/explain.hpp"
#include "judge/folds.hpp"
#include "judge/measure.hpp"
#include "judge/stages.hpp"

namespace misfire {
namespace {

class Outcomes {
 public:
  explicit Outcomes(const Evidence& evidence)
      : evidence_(evidence), facts_(evidence.plan().monitoring), tracks_(evidence.tracks()) {
    harm_ = evidence.harm();
  }

  /// The alert that fulfilled the expectation, or else the one that came furthest.
  void add_expected(const Wanted& wanted, const std::string& fallback_name, bool blame) {
    const auto hit = first_hit(evidence_, tracks_, wanted, [&](const AlertTrack& track) {
      return distrust(evidence_.plan(), track.labels).empty();
    });
    const AlertTrack* track = hit ? hit->track : furthest(tracks_, wanted, facts_);
    const std::string name = track ? track->name : fallback_name;
    if (blame && listed(name, hit ? hit->arrival->receiver : "")) return;
    AlertOutcome out;
    out.name = name;
    out.team = wanted.team.value_or("");
    out.within = wanted.within.limit;
    out.expected = true;
    out.page = track ? is_page(facts_, track->labels) : false;
    fill(out, track, hit ? hit->arrival : nullptr, evidence_.base(wanted.within));
    if (track != nullptr && evidence_.fault()) {
      out.measured = measure(evidence_, tracks_, *track, out.stages, wanted, out.receiver);
    }
    const auto reached = hit ? std::optional(hit->arrival->at) : std::nullopt;
    out.met = reached && rule_in_time(evidence_, wanted.within, reached, *reached) == Ruling::met;
    outcomes_.push_back(std::move(out));
  }

  /// Everything else, one entry an alert name: the label set that came furthest.
  void add_others() {
    for (const AlertTrack& track : tracks_) {
      if (is_ignored(facts_, track.labels) || listed(track.name, {})) continue;
      Wanted any;
      any.matches = [&](const Labels& labels) { return label(labels, "alertname") == track.name; };
      const AlertTrack* best = furthest(tracks_, any, facts_);
      if (best->firing || best->pending || best->sent || !best->arrivals.empty()) {
        AlertOutcome out;
        out.name = best->name;
        out.page = is_page(facts_, best->labels);
        fill(out, best, first_arrival(*best, facts_, {}, *evidence_.fault()), evidence_.fault());
        out.team = team_of(facts_, out.receiver);
        if (out.team.empty()) out.team = label(best->labels, "team");
        // What the end of the fault made fire has another cause than the budget counts from.
        const auto reverted = evidence_.reverted();
        const auto began = best->pending ? best->pending : best->firing;
        if (began && (!reverted || *began <= *reverted)) {
          out.measured = measure(evidence_, tracks_, *best, out.stages, any, out.receiver);
        }
        outcomes_.push_back(std::move(out));
      }
    }
  }

  std::vector<AlertOutcome> take() { return std::move(outcomes_); }

 private:
  /// With an empty receiver: at whatever receiver.
  bool listed(const std::string& name, const std::string& receiver) const {
    return std::any_of(outcomes_.begin(), outcomes_.end(), [&](const AlertOutcome& out) {
      return out.name == name && (receiver.empty() || out.receiver == receiver);
    });
  }

  void fill(AlertOutcome& out, const AlertTrack* track, const Arrival* arrival,
            std::optional<Instant> base) const {
    const auto fault = evidence_.fault();
    if (fault) out.stages.fault = *fault;
    if (track == nullptr || !fault) return;
    out.stages =
        stages_of(*track, *fault, harm_, arrival ? std::optional(arrival->at) : std::nullopt);
    if (arrival == nullptr) return;
    out.receiver = arrival->receiver;
    out.integration = arrival->integration;
    if (base) {
      out.notified = to_model(std::max(arrival->at - *base, Duration{}), evidence_.plan().speed);
    }
  }

  const Evidence& evidence_;
  const MonitoringFacts& facts_;
  std::vector<AlertTrack> tracks_;
  std::optional<Instant> harm_;
  std::vector<AlertOutcome> outcomes_;
};

/// What to call an expected alert of which nothing was seen.
std::string name_of(const MonitoringFacts& facts, const Wanted& wanted,
                    const std::optional<std::string>& name) {
  if (name) return *name;
  for (const AlertRule& rule : facts.rules) {
    if (wanted.could_match(rule)) return rule.name;
  }
  return "(no rule)";
}

}  // namespace

std::vector<AlertOutcome> alert_outcomes(const Evidence& evidence) {
  const Plan& plan = evidence.plan();
  Outcomes outcomes(evidence);
  for (const ExpectAlert& spec : plan.scenario.alerts) {
    const Wanted w = wanted(plan.monitoring, spec);
    outcomes.add_expected(w, name_of(plan.monitoring, w, spec.name), false);
  }
  if (plan.scenario.blame) {
    const Wanted w = wanted(plan.monitoring, *plan.scenario.blame);
    outcomes.add_expected(w, name_of(plan.monitoring, w, {}), true);
  }
  if (evidence.fault()) outcomes.add_others();
  return outcomes.take();
}

}  // namespace misfire
