#include "run/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/wait.hpp"
#include "run/interrupt.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPause = 25ms;       // between rounds: well below a scrape interval at speed 30
constexpr Duration kSinkPatience = 5s;  // the sink answers from memory
constexpr Duration kWord = 500ms;       // until the guardian has told of an exit
constexpr Duration kOwed = 1s;          // an answer that takes longer is worth waiting for

/// Where a fact quotes somebody: labels and names are compared, and must stay as they are.
std::string* free_text(Fact& fact) {
  if (auto* trouble = std::get_if<Trouble>(&fact)) return &trouble->what;
  if (auto* exited = std::get_if<PartExited>(&fact)) return &exited->why;
  if (auto* failed = std::get_if<DeliveryFailed>(&fact)) return &failed->error;
  if (auto* notified = std::get_if<Notified>(&fact)) return &notified->excerpt;
  if (auto* injected = std::get_if<FaultInjected>(&fact)) return &injected->change;
  return nullptr;
}

}  // namespace

Result<void> Watch::note(Fact fact) {
  return note(clock_.now(), std::move(fact));
}

Result<void> Watch::note(Instant at, Fact fact) {
  if (std::string* text = free_text(fact)) *text = secrets_.hide(std::move(*text));
  const auto event = recorder_.record(at, std::move(fact));
  if (!event) return tl::unexpected(event.error());
  if (std::holds_alternative<Notified>(event->fact)) notified_.push_back(event->at);
  for (auto& expectation : expectations_) expectation->see(*event);
  if (show_) show_(*event);
  return {};
}

std::int64_t Watch::notifications_before(Instant when) const {
  return std::count_if(notified_.begin(), notified_.end(), [&](Instant at) { return at < when; });
}

void Watch::look_after(const Part& part, const Limits& limits, Probe probe) {
  processor_waits_.watch(part.name(), part.process(), limits.cpus);
  pulse_.watch(part.name(), std::move(probe));
}

void Watch::forget(const std::string& part) {
  processor_waits_.forget(part);
  pulse_.forget(part);
}

void Watch::expect(std::vector<std::unique_ptr<Expectation>> expectations) {
  expectations_ = std::move(expectations);
}

Result<void> Watch::poll() {
  if (const auto go_on = not_interrupted(); !go_on) return go_on;
  if (auto noted = note_all(processor_waits_.ticks()); !noted) return noted;
  if (const auto fine = exits(); !fine) return fine;
  if (const auto fine = clock_stands(); !fine) return fine;
  if (const auto silent = pulse_.silent(pulse_.patience()); !silent.empty()) {
    return environment_error(to_string(silent.front()));
  }
  if (driver_ != nullptr) {
    if (const auto fine = driver_->health(); !fine) return fine;
    by_status_ = driver_->account().by_status;
    for (Event& tick : driver_->ticks()) {
      const auto& seen = std::get<LoadTick>(tick.fact);
      tally_.logins += seen.logins;
      tally_.failed += seen.failed;
      tally_.planned += seen.planned;
      tally_.per_backend.resize(std::max(tally_.per_backend.size(), seen.per_backend.size()));
      for (std::size_t i = 0; i < seen.per_backend.size(); ++i) {
        tally_.per_backend[i] += seen.per_backend[i];
      }
      if (auto noted = note(tick.at, std::move(tick.fact)); !noted) return noted;
    }
  }
  if (!sink_) return {};
  return note_all(sink_->pull(kSinkPatience));
}

/// Every exit is recorded; the first one is the error.
Result<void> Watch::exits() {
  for (const UnaskedExit& gone : engine_.exits()) {
    PartExited exited{gone.part, gone.exit.code, gone.exit.signal, false, gone.last_words};
    if (gone.exit.out_of_memory) {
      exited.why = "it reached its memory limit" + (exited.why.empty() ? "" : "; " + exited.why);
    }
    // A program that ended itself has mostly said why.
    if (exited.why.empty() && gone.exit.signal == 0 && gone.exit.code > 0) {
      exited.why = fmt::format("see logs/{}.log", gone.part);
    }
    if (auto noted = note(std::move(exited)); !noted) return noted;
    if (died_.empty()) died_ = gone.part;
  }
  if (died_.empty()) return {};
  return environment_error(fmt::format("{} ended, unasked", died_),
                           fmt::format("see logs/{}.log", died_));
}

Result<void> Watch::clock_stands() {
  const auto before = std::chrono::steady_clock::now();
  const Instant wall = clock_.now();
  const auto step = clock_step_.step(before, wall, std::chrono::steady_clock::now());
  if (!step) return {};
  return environment_error(
      fmt::format("the clock was set {} by {:.1f} s, or the machine slept: no time of this run can "
                  "be believed",
                  *step < Duration() ? "back" : "forward", std::abs(to_seconds(*step))));
}

std::optional<Watch::Culprit> Watch::culprit() {
  const auto began = std::chrono::steady_clock::now();
  for (;;) {
    if (!exits()) return Culprit{true, died_};
    if (const auto silent = pulse_.silent(pulse_.patience()); !silent.empty()) {
      return Culprit{false, to_string(silent.front())};
    }
    // A word about an exit may still be on its way; a part that owes an answer may yet give it.
    const auto passed = std::chrono::steady_clock::now() - began;
    const bool owed = !pulse_.silent(kOwed).empty();
    if (interrupted() != 0 || passed > (owed ? pulse_.patience() : Duration(kWord))) return {};
    clock_.sleep_until(clock_.now() + kPause);
  }
}

Result<void> Watch::look_last() {
  static_cast<void>(exits());  // recorded
  for (const Pulse::Silence& silence : pulse_.silent(kOwed)) {
    if (auto noted = note(Doubt{to_string(silence)}); !noted) return noted;
  }
  return {};
}

Result<void> Watch::poll_rest() {
  if (auto fine = poll(); !fine || !sink_) return fine;
  return note_all(sink_->pull_rest(kSinkPatience));
}

Result<void> Watch::note_all(Result<std::vector<Event>> events) {
  if (!events) return tl::unexpected(events.error());
  for (Event& event : *events) {
    if (auto noted = note(event.at, std::move(event.fact)); !noted) return noted;
  }
  return {};
}

Result<void> Watch::poll_until(std::string_view what, Duration limit,
                               const std::function<Result<bool>()>& done) {
  return wait_for(
      clock_, what, limit,
      [&]() -> Result<bool> {
        if (auto fine = poll(); !fine) return tl::unexpected(fine.error());
        return done();
      },
      kPause);
}

Result<void> Watch::poll_until(Instant end) {
  while (clock_.now() < end) {
    if (auto fine = poll(); !fine) return fine;
    clock_.sleep_until(std::min(end, clock_.now() + kPause));
  }
  return poll();
}

bool Watch::decided(bool faults_only) const {
  const Instant now = clock_.now();
  return std::all_of(expectations_.begin(), expectations_.end(), [&](const auto& expectation) {
    return (faults_only && !expectation->concerns_fault()) || expectation->at(now) != Ruling::open;
  });
}

void Watch::start_tally() {
  tally_ = {};
  by_status_before_ = by_status_;
}

std::map<int, std::int64_t> Watch::by_status() const {
  std::map<int, std::int64_t> since;
  for (const auto& [status, logins] : by_status_) {
    const auto before = by_status_before_.find(status);
    const std::int64_t fresh = logins - (before == by_status_before_.end() ? 0 : before->second);
    if (fresh > 0) since[status] = fresh;
  }
  return since;
}

}  // namespace misfire
