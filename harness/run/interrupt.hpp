// Ctrl-C and SIGTERM: remembered by a handler, asked for by whoever waits. Everything is taken
// down before the program ends with 130 or 143.
#pragma once

#include <functional>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

/// From now on SIGINT, SIGTERM and SIGHUP are remembered instead of ending the program.
void watch_interrupts();
/// The first such signal, or 0.
int interrupted();
/// An error when interrupted.
Result<void> not_interrupted();

/// wait_for that also ends when the user interrupts.
Result<void> wait_or_interrupt(Clock&, std::string_view what, Duration limit,
                               const std::function<Result<bool>()>& done,
                               Duration pause = std::chrono::milliseconds(20));

}  // namespace misfire
