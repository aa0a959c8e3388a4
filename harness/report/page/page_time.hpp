// The time axis of a page: model time from the first fault, as in report.json. Pure.
#pragma once

#include "judge/judgement.hpp"

namespace misfire {

struct PageTime {
  Instant zero;        ///< the first fault, or else the first event
  Instant begin, end;  ///< what the charts show: from the baseline until the observation ended
  double speed = 1;

  /// Seconds of model time after the zero.
  double at(Instant t) const { return to_seconds(t - zero) * speed; }
  /// Where `t` lies between begin and end, in percent, within 0 to 100.
  double percent(Instant t) const;
};

PageTime page_time(const Plan&, const History&);

}  // namespace misfire
