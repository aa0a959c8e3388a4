#include "run/conductor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>

#include "base/crash_point.hpp"
#include "base/failure.hpp"
#include "monitor/handover.hpp"
#include "monitor/recording.hpp"
#include "run/alert_faults.hpp"
#include "run/check_times.hpp"
#include "run/collect.hpp"
#include "run/early_alerts.hpp"
#include "run/inject.hpp"
#include "run/interrupt.hpp"
#include "run/launch.hpp"
#include "run/own_backend.hpp"
#include "run/run_past.hpp"
#include "run/series.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLive = 5s;  // a Runtime API answer
// Until Prometheus sends alerts again after a reload: its discovery looks every 5 s.
constexpr Duration kDiscovered = 30s;
constexpr Duration kRestored = 10s;  // until a reload has come through, besides the health checks
// A part that does not answer for so long, or for two scrape intervals, is in trouble. Hiccups of a
// busy machine are shorter.
constexpr Duration kSilent = 5s;
constexpr Duration kLongestSilence = 30s;
constexpr Duration kSnapshot = 5min;      // of all that Prometheus has; takes a second or two
constexpr Duration kEnd = 20s;            // for Prometheus, to write down what it stored
constexpr Duration kHurriedEnd = 1s;      // when nobody will read it, or the user wants to go
constexpr double kSteadyFailures = 0.01;  // more failing logins than this are no steady baseline

class Conductor {
 public:
  explicit Conductor(const Conducting& c)
      : c_(c), watch_(c.watch), plan_(c.prepared.plan), injector_(c, stack_), past_(c, stack_) {}
  /// Whoever asks a part in a thread of its own must be done before the parts go, also when an
  /// exception leaves stop().
  ~Conductor() { watch_.pulse().forget_all(); }

  void run() {
    try {
      phases();
    } catch (const std::exception& error) {  // what was started ends all the same
      trouble(error_of(error));
    }
    stop();
  }

 private:
  void phases() {
    auto done = start().and_then([&] { return baseline(); }).and_then([&] { return faults(); });
    if (done) done = recovery();
    if (!done) trouble(done.error());
    if (done) done = report_trouble(collect(c_, stack_, observed_from_, monitoring_));
  }

  Duration wall(ModelDuration d) const { return to_wall(d, plan_.speed); }

  Result<void> phase(Phase p, std::string why = {}) {
    crash_point(fmt::format("before phase {}", to_string(p)));
    auto noted = watch_.note(PhaseBegan{p, std::move(why)});
    crash_point(fmt::format("after phase {} began", to_string(p)));
    return noted;
  }

  /// Who is guilty is named once: not also what followed from it.
  void trouble(const Error& error) {
    troubled_ = true;
    const auto culprit = watch_.culprit();
    if (culprit && culprit->died) return;  // its exit is recorded
    if (culprit) {
      static_cast<void>(watch_.note(Trouble{culprit->what}));
      return;
    }
    // If even this cannot be recorded, the history lacks its end, and the run is invalid for that.
    static_cast<void>(watch_.note(
        Trouble{error.hint.empty() ? error.message : error.message + " (" + error.hint + ")"}));
  }

  Result<void> report_trouble(Result<void> result) {
    if (!result) trouble(result.error());
    return result;
  }

  Result<void> start() {
    if (auto ok = phase(Phase::start); !ok) return ok;
    watch_.pulse().be_patient(
        std::clamp(2 * wall(plan_.monitoring.scrape_interval), kSilent, kLongestSilence));
    const auto served = start_service(stack_, c_.engine, c_.inputs, c_.prepared, c_.folder, watch_);
    if (!served) return served;
    // It warms up while the monitoring starts.
    DriverOptions options;
    options.target = stack_.balancer->from_harness("entry");
    options.load = plan_.load;
    options.seed = plan_.seed;
    options.backends = plan_.servers;
    for (const Endpoint& at : c_.prepared.wiring.backends)
      options.addresses.push_back(to_string(at));
    options.login = c_.inputs.system.login;
    options.backend_header = backend_header(c_.inputs.system);
    options.accounts = c_.inputs.accounts;
    options.logins_file = c_.folder / "logins.bin";
    auto driver = LoginDriver::start(options);
    if (!driver) return tl::unexpected(driver.error());
    driver_ = std::move(*driver);
    watch_.set_driver(driver_.get());
    past_.load_began();
    const auto watched = start_monitoring(stack_, c_.engine, c_.inputs, c_.prepared, watch_);
    if (!watched) return watched;
    watch_.set_sink(stack_.sink->from_harness("http"));
    return fill();
  }

