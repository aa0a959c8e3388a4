// Measures how busy this machine is, for Admission. A thread of its own, from construction to
// destruction: it sleeps, sees how late it wakes, and counts what the cores did.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "run/admission.hpp"

namespace misfire {

/// The first line of /proc/stat: what the cores did since the machine started, in ticks.
struct CoreTimes {
  double busy = 0;  ///< with what follows
  double nice = 0;  ///< by programs that were asked to give way
  double all = 0;
};
std::optional<CoreTimes> core_times(std::string_view proc_stat);

/// Cores that this process may use.
int usable_cores();

class MachineMeter {
 public:
  MachineMeter();
  ~MachineMeter();
  MachineMeter(const MachineMeter&) = delete;
  MachineMeter& operator=(const MachineMeter&) = delete;

  /// Of the last two to four seconds.
  MachineLoad load() const;

 private:
  void measure();
  /// What one window saw.
  struct Window {
    double busy = 0;
    Duration lag{};
  };

  mutable std::mutex mutex_;
  std::condition_variable ended_;
  bool end_ = false;
  Window now_, before_;
  std::thread thread_;
};

}  // namespace misfire
