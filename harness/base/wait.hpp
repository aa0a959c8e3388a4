// Waiting for a condition with a deadline: readiness is an event, not a pause.
#pragma once

#include <functional>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

/// Polls until `done` returns true, or fails after `limit` with "waited 5.0 s for <what>".
/// `done` may also return an error, which ends the wait at once.
Result<void> wait_for(Clock&, std::string_view what, Duration limit,
                      const std::function<Result<bool>()>& done,
                      Duration pause = std::chrono::milliseconds(20));

}  // namespace misfire
