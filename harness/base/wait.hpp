// Waiting for a condition with a deadline: readiness is an event, not a pause.
#pragma once

#include <functional>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

/// What a long wait asks now and then; an error ends the wait (a part died, say).
using GoOn = std::function<Result<void>()>;

/// Polls until `done` returns true, or fails after `limit` with "waited 5.0 s for <what>".
/// `done` may also return an error, which ends the wait at once; so does an interrupt.
Result<void> wait_for(Clock&, std::string_view what, Duration limit,
                      const std::function<Result<bool>()>& done,
                      Duration pause = std::chrono::milliseconds(20));

}  // namespace misfire
