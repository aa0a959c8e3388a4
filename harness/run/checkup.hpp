// Everything that can be wrong before anything is started, told at once: command line, scenario,
// system, and every file that the system names.
#pragma once

#include "run/prepare.hpp"

namespace misfire {

struct Checkup {
  Inputs inputs;
  Prepared prepared;  ///< on a nominal address
};

enum class Ask { nobody, programs };  ///< the balancer, promtool, amtool, the exporters

/// Errors: all mistakes as far as they can be known independently of each other, file by file, in
/// each file's order.
Checked<Checkup> check_up(const RunOptions&, Ask);

}  // namespace misfire
