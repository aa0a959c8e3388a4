// Crash points before and after every operation of an engine and of its parts, for any engine
// (base/crash_point.hpp). In other than test builds it is the engine itself.
#pragma once

#include "stack/engine.hpp"

namespace misfire {

std::unique_ptr<Engine> with_crash_points(std::unique_ptr<Engine>);

}  // namespace misfire
