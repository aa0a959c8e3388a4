// How long the balancer's own health checks take in a run, by its configuration as it runs.
#pragma once

#include "run/prepare.hpp"

namespace misfire {

/// Wall time; zero where the balancer asks nobody.
struct CheckTimes {
  Duration first{};    ///< after a reload: until every server has been asked once
  Duration back_up{};  ///< until a server that is well again counts as up
};
CheckTimes check_times(const Inputs&, const Prepared&);

}  // namespace misfire
