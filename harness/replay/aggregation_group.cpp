#include "replay/aggregation_group.hpp"

#include <algorithm>

namespace misfire {

std::vector<HeldAlert> AggregationGroup::flush(Instant now) {
  flushed_ = now;
  next_ = now + route_.group_interval;
  std::vector<HeldAlert> all;
  for (const auto& [labels, alert] : alerts_) all.push_back(alert);
  std::stable_sort(all.begin(), all.end(), [](const HeldAlert& a, const HeldAlert& b) {
    return listed_before(a.labels, b.labels);
  });
  return all;
}

void AggregationGroup::forget_resolved(Instant now) {
  std::erase_if(alerts_, [&](const auto& held) { return held.second.resolved_at(now); });
}

}  // namespace misfire
