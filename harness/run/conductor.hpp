// Conducts one run: starts the stack, drives load, injects and reverts the faults, watches, and
// takes everything down. It only appends to the history; the verdict is the judge's. Sequential
// blocking code, one thread, every wait with a deadline.
#pragma once

#include <functional>

#include "run/prepare.hpp"
#include "run/watch.hpp"

namespace misfire {

struct Conducting {
  const Inputs& inputs;
  Prepared& prepared;  ///< bound to the engine's addresses
  Engine& engine;
  Watch& watch;
  fs::path folder;  ///< the run's folder
  /// Told where Prometheus answers once it runs the user's rules; may be empty.
  std::function<void(const Endpoint&)> monitored = {};
};

/// Runs all phases. Whatever goes wrong after the start is recorded as Trouble and ends the run
/// early; nothing stays running in any case.
void conduct(const Conducting&);

}  // namespace misfire
