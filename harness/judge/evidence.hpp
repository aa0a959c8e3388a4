// What a fold has seen so far, ordered by when it happened, and the questions that every
// expectation asks of it: when did the fault last, did it harm, which alerts went how far.
// Each expectation owns one; events may arrive in any order.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "judge/match.hpp"
#include "judge/samples.hpp"

namespace misfire {

/// One notification that carried an alert.
struct Arrival {
  Instant at;
  std::string receiver, integration;
  bool observer = false;
};

/// One alert (one label set) since the fault. `pending` and `firing` are those of the first
/// episode that fired, or of the last one if none did.
struct AlertTrack {
  std::string name;
  Labels labels;
  std::optional<Instant> pending, firing, sent;
  bool lapsed = false;            ///< the last episode ended without firing
  std::vector<Arrival> arrivals;  ///< firing ones, observers included, sorted
  /// Instants at which it was known to fire (true) or not to (false), sorted.
  std::vector<std::pair<Instant, bool>> changes;
  bool fires_at(Instant) const;  ///< whether it fires, as far as was known then
};

/// An event's fact with its time, out of the variant.
template <class T>
struct Dated {
  Instant at;
  T fact;
};

class Evidence {
 public:
  /// `exact`: the closed history's logins, which then count instead of the ticks. Must outlive
  /// this.
  explicit Evidence(std::shared_ptr<const Plan>, const Samples* exact = nullptr);
  void see(const Event&);

  const Plan& plan() const { return *plan_; }
  /// The first fault's injection.
  std::optional<Instant> fault() const;
  /// The latest injection, once every planned fault is in; absent before.
  std::optional<Instant> last_injection() const;
  std::optional<Instant> injected(const std::string& id) const;
  std::optional<Instant> reverted(const std::string& id) const;
  /// The last fault's revert, or the start of recovery for faults that are not taken back.
  std::optional<Instant> reverted() const;
  std::optional<Instant> phase(Phase) const;
  /// When observation ended: at the start of collecting, if that was seen.
  std::optional<Instant> observed_until() const;

  const Samples& samples() const { return exact_ ? *exact_ : ticks_; }
  /// Whether these are single logins, and not all of a tick each.
  bool exact() const { return exact_ != nullptr; }
  /// When harm showed in the logins.
  std::optional<Instant> harm() const;
  /// From where a limit counts; for "effect" the harm, or else the witness.
  std::optional<Instant> base(const Within&) const;

  std::vector<AlertTrack> tracks() const;
  const std::vector<Dated<Notified>>& notified() const { return notified_; }
  const std::vector<Dated<DeliveryFailed>>& delivery_failures() const { return failures_; }
  /// Selectors that matched nothing: in the whole run, or, where it did not come so far, before the
  /// fault.
  std::vector<NoSeries> no_series() const;
  /// Whether the rule's group had no evaluation at all in the whole run: its interval is too long.
  bool never_evaluated(const AlertRule&) const;

 private:
  std::shared_ptr<const Plan> plan_;
  const Samples* exact_;
  Samples ticks_;
  std::vector<Dated<PhaseBegan>> phases_;
  std::vector<Dated<FaultInjected>> injected_;
  std::vector<Dated<FaultReverted>> reverted_;
  std::vector<Dated<FaultWitnessed>> witnessed_;
  std::vector<Dated<AlertChanged>> changed_;
  std::vector<Dated<AlertSent>> sent_;
  std::vector<Dated<Notified>> notified_;
  std::vector<Dated<DeliveryFailed>> failures_;
  std::vector<Dated<NoSeries>> no_series_;
  std::vector<Dated<Collected>> collected_;
};

}  // namespace misfire
