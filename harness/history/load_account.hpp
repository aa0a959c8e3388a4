// What the load driver has counted since it started, up to the end of a tick: for witnesses, which
// compare two of these. The judge counts logins.bin.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/clock.hpp"

namespace misfire {

/// Logins that a backend answered, whatever it said.
struct BackendLogins {
  std::int64_t answered = 0, failed = 0;
  Duration took{};  ///< all those that succeeded together, from the planned instant to the answer
  std::int64_t errors = 0;  ///< failed with 500, which a backend says of itself
  std::int64_t succeeded() const { return answered - failed; }
};

/// Logins of a flood.
struct FloodLogins {
  std::int64_t planned = 0, ended = 0;
  std::int64_t answered = 0;              ///< by a backend
  std::map<int, std::int64_t> by_status;  ///< of those; 401: as a wrong password deserves
};

struct LoadAccount {
  Instant until;                           ///< the tick's end
  std::int64_t planned = 0;                ///< arrivals that the schedule wanted
  std::int64_t ended = 0, failed = 0;      ///< logins whose outcome is known
  std::map<int, std::int64_t> by_status;   ///< of them; 0: without an answer
  std::vector<BackendLogins> per_backend;  ///< in pool order
  FloodLogins flood;                       ///< which none of the above counts
};

/// What was counted from the one to the other.
LoadAccount operator-(const LoadAccount& now, const LoadAccount& then);

}  // namespace misfire
