// Housekeeping that comes round whatever happens: when it does. A value.
#pragma once

#include "base/clock.hpp"

namespace misfire {

struct Chore {
  Instant next;
  Duration every;
  Instant last() const { return next - every; }
  /// Leaves out what is due before `t`.
  void skip_to(Instant t) {
    if (t > next) next += (t - next) / every * every;
  }
};

}  // namespace misfire
