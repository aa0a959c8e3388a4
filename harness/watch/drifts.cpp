#include "watch/drifts.hpp"

#include <algorithm>
#include <iterator>

namespace misfire::watch {
namespace {

bool of_the_same(const Difference& a, const Difference& b) {
  return a.subject == b.subject && a.aspect == b.aspect;
}

}  // namespace

Changes Drifts::take(Instant at, const std::vector<Difference>& seen, Duration steady) {
  Changes changes;
  std::vector<Drift> now;
  for (const Difference& difference : seen) {
    const auto before = std::find_if(known_.begin(), known_.end(), [&](const Drift& drift) {
      return of_the_same(drift.what, difference);
    });
    Drift drift{difference, at, false};
    if (before != known_.end()) {
      drift.confirmed = before->confirmed;
      // Another value is another suspicion; but what is told already goes on, whatever its value.
      const bool same = before->confirmed || before->what == difference;
      if (same) drift.since = std::min(before->since, at);  // the clock may have been put back
      if (same && !before->confirmed && at - before->since >= steady) {
        drift.confirmed = true;
        changes.began.push_back(drift);
      }
    }
    now.push_back(std::move(drift));
  }
  for (const Drift& drift : known_) {
    const bool still = std::any_of(seen.begin(), seen.end(), [&](const Difference& difference) {
      return of_the_same(drift.what, difference);
    });
    if (!still && drift.confirmed) changes.ended.push_back(drift);
  }
  known_ = std::move(now);
  return changes;
}

std::vector<Drift> Drifts::confirmed() const {
  std::vector<Drift> found;
  std::copy_if(known_.begin(), known_.end(), std::back_inserter(found),
               [](const Drift& drift) { return drift.confirmed; });
  return found;
}

bool Drifts::suspects() const {
  return std::any_of(known_.begin(), known_.end(),
                     [](const Drift& drift) { return !drift.confirmed; });
}

}  // namespace misfire::watch
