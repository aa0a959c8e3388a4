// How late things are while a differential test runs: what differs by more is a difference.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "routing_case.hpp"

namespace misfire {

/// How late this machine wakes somebody who sleeps.
class LatenessMeter {
 public:
  LatenessMeter() : thread_([this] { measure(); }) {}
  ~LatenessMeter() { stop(); }
  void stop() {
    done_ = true;
    if (thread_.joinable()) thread_.join();
  }
  Duration worst() const { return worst_; }

 private:
  void measure() {
    while (!done_) {
      const auto wanted = std::chrono::steady_clock::now() + std::chrono::milliseconds(3);
      std::this_thread::sleep_until(wanted);
      worst_ = std::max<Duration>(worst_, std::chrono::steady_clock::now() - wanted);
    }
  }
  std::atomic<bool> done_ = false;
  Duration worst_{};
  std::thread thread_;
};

/// A case whose three groups tell of one alert every 50 ms: the same Alertmanager's own lateness.
/// It takes as long as the other one, and has the label "metronome".
RoutingCase metronome(const RoutingCase& other);

/// By how much it slowed down, at worst between two ticks and on average.
struct Slowness {
  Duration worst{}, mean{};
};
Slowness slowness_of(const std::vector<Notification>& ticks, Instant until);

}  // namespace misfire
