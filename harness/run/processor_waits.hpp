// Looks how long the parts' processes are ready to run and get no processor: what a busy machine
// does to a backend or balancer, and the load driver cannot see. Asks the kernel, not the part, so
// that whatever a fault does to a part (a queue, a lock, a hang) is not taken for it, and a user's
// own programs are seen as well as ours. Owned by the watch; a thread of its own.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/descriptor.hpp"
#include "history/facts.hpp"
#include "run/processor_account.hpp"

namespace misfire {

class ProcessorWaits {
 public:
  explicit ProcessorWaits(Clock& clock);
  ~ProcessorWaits();
  ProcessorWaits(const ProcessorWaits&) = delete;
  ProcessorWaits& operator=(const ProcessorWaits&) = delete;

  /// From now on that process and its descendants. `cpus`: what they may use; 0: all.
  void watch(const std::string& part, int process, double cpus);
  void forget(const std::string& part);

  /// The ticks that ended since the last call: ProcessorTick.
  std::vector<Event> ticks();

 private:
  using Steady = std::chrono::steady_clock::time_point;
  struct Thread {
    Descriptor account;
    ThreadWaits waits;
  };
  struct Watched {
    int process = 0;
    double cpus = 0;
    std::map<std::string, Thread> threads;  ///< by their folder in /proc
    Steady counted_to{};                    ///< two threads that wait at once wait once
    Duration held{}, ran{};                 ///< in this tick
  };
  void run();
  static void gather(Watched&);
  static void look(Watched&);
  Event tick(Duration lasted);

  Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false;
  std::map<std::string, Watched> parts_;
  std::vector<Event> ticks_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace misfire
