#include "run/machine_meter.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/files.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kNap = 5ms;
constexpr auto kWindow = 2s;

std::optional<CoreTimes> core_times_now() {
  // All lines, of which only the first counts: a machine with many cores and interrupts has more.
  const auto text = read_file("/proc/stat", 16u << 20);
  return text ? core_times(*text) : std::nullopt;
}

}  // namespace

std::optional<CoreTimes> core_times(std::string_view text) {
  constexpr std::string_view kName = "cpu ";
  if (!text.starts_with(kName)) return {};
  text = text.substr(kName.size(), text.find('\n') - kName.size());
  // user, nice, system, idle, iowait, irq, softirq, steal; guest times are in user's already.
  std::array<double, 8> ticks{};
  std::size_t read = 0;
  while (read < ticks.size()) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) break;
    ticks[read++] = static_cast<double>(value);
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  }
  constexpr std::size_t kNice = 1, kIdle = 3, kWaiting = 4;
  if (read <= kIdle) return {};
  CoreTimes times;
  for (const double value : ticks) times.all += value;
  times.busy = times.all - ticks[kIdle] - ticks[kWaiting];
  times.nice = ticks[kNice];
  return times;
}

int usable_cores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (::sched_getaffinity(0, sizeof cores, &cores) == 0) return std::max(CPU_COUNT(&cores), 1);
  return std::max(static_cast<int>(std::thread::hardware_concurrency()), 1);
}

MachineMeter::MachineMeter() : thread_([this] { measure(); }) {}

MachineMeter::~MachineMeter() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void MachineMeter::measure() {
  std::unique_lock lock(mutex_);
  while (!end_) {
    const auto began = SteadyClock::now();
    const auto times = core_times_now();
    before_ = std::exchange(now_, {});
    while (!end_ && SteadyClock::now() < began + kWindow) {
      const auto due = SteadyClock::now() + kNap;
      ended_.wait_until(lock, due);
      now_.lag = std::max<Duration>(now_.lag, SteadyClock::now() - due);
    }
    const auto later = core_times_now();
    if (times && later && later->all > times->all) {
      // What was started with nice gives way to us, unless so were we.
      const bool first = ::getpriority(PRIO_PROCESS, 0) <= 0;
      const double given = first ? later->nice - times->nice : 0;
      const double share = (later->busy - times->busy - given) / (later->all - times->all);
      now_.busy = share * std::thread::hardware_concurrency();
    }
  }
}

MachineLoad MachineMeter::load() const {
  const std::lock_guard lock(mutex_);
  return {usable_cores(), std::max(now_.busy, before_.busy), std::max(now_.lag, before_.lag)};
}

}  // namespace misfire
