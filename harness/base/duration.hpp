// Durations as people write them, in Prometheus's form: "90s", "1h30m", "250ms", "3d".
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

/// Parses units y w d h m s ms, each at most once and in this order (Prometheus,
/// model.ParseDuration); "0" needs no unit. The error has no position; the caller knows it.
Result<ModelDuration> parse_duration(std::string_view);

/// The shortest exact form: "1h30m", "250ms", "0s".
std::string format_duration(ModelDuration);

/// For people: at most two units, no needless digits: "2 min 41 s", "3.2 s".
std::string human_duration(ModelDuration);

}  // namespace misfire
