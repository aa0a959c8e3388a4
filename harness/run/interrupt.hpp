// Ctrl-C and SIGTERM: remembered by a handler, asked for by whoever waits (base/interrupt).
// Everything is taken down before the program ends with 130 or 143.
#pragma once

#include "base/interrupt.hpp"

namespace misfire {

/// From now on SIGINT, SIGTERM and SIGHUP are remembered instead of ending the program.
void watch_interrupts();

}  // namespace misfire
