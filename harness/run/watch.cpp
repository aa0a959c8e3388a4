#include "run/watch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "run/interrupt.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPause = 25ms;       // between rounds: well below a scrape interval at speed 30
constexpr Duration kSinkPatience = 5s;  // the sink answers from memory

}  // namespace

Result<void> Watch::note(Fact fact) {
  return note(clock_.now(), std::move(fact));
}

Result<void> Watch::note(Instant at, Fact fact) {
  const auto event = recorder_.record(at, std::move(fact));
  if (!event) return tl::unexpected(event.error());
  for (auto& expectation : expectations_) expectation->see(*event);
  if (show_) show_(*event);
  return {};
}

void Watch::expect(std::vector<std::unique_ptr<Expectation>> expectations) {
  expectations_ = std::move(expectations);
}

Result<void> Watch::poll() {
  if (const auto go_on = not_interrupted(); !go_on) return go_on;
  for (const UnaskedExit& gone : engine_.exits()) {
    if (auto noted = note(PartExited{gone.part, gone.exit.code, gone.exit.signal, false}); !noted) {
      return noted;
    }
    return environment_error(
        gone.exit.signal != 0
            ? fmt::format("{} was ended by signal {}", gone.part, gone.exit.signal)
            : fmt::format("{} ended with exit code {}", gone.part, gone.exit.code),
        fmt::format("see logs/{}.log", gone.part));
  }
  if (driver_ != nullptr) {
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
  return wait_or_interrupt(
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
}

}  // namespace misfire
