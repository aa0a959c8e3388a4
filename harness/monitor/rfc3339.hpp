// Instants as Prometheus and Alertmanager write them: "2024-02-18T10:00:00.123456789Z".
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace misfire {

/// With any number of fractional digits, and "Z" or an offset as in "+01:00". Nothing for what lies
/// before kFirstInstant or after kLastInstant (Go's zero time is the year 1).
std::optional<Instant> parse_rfc3339(std::string_view);

}  // namespace misfire
