// One stressor of the plan in a run: what it does when, and what is seen of it. Owned by the
// injector.
#pragma once

#include <optional>
#include <vector>

#include "run/troubled_stack.hpp"

namespace misfire {

/// How the load and the pool were before the first fault.
struct Baseline {
  LoadAccount load;
  double lasted_s = 0;  ///< of wall time
  LiveState live;
};

class Stress {
 public:
  Stress(const PlannedFault&, const Stressor&, const Plan&);

  /// What is due so long after it came.
  Result<void> go_on(TroubledStack&, Duration since, Clock&);
  Result<void> revert(TroubledStack&);

  /// Asks its witness, once it has done enough and a tick of the load has passed.
  Shown look(const TroubledStack&, const Baseline&, const LiveState& now, const LoadAccount&);
  /// Until when its effect may take to be seen; none while it has not yet done enough, which can
  /// take longer than planned where containers come and go slowly.
  std::optional<Instant> waits_until(const Baseline&) const;

 private:
  /// How many of its strokes must be over before its witness is asked.
  std::size_t strokes_needed() const;
  /// After how many of them logins are counted.
  std::size_t strokes_counted() const;

  const PlannedFault& fault_;
  const Stressor& kind_;
  double speed_;
  Duration scrape_;  ///< from scrape to scrape, of wall time
  std::vector<Stroke> strokes_;
  std::size_t done_ = 0;
  std::optional<Instant> counted_;   ///< when the stroke was over from which logins are counted
  std::optional<Instant> enough_;    ///< when the last of those was that its witness needs
  std::optional<LoadAccount> from_;  ///< since when logins are counted
};

}  // namespace misfire