  /// Windows must be full: Prometheus gets a past, in the shape of its first scrapes or of an
  /// earlier run's, and starts again to find it. The rules come last.
  Result<void> fill() {
    if (auto ok = phase(Phase::fill); !ok) return ok;
    const RenderedPrometheus& prometheus = c_.prepared.prometheus;
    if (!prometheus.long_windows.empty()) {
      if (auto looked = past_.look_up(); !looked) return looked;
      // A past that is remembered need not be scraped first.
      const bool scraped = !past_.is_remembered();
      auto up = start_prometheus(stack_, c_.engine, c_.inputs, c_.prepared, scraped, watch_);
      if (!up) return up;
      auto filled = past_.fill();
      if (!filled) return tl::unexpected(filled.error());
      if (auto noted = watch_.note(*filled); !noted) return noted;
      watch_.forget("prometheus");
      if (auto stopped = stack_.prometheus->stop(kEnd); !stopped) {
        return tl::unexpected(stopped.error());
      }
      stack_.prometheus.reset();
    }
    auto up =
        start_prometheus(stack_, c_.engine, c_.inputs, c_.prepared, true, watch_).and_then([&] {
          return load_rules(stack_, c_.prepared, watch_);
        });
    if (up && c_.monitored) c_.monitored(stack_.prometheus->from_harness("http"));
    return up;
  }

  Result<void> baseline() {
    if (auto ok = phase(Phase::baseline, "every part is ready and every target was scraped"); !ok) {
      return ok;
    }
    watch_.start_tally();
    injector_.begin_baseline();
    observed_from_ = watch_.clock().now();
    watch_.pulse().start_lateness();
    const Instant end = observed_from_ + wall(plan_.scenario.timeline.baseline);
    if (auto ok = watch_.poll_until(end); !ok) return ok;
    // It was reloaded with the rules.
    auto sends = watch_.poll_until("Prometheus to find Alertmanager", kDiscovered, [&] {
      return sends_alerts(stack_.prometheus->from_harness("http"), kLive);
    });
    if (!sends) return sends;
    const LoadTick& seen = watch_.tally();
    if (seen.logins == 0) return environment_error("no login was answered before the fault");
    const double failed = static_cast<double>(seen.failed) / static_cast<double>(seen.logins);
    if (failed > kSteadyFailures) {
      return environment_error(
          fmt::format("the baseline is not steady: {:.1f} % of the logins failed before the fault",
                      100 * failed));
    }
    if (auto told = check_told(seen); !told) return told;
    if (auto fits = past_.check(); !fits) return fits;
    auto rules = read_rules(stack_.prometheus->from_harness("http"), kLive);
    if (!rules) return tl::unexpected(rules.error());
    if (!rules->failing.empty()) {
      return environment_error(
          fmt::format("Prometheus cannot evaluate the rule {}", rules->failing.front()));
    }
    if (auto early = early_alerts(plan_.monitoring, c_.inputs.system, *rules)) {
      return tl::unexpected(std::move(*early));
    }
    auto monitoring = monitoring_state(stack_.prometheus->from_harness("http"),
                                       stack_.alertmanager->from_harness("http"), kLive);
    if (!monitoring) return tl::unexpected(monitoring.error());
    monitoring_ = std::move(*monitoring);
    if (monitoring_.rules != plan_.monitoring.rules.size()) {
      return environment_error(fmt::format("Prometheus evaluates {} of the {} alerts of its rules",
                                           monitoring_.rules, plan_.monitoring.rules.size()));
    }
    if (auto told = witness_alert_faults(); !told) return told;
    if (auto told = note_missing_series(c_, stack_, observed_from_, Phase::baseline); !told) {
      return told;
    }
    before_ = {};
    auto live = c_.inputs.balancer->live(*stack_.balancer, kLive);
    if (!live) return tl::unexpected(live.error());
    before_ = *live;
    return past_.remember();
  }

  /// They are in force since the rules were loaded: whoever runs them says so.
  Result<void> witness_alert_faults() {
    for (const PlannedFault& fault : plan_.alert_faults) {
      const auto seen =
          alert_fault_in_force(c_.prepared, fault, stack_.prometheus->from_harness("http"),
                               stack_.alertmanager->from_harness("http"), kLive);
      if (!seen) return tl::unexpected(seen.error());
      if (auto noted = watch_.note(FaultWitnessed{fault.id, seen->shown, seen->evidence}); !noted) {
        return noted;
      }
    }
    return {};
  }

  /// Who answers must be known: without it, that a server answers nobody would be no evidence.
  Result<void> check_told(const LoadTick& seen) {
    std::int64_t told = 0;
    for (const std::int64_t logins : seen.per_backend) told += logins;
    if (told > 0) return {};
    const std::string header = backend_header(c_.inputs.system);
    const std::string said = driver_->unknown_backend();
    return environment_error(
        said.empty() ? fmt::format("no answer tells in a header {} which backend gave it", header)
                     : fmt::format("answers name the backend \"{}\" in {}, which is none of the "
                                   "pool's: {}",
                                   said, header, fmt::join(plan_.servers, ", ")),
        "[login] backend of the system file names the header; left out, the balancer is made to "
        "tell");
  }

