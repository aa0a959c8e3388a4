#include "base/interrupt.hpp"

#include <atomic>

namespace misfire {
namespace {

std::atomic<int> g_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);  // or a handler may not touch it
thread_local int t_cleaning_up = 0;

}  // namespace

void remember_interrupt(int signal) {
  int none = 0;
  g_signal.compare_exchange_strong(none, signal);
}

int interrupted() {
  return g_signal.load();
}

Result<void> not_interrupted() {
  if (interrupted() != 0 && t_cleaning_up == 0) return environment_error("interrupted");
  return {};
}

CleaningUp::CleaningUp() {
  ++t_cleaning_up;
}

CleaningUp::~CleaningUp() {
  --t_cleaning_up;
}

}  // namespace misfire
