// Counts of logins over time, from LoadTicks (live) or logins.bin (exact), and what can be computed
// from them alone: shares, the moment harm shows, the moment logins are well again. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "history/logins.hpp"
#include "judge/judgement.hpp"

namespace misfire {

/// Logins at one instant: one login of logins.bin, or all of one tick.
struct Sample {
  Instant at;
  std::int64_t logins = 0, failed = 0;
  std::int64_t planned = 0;  ///< arrivals in that time; of ticks only
};
using Samples = std::vector<Sample>;  // sorted by `at`

Samples samples_of(const std::vector<Login>&);

struct Tally {
  std::int64_t logins = 0, failed = 0, planned = 0;
  double failed_ratio() const {
    return logins > 0 ? static_cast<double>(failed) / static_cast<double>(logins) : 0;
  }
};
/// Of the samples in [from, to).
Tally tally(const Samples&, Instant from, Instant to);

/// The first moment in [from, to] at which harm shows: a failed login such that of the 50 logins
/// from it on at least a tenth fail.
std::optional<Instant> first_harm(const Samples&, Instant from, Instant to);

/// Whether the logins were well again in time after the last fault was taken back.
struct RecoveryQuestion {
  double min = 0.999;           ///< share of ok logins that is demanded
  Instant reverted, now;        ///< samples in [reverted, now) count
  Duration within{}, minute{};  ///< wall time; `minute` is one minute of model time
  bool over = false;            ///< the recovery phase has ended: no further logins will come
};
struct RecoveryAnswer {
  Ruling ruling = Ruling::open;
  std::optional<Instant> well_from;
  Tally since;  ///< from well_from on, or else since the revert
};
/// Met: from some instant within the limit on, the share up to `now` is at least `min` over at
/// least 100 logins, and no single minute of model time after it was worse (one stray failure in
/// a minute is forgiven, since it may be a larger share than allowed all by itself).
RecoveryAnswer recovery_of(const Samples&, const RecoveryQuestion&);

}  // namespace misfire
