// Whether the user wants this program to end. The flag is set by a signal handler (run/interrupt)
// and asked for by everything that waits, so that no wait is deaf to Ctrl-C.
#pragma once

#include "base/error.hpp"

namespace misfire {

/// Safe in a signal handler; the first signal counts.
void remember_interrupt(int signal);
/// That signal, or 0.
int interrupted();
/// An error when interrupted, unless this thread is cleaning up.
Result<void> not_interrupted();

/// While one lives, waits of this thread go on in spite of an interrupt: what was started has to be
/// ended all the same.
class CleaningUp {
 public:
  CleaningUp();
  ~CleaningUp();
  CleaningUp(const CleaningUp&) = delete;
  CleaningUp& operator=(const CleaningUp&) = delete;
};

}  // namespace misfire
