// What some balancers do: they ask their servers how they are.
#pragma once

#include <chrono>

namespace misfire {

/// A configuration with health checks. Times are as written: of a wired configuration, wall time.
class ChecksServers {
 public:
  virtual ~ChecksServers() = default;
  /// After a start or a reload: until every server has been asked once; zero when none is checked.
  virtual std::chrono::microseconds first_checks() const = 0;
  /// Until a server that was down and is well again counts as up; zero when none is checked.
  virtual std::chrono::microseconds back_up() const = 0;
};

}  // namespace misfire
