// What the kernel's account of one thread tells about waiting for a processor. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace misfire {

/// /proc/PID/task/TID/schedstat. A wait is booked when it ends.
struct ProcessorAccount {
  Duration ran{};
  Duration waited{};       ///< ready to run, without a processor
  std::int64_t turns = 0;  ///< how often it got one
};
std::optional<ProcessorAccount> processor_account(std::string_view);

/// Follows one thread from look to look.
class ThreadWaits {
 public:
  using Steady = std::chrono::steady_clock::time_point;

  struct Look {
    Duration ran{};  ///< since the look before
    /// The account gained more waiting than the time between two looks: by so much, at least, one
    /// single wait had lasted at the look before.
    Duration waited{};
  };
  Look look(const ProcessorAccount&, Steady at);

 private:
  std::optional<ProcessorAccount> last_;
  Steady last_at_{};
  /// Booked without a turn: it was only moved to another processor's queue.
  Duration unfinished_{};
};

}  // namespace misfire
