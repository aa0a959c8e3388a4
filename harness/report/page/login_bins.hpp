// The logins of a run in equal spans of time, for charts and tables. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "report/page/page_time.hpp"

namespace misfire {

/// How long users waited, from the moment at which they wanted to log in; milliseconds of wall
/// time. Exact (nearest rank), since every login was recorded.
struct Waits {
  double p50 = 0, p90 = 0, p99 = 0, max = 0;
};

struct LoginBin {
  double from_s = 0;    ///< model seconds after the first fault
  double span_s = 0;    ///< how much of it was observed: the first and the last are cut
  double middle_s = 0;  ///< of what was observed
  std::int64_t logins = 0, failed = 0;
  std::array<std::int64_t, kOutcomes> by_outcome{};
  std::vector<std::int64_t> by_backend;  ///< answered, in pool order
  Waits waits;
};

struct LoginBins {
  double width_s = 0;  ///< of a bin, in model seconds
  std::vector<LoginBin> bins;
};

/// At most about `most` bins, each of `fewest` logins on average; one of them begins at zero.
LoginBins login_bins(const Plan&, const History&, const PageTime&, std::size_t most,
                     std::size_t fewest);
/// All logins planned in [from, to) as one.
LoginBin logins_between(const Plan&, const History&, const PageTime&, Instant from, Instant to);

}  // namespace misfire
