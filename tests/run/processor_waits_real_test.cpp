// What the kernel tells of a process that gets no processor because others have it.
#include "run/processor_waits.hpp"

#include <gmock/gmock.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <optional>

#include "base/wait.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

/// A busy loop on the first usable processor, at that policy, until the caller is gone.
[[noreturn]] void loop(int policy) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  cpu_set_t all, one;
  ::sched_getaffinity(0, sizeof all, &all);
  CPU_ZERO(&one);
  for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu) {
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  }
  ::sched_setaffinity(0, sizeof one, &one);
  const sched_param priority{};
  ::sched_setscheduler(0, policy, &priority);
  for (volatile unsigned turns = 0;;) turns = turns + 1;
}

/// A process that loops at `own`, if it is to, with a child that loops at `childs`.
class Loop {
 public:
  explicit Loop(std::optional<int> own, std::optional<int> childs = {}) : pid_(::fork()) {
    if (pid_ != 0) return;
    if (childs && ::fork() == 0) loop(*childs);
    if (own) loop(*own);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) ::pause();
  }
  ~Loop() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  int pid() const { return pid_; }

 private:
  pid_t pid_;
};

/// What each part was held up for, added up, once `enough` of it is.
std::map<std::string, std::int64_t> held(
    ProcessorWaits& waits,
    const std::function<bool(std::map<std::string, std::int64_t>&)>& enough) {
  SystemClock clock;
  std::map<std::string, std::int64_t> sum;
  const auto waited = wait_for(clock, "the parts to be held up", 120s, [&]() -> Result<bool> {
    for (const Event& event : waits.ticks()) {
      for (const auto& [part, ms] : std::get<ProcessorTick>(event.fact).held_ms) sum[part] += ms;
    }
    return enough(sum);
  });
  EXPECT_TRUE(waited) << to_string(waited.error());
  return sum;
}

TEST(ProcessorWaits, APartWhoseChildGetsNoProcessorIsHeldUp) {
  SystemClock clock;
  ProcessorWaits waits(clock);
  const Loop others(SCHED_OTHER), part({}, SCHED_IDLE);
  waits.watch("part", part.pid(), 0);
  EXPECT_GE(held(waits, [](auto& seen) { return seen["part"] >= 1000; }).at("part"), 1000);
}

TEST(ProcessorWaits, APartThatHasHalfOfWhatItMayUseWaitsForItself) {
  SystemClock clock;
  ProcessorWaits waits(clock);
  // Three take turns, and the part's child has no processor.
  const Loop one(SCHED_OTHER), two(SCHED_OTHER), part(SCHED_OTHER, SCHED_IDLE);
  constexpr double kLittle = 0.1;
  waits.watch("may use all", part.pid(), 0);
  waits.watch("may use little", part.pid(), kLittle);
  const auto sum = held(waits, [](auto& seen) { return seen["may use all"] >= 1000; });
  EXPECT_EQ(sum.at("may use little"), 0);
}

TEST(ProcessorWaits, WhatCannotBeSeenIsNotTold) {
  SystemClock clock;
  ProcessorWaits waits(clock);
  waits.watch("elsewhere", 0, 0);
  waits.watch("itself", ::getpid(), 0);
  const auto sum = held(waits, [](auto& seen) { return seen.count("itself") != 0; });
  EXPECT_EQ(sum.count("elsewhere"), 0u);
}

}  // namespace
}  // namespace misfire
