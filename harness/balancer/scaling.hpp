// What a balancer's timers become at speeds above 1, whatever balancer it is.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "scenario/system.hpp"

namespace misfire {

/// Rounded up to whole milliseconds: "2s", "67ms".
std::string time_text(std::chrono::microseconds);

struct ScaledTime {
  std::chrono::microseconds value;
  bool floored;  ///< longer than it should be: the speed is too high for it
};
/// Divided by the speed, but not below the floor, nor longer than it was. Zero stays zero.
ScaledTime scale_time(std::chrono::microseconds, double speed, std::chrono::microseconds floor);

/// Logins take real time. Divided as it is, a timeout would cut off logins that only waited for
/// their turn; so it stays at least this many times the longest wait that the pool can cause.
inline constexpr int kWaitMargin = 2;
/// To open a connection takes microseconds here, but a balancer may be late on a busy machine.
inline constexpr std::chrono::microseconds kShortestConnect = std::chrono::milliseconds(20);

/// Everything that a server holds at once is answered within this. `limits`: how many logins the
/// balancer gives each server at once; not empty.
std::chrono::microseconds longest_answer(const Capacity&, const std::vector<int>& limits);

}  // namespace misfire
