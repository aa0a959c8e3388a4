// What is known of a run while it goes on: a fold over the events, as they are recorded, and over
// glances at Prometheus. For a person's eyes only: no verdict rests on it.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "history/facts.hpp"
#include "plan/plan.hpp"

namespace misfire {

struct LiveAlert {
  enum class State { pending, firing, notified, resolved };
  State state = State::pending;
  std::optional<Instant> since;  ///< of the state; absent where only a glance told it
  bool page = false;
  std::set<Labels> active;                            ///< firing now
  std::map<std::string, std::set<std::string>> told;  ///< receiver → integrations
};

class SoFar {
 public:
  explicit SoFar(Plan plan) : plan_(std::move(plan)) {}

  void see(const Event&);
  /// Which alerts are pending or firing now: AlertChanged events that no history holds. An alert
  /// that was pending and is missing is forgotten.
  void glance(const std::vector<Event>& active);

  struct Load {
    std::int64_t logins = 0, failed = 0;
    std::vector<std::int64_t> per_backend;
    double failed_share() const;
  };
  Load lately() const;  ///< the last seconds
  double logins_per_second() const;
  const Load& since_fault() const { return since_fault_; }
  /// Shares of failed logins, tick by tick, the newest last.
  const std::deque<double>& trend() const { return trend_; }

  const Plan& plan() const { return plan_; }
  Phase phase() const { return phase_; }
  Instant began() const { return began_; }
  Instant phase_began() const { return phase_began_; }
  std::optional<Instant> fault_began() const { return fault_began_; }
  const std::set<std::string>& active_faults() const { return active_faults_; }
  int parts_ready() const { return parts_ready_; }
  const std::map<std::string, LiveAlert>& alerts() const { return alerts_; }

 private:
  void see_load(Instant at, const LoadTick&);
  void see_sent(Instant at, const AlertSent&);
  void see_notified(Instant at, const Notified&);
  LiveAlert* alert_of(const Labels&);

  Plan plan_;
  Phase phase_ = Phase::start;
  Instant began_{}, phase_began_{};
  std::optional<Instant> fault_began_;
  std::set<std::string> active_faults_;
  int parts_ready_ = 0;
  std::deque<std::pair<Instant, LoadTick>> ticks_;
  std::deque<double> trend_;
  Load since_fault_;
  std::map<std::string, LiveAlert> alerts_;  ///< by name
};

}  // namespace misfire
