#include "judge/measure.hpp"

#include <algorithm>

#include "plan/budget.hpp"

namespace misfire {
namespace {

class Measure {
 public:
  Measure(const Evidence& evidence, const AlertRule& rule, const std::string& receiver)
      : evidence_(evidence), speed_(evidence.plan().speed) {
    BudgetHints hints;
    hints.failing = expected_share(evidence.plan().scenario);
    if (!receiver.empty()) hints.receivers = {receiver};
    budget_ = budget_of(evidence.plan().monitoring, rule, hints);
  }

  /// The cause may work before its harm shows in the logins, and may set a state of the balancer
  /// without any check: it can be as early as it likes. It counts from the effect where one was
  /// seen, since a fault may take its time, and from the fault that a limit names.
  void pending(const Stages& stages, const Wanted& wanted) {
    if (!stages.pending) return;
    Instant from = stages.effect.value_or(stages.fault);
    if (!wanted.within.from.empty() && wanted.within.from != "effect") {
      from = std::max(from, evidence_.injected(wanted.within.from).value_or(from));
    }
    Bounds budget = budget_.to_pending();
    budget.earliest = {};
    add("pending", stages.effect ? "effect" : "fault", std::min(from, *stages.pending),
        *stages.pending, budget);
  }

  void firing(const Stages& stages) {
    if (!stages.pending || !stages.firing) return;
    add("firing", "pending", *stages.pending, *stages.firing, budget_.pending);
  }

  /// In the same evaluation.
  void sent(const Stages& stages) {
    if (!stages.firing || !stages.sent) return;
    add("sent", "firing", *stages.firing, *stages.sent, {});
  }

  /// A group's first notification waits from the first of its alerts on; a later one for the
  /// group's next turn.
  void notified(const Stages& stages, const std::vector<AlertTrack>& tracks,
                const std::string& receiver) {
    if (!stages.sent || !stages.notified) return;
    const Notified* flush = flush_at(*stages.notified, receiver);
    if (flush == nullptr || flush->group_key.empty()) {
      const ModelDuration latest =
          std::max(budget_.alertmanager.latest, budget_.existing_group.latest);
      return add("notified", "sent", *stages.sent, *stages.notified,
                 {{}, budget_.alertmanager.mean, latest});
    }
    if (was_told_before(*flush, *stages.notified)) {
      return add("notified", "sent", *stages.sent, *stages.notified, budget_.existing_group);
    }
    const Duration lead = *stages.sent - first_sent(*flush, tracks, *stages.sent);
    Bounds wait = budget_.alertmanager;
    for (ModelDuration* bound : {&wait.earliest, &wait.mean, &wait.latest}) {
      *bound = std::max(*bound - to_model(lead, speed_), ModelDuration{});
    }
    add("notified", "sent", *stages.sent, *stages.notified, wait);
  }

  std::vector<MeasuredStage> take() { return std::move(stages_); }

 private:
  void add(const char* stage, const char* from, Instant begin, Instant end, const Bounds& budget) {
    const ModelDuration took = to_model(end - begin, speed_);
    const ModelDuration slack = to_model(kStageSlack, speed_);
    const bool outside = took + slack < budget.earliest || took > budget.latest + slack;
    stages_.push_back({stage, from, took, budget, outside});
  }

  const Notified* flush_at(Instant at, const std::string& receiver) const {
    for (const auto& [when, fact] : evidence_.notified()) {
      if (when == at && fact.receiver == receiver && !fact.observer) return &fact;
    }
    return nullptr;
  }

  bool was_told_before(const Notified& flush, Instant at) const {
    const auto& all = evidence_.notified();
    return std::any_of(all.begin(), all.end(), [&](const auto& other) {
      // A receiver's integrations and its observer tell of one flush within the slack.
      return other.at + kStageSlack < at && other.fact.receiver == flush.receiver &&
             other.fact.group_key == flush.group_key;
    });
  }

  static Instant first_sent(const Notified& flush, const std::vector<AlertTrack>& tracks,
                            Instant sent) {
    for (const AlertTrack& track : tracks) {
      const bool carried =
          std::any_of(flush.alerts.begin(), flush.alerts.end(),
                      [&](const auto& alert) { return same_alert(alert.labels, track.labels); });
      if (carried && track.sent) sent = std::min(sent, *track.sent);
    }
    return sent;
  }

  const Evidence& evidence_;
  double speed_;
  Budget budget_;
  std::vector<MeasuredStage> stages_;
};

}  // namespace

std::vector<MeasuredStage> measure(const Evidence& evidence, const std::vector<AlertTrack>& tracks,
                                   const AlertTrack& track, const Stages& stages,
                                   const Wanted& wanted, const std::string& receiver) {
  const auto rules = rules_of(evidence.plan().monitoring, track.labels);
  if (rules.size() != 1) return {};
  Measure measure(evidence, *rules.front(), receiver);
  measure.pending(stages, wanted);
  measure.firing(stages);
  measure.sent(stages);
  measure.notified(stages, tracks, receiver);
  return measure.take();
}

}  // namespace misfire
