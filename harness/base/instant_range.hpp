// The instants of which any two have a span that fits into nanoseconds: 1823 to 2116. What others
// tell beyond them is refused where it is read, so that nobody who subtracts has to ask.
#pragma once

#include "base/clock.hpp"

namespace misfire {

inline constexpr Instant kFirstInstant{Duration(-(std::int64_t{1} << 62))};
inline constexpr Instant kLastInstant{Duration(std::int64_t{1} << 62)};

inline bool in_range(Instant at) {
  return at >= kFirstInstant && at <= kLastInstant;
}

}  // namespace misfire
