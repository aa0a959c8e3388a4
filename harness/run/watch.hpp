// The eyes of a run: polls the parts, the load driver and the sink, appends what it learns to the
// history, and feeds the expectations. Owned by the conductor, one thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock_step.hpp"
#include "base/secrets.hpp"
#include "history/recorder.hpp"
#include "judge/expectation.hpp"
#include "load/driver.hpp"
#include "monitor/read_back.hpp"
#include "run/processor_waits.hpp"
#include "run/pulse.hpp"
#include "stack/engine.hpp"

namespace misfire {

class Watch {
 public:
  /// `show` sees every event as it is recorded (progress on a terminal); may be empty.
  /// `secrets` are hidden in every text that is recorded.
  /// `patience`: a part that does not answer for so long is in trouble.
  Watch(Recorder& recorder, Clock& clock, Engine& engine, const Secrets& secrets,
        std::function<void(const Event&)> show, Duration patience = std::chrono::seconds(5))
      : recorder_(recorder),
        clock_(clock),
        engine_(engine),
        secrets_(secrets),
        show_(std::move(show)),
        pulse_(patience),
        processor_waits_(clock) {}

  Result<void> note(Fact);
  Result<void> note(Instant at, Fact);

  /// From now on the part must answer that question, and is to get a processor when it wants one.
  void look_after(const Part&, const Limits&, Probe);
  void forget(const std::string& part);

  void set_driver(LoginDriver* driver) { driver_ = driver; }
  LoginDriver* driver() const { return driver_; }
  void set_sink(const Endpoint& sink) { sink_ = std::make_unique<SinkReader>(sink); }
  void expect(std::vector<std::unique_ptr<Expectation>> expectations);

  /// One round. Errors: interrupted, a part died unasked or does not answer, the clock was set, no
  /// load can be offered, the history cannot be written.
  Result<void> poll();
  /// Who is guilty of an error that somebody else met: a part that died (recorded, with every
  /// other) or one that does not answer. Waits a moment for the evidence.
  struct Culprit {
    bool died = false;
    std::string what;
  };
  std::optional<Culprit> culprit();
  /// When everything was collected and the load has ended: records who died or fell silent
  /// meanwhile.
  Result<void> look_last();
  /// At the end: also what the sink still kept back to match it with other notifications.
  Result<void> poll_rest();
  /// Polls until `done` says so; fails after `limit`.
  Result<void> poll_until(std::string_view what, Duration limit,
                          const std::function<Result<bool>()>& done);
  /// Polls until that instant.
  Result<void> poll_until(Instant);

  /// Are the expectations decided: all, or those that concern the time of the faults?
  bool decided(bool faults_only) const;

  /// Logins answered by each backend since the last call of `start_tally`.
  void start_tally();
  const LoadTick& tally() const { return tally_; }
  /// The same logins by their HTTP status; 0: without an answer.
  std::map<int, std::int64_t> by_status() const;

  /// How many notifications the sink has handed over.
  std::int64_t notifications() const { return static_cast<std::int64_t>(notified_.size()); }
  /// Those of them that had arrived by then.
  std::int64_t notifications_before(Instant) const;

  Clock& clock() { return clock_; }
  Pulse& pulse() { return pulse_; }

 private:
  Result<void> note_all(Result<std::vector<Event>>);
  Result<void> exits();
  Result<void> clock_stands();
  Recorder& recorder_;
  Clock& clock_;
  Engine& engine_;
  const Secrets& secrets_;
  std::function<void(const Event&)> show_;
  LoginDriver* driver_ = nullptr;
  std::unique_ptr<SinkReader> sink_;
  std::vector<std::unique_ptr<Expectation>> expectations_;
  LoadTick tally_;
  std::map<int, std::int64_t> by_status_, by_status_before_;  // since the start; before the tally
  std::vector<Instant> notified_;                             ///< when each notification arrived
  Pulse pulse_;
  ProcessorWaits processor_waits_;
  ClockStep clock_step_;
  std::string died_;  ///< the first part that did, unasked
};

}  // namespace misfire
