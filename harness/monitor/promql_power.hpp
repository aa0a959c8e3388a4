// By which power of the speed the values of an expression differ from those of real time: counts of
// what the load drives shrink with their windows, rates of what scaled timers drive grow. A share
// of two of them does not, and neither does "above zero": a threshold of another power does not
// mean what it says. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace misfire {

struct SpeedPower {
  int power = 0;       ///< times the speed to this power
  bool any = false;    ///< zero, or without end: the same at every power
  bool mixed = false;  ///< of several powers, or not understood
  std::string cause;   ///< of a power: "increase() of x"
};

struct SpeedPowers {
  SpeedPower value;  ///< of the whole expression
  std::string
      wrong;  ///< the first comparison whose meaning changes with the speed; "" if none does
};

/// `recorded` tells of a metric that rules record what it is made of; null: of nothing else.
using PowerOfRecorded = std::function<const SpeedPower*(const std::string& metric)>;
SpeedPowers speed_powers(std::string_view expression, const PowerOfRecorded& recorded);

}  // namespace misfire
