// After the last fault was taken back: logins are well again, and the alerts that this scenario
// expects are resolved, each within its limit.
#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "judge/folds.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

class LoginsOkFold final : public Expectation {
 public:
  LoginsOkFold(Evidence evidence, const ExpectRecovery::LoginsOk& spec)
      : evidence_(std::move(evidence)), spec_(spec) {}

  void see(const Event& event) override { evidence_.see(event); }
  bool concerns_fault() const override { return false; }

  Ruling at(Instant now) const override {
    if (!evidence_.reverted()) return Ruling::open;
    const RecoveryAnswer seen = answer(now);
    return seen.well_from && !all_ended(*seen.well_from, now) ? Ruling::open : seen.ruling;
  }

  ExpectationOutcome outcome(Instant now) const override {
    ExpectationOutcome out;
    out.kind = "recovery";
    out.text = fmt::format("at least {} of the logins succeed again within {} of the revert",
                           percent(spec_.min), human_duration(spec_.within));
    out.ruling = at(now);
    if (!evidence_.reverted()) {
      out.observed = "the fault was not taken back";
      return out;
    }
    const RecoveryAnswer seen = answer(now);
    const std::string share = percent(1 - seen.since.failed_ratio());
    if (seen.well_from) {
      const bool at_once = *seen.well_from == begin();
      out.observed = fmt::format(
          "{} of {} succeeded from {}", share, counted(seen.since.logins, "login", "logins"),
          at_once ? std::string("the revert on")
                  : span_text(*evidence_.reverted(), *seen.well_from, evidence_.plan().speed) +
                        " after it on");
    } else if (out.ruling == Ruling::missed) {
      out.observed = fmt::format("not well again in time; since the revert {} of {} succeeded",
                                 share, counted(seen.since.logins, "login", "logins"));
    } else {
      out.observed =
          fmt::format("too few logins after the revert to tell ({})", grouped(seen.since.logins));
    }
    return out;
  }

 private:
  /// Of ticks, the one in which it was taken back holds logins of before, too: a run that ended by
  /// them would be short of logins.
  Instant begin() const {
    const Instant reverted = *evidence_.reverted();
    if (evidence_.exact()) return reverted;
    for (const Sample& tick : evidence_.samples()) {
      if (tick.at >= reverted) return tick.at + Duration(1);
    }
    return reverted;
  }

  /// Ticks hold logins by when they ended, and those that succeed end first: a run that ended by
  /// them would not have seen the others, which users give up by and by.
  bool all_ended(Instant planned, Instant now) const {
    return evidence_.exact() || evidence_.observed_until() ||
           now >= planned + evidence_.plan().load.patience;
  }

  RecoveryAnswer answer(Instant now) const {
    const double speed = evidence_.plan().speed;
    const auto end = evidence_.observed_until();
    RecoveryQuestion question;
    question.min = spec_.min;
    question.reverted = begin();
    question.over = end && now >= *end;
    question.now = question.over ? *end : now;
    question.within = to_wall(spec_.within, speed);
    question.minute = to_wall(model_seconds(60), speed);
    return recovery_of(evidence_.samples(), question);
  }

  Evidence evidence_;
  ExpectRecovery::LoginsOk spec_;
};

class AlertsResolvedFold final : public Expectation {
 public:
  AlertsResolvedFold(Evidence evidence, ModelDuration within)
      : evidence_(std::move(evidence)), within_(within) {
    const Plan& plan = evidence_.plan();
    for (const ExpectAlert& alert : plan.scenario.alerts) {
      wanted_.push_back(wanted(plan.monitoring, alert));
    }
    if (plan.scenario.blame) wanted_.push_back(wanted(plan.monitoring, *plan.scenario.blame));
  }

  void see(const Event& event) override { evidence_.see(event); }
  bool concerns_fault() const override { return false; }

  Ruling at(Instant now) const override {
    const auto reverted = evidence_.reverted();
    if (!reverted || now < *reverted) return Ruling::open;
    const Instant deadline = *reverted + to_wall(within_, evidence_.plan().speed);
    if (still_firing(std::min(now, deadline)).empty()) return Ruling::met;
    return now > deadline ? Ruling::missed : Ruling::open;
  }

  ExpectationOutcome outcome(Instant now) const override {
    ExpectationOutcome out;
    out.kind = "recovery";
    out.text = fmt::format("the expected alerts are resolved within {} of the revert",
                           human_duration(within_));
    out.ruling = at(now);
    const auto reverted = evidence_.reverted();
    if (!reverted) {
      out.observed = "the fault was not taken back";
      return out;
    }
    const Instant deadline = *reverted + to_wall(within_, evidence_.plan().speed);
    const auto firing = still_firing(std::min(now, deadline));
    if (!firing.empty()) {
      out.observed =
          fmt::format("{} still fired {} after the revert", ticked_list(firing),
                      span_text(*reverted, std::min(now, deadline), evidence_.plan().speed));
      return out;
    }
    std::optional<Instant> last;
    for (const AlertTrack& track : expected()) {
      // Not of the last change: Prometheus repeats that an alert is resolved.
      std::optional<Instant> ended;
      for (const auto& [at, fires] : track.changes) {
        if (fires) {
          ended.reset();
        } else if (!ended && at <= std::min(now, deadline)) {
          ended = at;
        }
      }
      last = std::max(last, ended);
    }
    out.observed = !last ? "no expected alert fired"
                   : *last <= *reverted
                       ? "all were resolved before the revert"
                       : fmt::format("all were resolved after {}",
                                     span_text(*reverted, *last, evidence_.plan().speed));
    return out;
  }

 private:
  std::vector<AlertTrack> expected() const {
    std::vector<AlertTrack> tracks = evidence_.tracks();
    std::erase_if(tracks, [&](const AlertTrack& track) {
      return std::none_of(wanted_.begin(), wanted_.end(),
                          [&](const Wanted& w) { return w.matches(track.labels); });
    });
    return tracks;
  }

  std::vector<std::string> still_firing(Instant at) const {
    std::vector<std::string> names;
    for (const AlertTrack& track : expected()) {
      if (track.fires_at(at) && std::find(names.begin(), names.end(), track.name) == names.end()) {
        names.push_back(track.name);
      }
    }
    return names;
  }

  Evidence evidence_;
  ModelDuration within_;
  std::vector<Wanted> wanted_;
};

}  // namespace

ExpectationPtr expect_logins_ok(Evidence evidence, const ExpectRecovery::LoginsOk& spec) {
  return std::make_unique<LoginsOkFold>(std::move(evidence), spec);
}

ExpectationPtr expect_alerts_resolved(Evidence evidence, ModelDuration within) {
  return std::make_unique<AlertsResolvedFold>(std::move(evidence), within);
}

}  // namespace misfire
