// Which process is meant, even after its number was given to another one: number, start time and
// boot. All look-ups are through /proc.
#pragma once

#include <sys/types.h>

#include <string>

namespace misfire {

/// Field 22 of /proc/PID/stat, in clock ticks since the boot: a reused pid has another one. 0 when
/// there is no such process, or when it has ended and only waits to be reaped.
unsigned long long start_time_of(pid_t);

/// The process behind a pidfd, as our own PID namespace numbers it; 0 when it has no number there.
pid_t process_behind(int pidfd);

/// /proc/sys/kernel/random/boot_id; "" when it cannot be read.
std::string boot_id();

/// Which numbering of processes this is: what /proc/self/ns/pid leads to. "" when it cannot be
/// read.
std::string pid_namespace();

/// /etc/machine-id; "" where there is none, as in many containers.
std::string machine_id();

struct ProcessIdentity {
  pid_t pid = 0;
  unsigned long long start_time = 0;
  std::string boot;
};

/// Does this very process run (a stopped one does, too)?
bool runs(const ProcessIdentity&);

/// Kills this very process and no other that got its number. False when it does not run, or may not
/// be killed by us.
bool kill_exactly(const ProcessIdentity&);

}  // namespace misfire
