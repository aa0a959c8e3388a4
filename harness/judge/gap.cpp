#include "judge/gap.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace misfire {
namespace {

/// "2027-01-31": such texts sort as the days do.
std::string day_of(Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  return fmt::format("{:%Y-%m-%d}",
                     fmt::gmtime(static_cast<std::time_t>(seconds.time_since_epoch().count())));
}

}  // namespace

void judge_gap(ExpectationOutcome& outcome, Instant ran_at) {
  if (!outcome.gap || outcome.ruling == Ruling::open) return;
  const Gap& gap = *outcome.gap;
  if (outcome.ruling == Ruling::met) {
    outcome.gap_state = GapState::closed;
    outcome.observed +=
        fmt::format("; the known gap {} is closed: take it out of the scenario", gap.ticket);
  } else if (day_of(ran_at) > gap.until) {
    outcome.gap_state = GapState::expired;
    outcome.observed += fmt::format("; the gap {} was known until {}", gap.ticket, gap.until);
  } else {
    outcome.gap_state = GapState::known;
    outcome.observed += fmt::format(" (known gap {}, until {})", gap.ticket, gap.until);
  }
}

}  // namespace misfire
