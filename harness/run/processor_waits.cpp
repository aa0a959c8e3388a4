#include "run/processor_waits.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "base/files.hpp"
#include "run/machine_meter.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr Duration kPause = 25ms;    // between looks: a wait is seen short by at most that
constexpr Duration kGather = 500ms;  // between searches for new threads and processes
constexpr Duration kTick = 250ms;    // as the load driver's
constexpr Duration kLong = std::chrono::milliseconds(kLongWaitMs);
// A part that runs on half of the processors that it may use waits for itself: its own threads
// take turns. That is its load, not the machine's.
constexpr double kOwnWork = 0.5;

/// The folders of the threads of a process and its descendants, as far as they can be seen.
std::vector<fs::path> threads_of(int process) {
  std::vector<fs::path> threads;
  std::vector<int> processes{process};
  for (std::size_t i = 0; i < processes.size(); ++i) {
    std::error_code gone;
    fs::directory_iterator task(fmt::format("/proc/{}/task", processes[i]), gone), end;
    for (; !gone && task != end; task.increment(gone)) {
      threads.push_back(task->path());
      std::istringstream children(read_file(task->path() / "children").value_or(""));
      for (int child = 0; children >> child;) processes.push_back(child);
    }
  }
  return threads;
}

std::optional<ProcessorAccount> read_account(const Descriptor& file) {
  std::array<char, 96> text{};
  const ssize_t got = ::pread(file.get(), text.data(), text.size(), 0);
  if (got <= 0) return {};  // the thread has ended
  return processor_account({text.data(), static_cast<std::size_t>(got)});
}

}  // namespace

ProcessorWaits::ProcessorWaits(Clock& clock) : clock_(clock), thread_([this] { run(); }) {}

ProcessorWaits::~ProcessorWaits() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void ProcessorWaits::watch(const std::string& part, int process, double cpus) {
  if (process <= 0) return;
  const double all = usable_cores();
  const std::lock_guard lock(mutex_);
  Watched& watched = parts_[part];
  watched = {};
  watched.process = process;
  watched.cpus = cpus > 0 ? std::min(cpus, all) : all;
}

void ProcessorWaits::forget(const std::string& part) {
  const std::lock_guard lock(mutex_);
  parts_.erase(part);
}

std::vector<Event> ProcessorWaits::ticks() {
  const std::lock_guard lock(mutex_);
  return std::exchange(ticks_, {});
}

void ProcessorWaits::run() {
  std::unique_lock lock(mutex_);
  Steady gathered{}, ticked = SteadyClock::now();
  while (!over_) {
    const Steady now = SteadyClock::now();
    if (now - gathered >= kGather) {
      gathered = now;
      for (auto& [part, watched] : parts_) gather(watched);
    }
    for (auto& [part, watched] : parts_) look(watched);
    if (now - ticked >= kTick) {
      ticks_.push_back(tick(now - ticked));
      ticked = now;
    }
    wake_.wait_for(lock, kPause, [this] { return over_; });
  }
}

Event ProcessorWaits::tick(Duration lasted) {
  ProcessorTick tick;
  for (auto& [part, watched] : parts_) {
    if (watched.threads.empty()) continue;  // nobody can tell
    const bool own = to_seconds(watched.ran) >= kOwnWork * watched.cpus * to_seconds(lasted);
    const auto held = std::chrono::duration_cast<std::chrono::milliseconds>(watched.held);
    tick.held_ms[part] = own ? 0 : held.count();
    watched.held = watched.ran = {};
  }
  const Instant at = clock_.now();
  return {at, at, std::move(tick)};
}

void ProcessorWaits::gather(Watched& watched) {
  for (const fs::path& folder : threads_of(watched.process)) {
    const auto [thread, fresh] = watched.threads.try_emplace(folder.string());
    if (!fresh) continue;
    Descriptor file(::open((folder / "schedstat").c_str(), O_RDONLY | O_CLOEXEC));
    if (file) {
      thread->second.account = std::move(file);
    } else {
      watched.threads.erase(thread);
    }
  }
}

void ProcessorWaits::look(Watched& watched) {
  const Steady now = SteadyClock::now();
  Duration waited{};
  for (auto thread = watched.threads.begin(); thread != watched.threads.end();) {
    const auto account = read_account(thread->second.account);
    if (!account) {
      thread = watched.threads.erase(thread);
      continue;
    }
    const auto seen = thread->second.waits.look(*account, now);
    watched.ran += seen.ran;
    waited = std::max(waited, seen.waited);
    ++thread;
  }
  if (waited < kLong) return;
  watched.held += now - std::max(now - waited, watched.counted_to);
  watched.counted_to = now;
}

}  // namespace misfire
