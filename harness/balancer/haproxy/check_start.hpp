// When HAProxy begins to check its servers after a start or a reload: it spreads the first checks
// of all proxies together (start_checks in its check.c).
#pragma once

#include <chrono>

#include "balancer/haproxy/keywords.hpp"
#include "balancer/haproxy/model.hpp"

namespace misfire {

class CheckStart {
 public:
  explicit CheckStart(const HaproxyModel&);
  /// By then a server with these settings has its first check begun.
  std::chrono::microseconds latest(const ServerSettings&) const;

 private:
  std::chrono::microseconds spread_{};  ///< the smallest interval of a second or more
  std::chrono::microseconds most_{};    ///< max-spread-checks; zero: none
};

/// max-spread-checks of the file; zero where none is in force.
std::chrono::microseconds max_spread_checks(const HaproxyModel&);

}  // namespace misfire
