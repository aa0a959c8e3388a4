// Where the running balancer, its file and what was last approved differ. Pure.
//
//   running ≠ file                 drift, unless just this was approved
//   running = file ≠ approved      drift: somebody changed and loaded the file
//   running = file = approved      none
//
// A server that its health check finds down is no drift: nobody changed anything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "watch/facts.hpp"

namespace misfire::watch {

/// What the running balancer tells.
struct Running {
  Facts facts;
  bool complete = false;  ///< whoever is not in it is not there
  bool operator==(const Running&) const = default;
};

/// What somebody looked at and found right. `file` and `running` may differ: a server that was
/// drained on purpose.
struct Approved {
  Instant at = {};
  Facts file, running;
  bool operator==(const Approved&) const = default;
};

enum class Against { file, approved };
const char* to_string(Against);

struct Difference {
  Subject subject;
  Aspect aspect = Aspect::presence;
  Against against = Against::file;
  std::string running, file, approved;  ///< values; "" where it is not told
  bool operator==(const Difference&) const = default;
};
/// "auth/auth1: weight is 50, 100 in the file".
std::string to_string(const Difference&);

/// In the order of subjects and aspects.
std::vector<Difference> differences(const Facts& file, const Running&,
                                    const std::optional<Approved>&);

}  // namespace misfire::watch
