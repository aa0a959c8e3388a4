#include "run/side_by_side.hpp"

#include <chrono>
#include <csignal>
#include <thread>

#include "base/interrupt.hpp"
#include "run/machine_meter.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kPause = 20ms;
// A run is down within seconds of an interrupt. One that is not is killed: its guardian then ends
// what it started.
constexpr auto kTakeDown = 60s;

class Table {
 public:
  Table(RunQueue& queue, const Admission& admission,
        const std::function<Result<RunProcess>(std::size_t)>& start,
        const SideBySideListener& listener)
      : queue_(queue), admission_(admission), start_(start), listener_(listener) {
    if (admission.looks_at_the_machine()) meter_.emplace();
  }

  void run() {
    for (;;) {
      if (interrupted() != 0) {
        take_down();
      } else if (!queue_.empty() && may_start()) {
        start();
      }
      look();
      if (running_.empty() && (queue_.empty() || interrupted() != 0)) return;
      std::this_thread::sleep_for(kPause);
    }
  }

 private:
  bool may_start() const {
    const int running = static_cast<int>(running_.size());
    const auto quiet_for =
        last_start_ ? std::optional<Duration>(SteadyClock::now() - *last_start_) : std::nullopt;
    return admission_.may_start(running, quiet_for, meter_ ? meter_->load() : MachineLoad{});
  }

  void start() {
    const std::size_t scenario = *queue_.next();
    last_start_ = SteadyClock::now();
    auto run = start_(scenario);
    if (run) {
      running_.emplace(scenario, std::move(*run));
    } else {
      end(scenario, tl::unexpected(Errors{run.error()}));
    }
  }

  void look() {
    for (auto at = running_.begin(); at != running_.end();) {
      auto& [scenario, run] = *at;
      for (const std::string& line : run.poll()) listener_.said(scenario, line);
      if (!run.ended()) {
        ++at;
        continue;
      }
      const auto result = run.result();
      const std::size_t ended = scenario;
      at = running_.erase(at);
      end(ended, result);
    }
  }

  void end(std::size_t scenario, const Checked<RunResult>& result) {
    queue_.ended(scenario, listener_.ended(scenario, result));
  }

  void take_down() {
    const auto now = SteadyClock::now();
    if (!asked_) {
      asked_ = now;
      for (auto& [scenario, run] : running_) run.signal(interrupted());
    } else if (now > *asked_ + kTakeDown) {
      for (auto& [scenario, run] : running_) run.signal(SIGKILL);
    }
  }

  RunQueue& queue_;
  const Admission& admission_;
  const std::function<Result<RunProcess>(std::size_t)>& start_;
  const SideBySideListener& listener_;
  std::optional<MachineMeter> meter_;
  std::map<std::size_t, RunProcess> running_;  ///< by scenario
  std::optional<SteadyClock::time_point> last_start_, asked_;
};

}  // namespace

void run_side_by_side(RunQueue& queue, const Admission& admission,
                      const std::function<Result<RunProcess>(std::size_t)>& start,
                      const SideBySideListener& listener) {
  Table(queue, admission, start, listener).run();
}

}  // namespace misfire
