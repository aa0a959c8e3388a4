#include "run/pulse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace misfire {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr Duration kRest = 500ms;  // between two questions: next to nothing for a part
// A question is asked in steps, so that a part can be forgotten while it does not answer.
constexpr Duration kStep = 2s;
constexpr Duration kLate = 300ms;  // most hiccups of a busy machine are shorter

}  // namespace

class Pulse::Beat {
 public:
  explicit Beat(Probe probe) : probe_(std::move(probe)), thread_([this] { run(); }) {}
  ~Beat() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

  Duration silence(std::string* error) const {
    const std::lock_guard lock(mutex_);
    if (error != nullptr) *error = error_;
    return asked_ ? Steady::now() - *asked_ : 0s;
  }
  void start_lateness() {
    const std::lock_guard lock(mutex_);
    late_ = 0s;
    counts_from_ = Steady::now();
  }
  Duration lateness() const {
    const std::lock_guard lock(mutex_);
    return late_ + (asked_ ? beyond(*asked_) : 0s);
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!over_) {
      if (!asked_) asked_ = Steady::now();
      const auto began = Steady::now();
      lock.unlock();
      const Result<void> answer = probe_(kStep);
      lock.lock();
      if (answer) {
        late_ += beyond(*asked_);
        asked_.reset();
        error_.clear();
      } else {
        error_ = answer.error().message;
        timed_out_ = Steady::now() - began >= kStep / 2;
      }
      // Not answered yet: ask again at once, it is the same silence. A refusal is no wait.
      if (answer || !timed_out_) wake_.wait_for(lock, kRest, [this] { return over_; });
    }
  }

  Duration beyond(Steady::time_point asked) const {
    const Duration took = Steady::now() - std::max(asked, counts_from_);
    return took > kLate ? took : 0s;
  }

  Probe probe_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false, timed_out_ = false;
  std::optional<Steady::time_point> asked_;  ///< since when an answer is owed
  Steady::time_point counts_from_{};
  Duration late_{};
  std::string error_;
  std::thread thread_;  // last: it uses the others
};

Pulse::Pulse(Duration patience) : patience_(patience) {}
Pulse::~Pulse() = default;

void Pulse::watch(const std::string& part, Probe probe) {
  beats_[part] = std::make_unique<Beat>(std::move(probe));
}

void Pulse::forget(const std::string& part) {
  beats_.erase(part);
}

void Pulse::forget_all() {
  beats_.clear();
}

std::vector<Pulse::Silence> Pulse::silent(Duration at_least) const {
  std::vector<Silence> found;
  for (const auto& [part, beat] : beats_) {
    std::string error;
    const Duration lasts = beat->silence(&error);
    if (lasts >= at_least) found.push_back({part, lasts, error});
  }
  std::sort(found.begin(), found.end(),
            [](const Silence& a, const Silence& b) { return a.lasts > b.lasts; });
  return found;
}

void Pulse::start_lateness() {
  for (const auto& [part, beat] : beats_) beat->start_lateness();
}

std::map<std::string, Duration> Pulse::lateness() const {
  std::map<std::string, Duration> late;
  for (const auto& [part, beat] : beats_) late[part] = beat->lateness();
  return late;
}

std::string to_string(const Pulse::Silence& silence) {
  if (silence.error.find("file descriptor") != std::string::npos) return silence.error;
  const bool waits = silence.error.empty() || silence.error.find("within") != std::string::npos;
  return fmt::format("{} did not answer for {:.1f} s ({})", silence.part, to_seconds(silence.lasts),
                     waits ? "stopped or overloaded?" : silence.error);
}

}  // namespace misfire