  Result<void> faults() {
    watch_.expect(make_expectations(plan_));
    if (auto ok = phase(Phase::fault, "the baseline is steady"); !ok) return ok;
    return injector_.run(before_);
  }

  Result<void> recovery() {
    const bool whole = c_.inputs.options.whole;
    const bool decided_before = !whole && watch_.decided(false);
    if (auto ok = phase(Phase::recovery, injector_.why_ended()); !ok) return ok;
    const Instant planned_end = watch_.clock().now() + wall(plan_.scenario.timeline.recovery);
    Instant end = planned_end;
    std::string why = "its time is over";
    if (decided_before) end = watch_.clock().now();
    while (watch_.clock().now() < end) {
      if (auto ok = watch_.poll_until(std::min(end, watch_.clock().now() + Duration(50ms))); !ok) {
        return ok;
      }
      if (!whole && watch_.decided(false)) {
        why = kEverythingDecided;
        break;
      }
    }
    if (auto ok = restoration(planned_end); !ok) return ok;
    return phase(Phase::collect, decided_before ? kEverythingDecided : why);
  }

  /// Reads the live state back and compares it with the one before the first fault. A server that
  /// was down is up again when its checks have said so often enough.
  Result<void> restoration(Instant recovery_end) {
    const Duration checks = check_times(c_.inputs, c_.prepared).back_up;
    const Duration limit = std::max(kRestored + checks, recovery_end - watch_.clock().now());
    const Instant deadline = watch_.clock().now() + limit;
    std::vector<std::string> left;
    auto same =
        watch_.poll_until("the balancer's state to be as before", limit, [&]() -> Result<bool> {
          auto live = c_.inputs.balancer->live(*stack_.balancer, kLive);
          if (!live) return tl::unexpected(live.error());
          left = differences(before_, *live);
          return left.empty();
        });
    // It was not the comparison that failed: there was none, or something else went wrong.
    if (!same && (left.empty() || watch_.clock().now() < deadline)) return same;
    return watch_.note(RestorationChecked{left.empty(), left});
  }

  void stop() {
    static_cast<void>(phase(Phase::stop));
    watch_.set_driver(nullptr);
    const bool hurry = troubled_ || interrupted() != 0;
    if (driver_) {
      const auto stopped = driver_->stop(hurry ? kHurriedEnd : plan_.load.patience);
      if (!stopped && !troubled_) trouble(stopped.error());
    }
    driver_.reset();
    // The last logins may have met somebody who died after everything was collected.
    if (!troubled_) static_cast<void>(watch_.look_last());
    watch_.pulse().forget_all();
    if (stack_.prometheus) {
      keep_metrics(hurry);
    }
    if (const auto closed = c_.engine.close(); !closed) {
      const Error& error = closed.error();  // told whatever else was the matter: something is left
      static_cast<void>(watch_.note(Trouble{fmt::format("{} ({})", error.message, error.hint)}));
    }
    static_cast<void>(watch_.note(RunEnded{}));
  }

  /// What Prometheus stored, as a recording for other rules; of a run that proves nothing, as it
  /// lies there.
  void keep_metrics(bool hurry) {
    const fs::path metrics = c_.folder / "metrics";
    const Endpoint prometheus = stack_.prometheus->from_harness("http");
    Result<RecordingFacts> facts = environment_error("the run was given up");
    if (!hurry) facts = recording_facts(prometheus, plan_.speed, kLive);
    const auto blocks =
        facts.and_then([&](const RecordingFacts&) { return take_snapshot(prometheus, kSnapshot); });
    // Gracefully, so that what it stored is whole on the disk and can be read again.
    static_cast<void>(stack_.prometheus->stop(hurry ? kHurriedEnd : kEnd));
    const auto handed = stack_.prometheus->hand_over(blocks ? "data/" + *blocks : "data", metrics);
    if (!blocks || !handed) return;
    auto files = checksums_of(c_.folder);
    if (!files) return;
    facts->files = std::move(*files);
    static_cast<void>(write_file(metrics / kRecordingFile, to_json(*facts)));
  }

  Conducting c_;
  Watch& watch_;
  const Plan& plan_;
  Stack stack_;
  std::unique_ptr<LoginDriver> driver_;
  Injector injector_;
  RunPast past_;
  LiveState before_;
  MonitoringState monitoring_;  ///< at the end of the baseline
  bool troubled_ = false;
  Instant observed_from_;
};

}  // namespace

void conduct(const Conducting& c) {
  Conductor(c).run();
}

}  // namespace misfire
