// When each target's scrapes began and ended, as Prometheus recorded it: an evaluation that fell
// into a scrape did not find its samples. Pure.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "replay/recorded_prometheus.hpp"

namespace misfire {

using TargetLabels = std::pair<std::string, std::string>;  ///< job, instance

class Scrapes {
 public:
  Scrapes() = default;
  /// Of scrape_duration_seconds.
  explicit Scrapes(const std::vector<RangeSeries>& durations);

  /// A scrape that was under way at an instant, or ended so shortly before or after the evaluation
  /// that nobody can tell whether that found it.
  struct UnderWay {
    TargetLabels target;
    Instant began;
    bool hidden = false;  ///< it had not ended
    bool close = false;   ///< a moment later, or earlier, it would be otherwise
  };
  /// `late`: by so much evaluations begin after they are due.
  std::vector<UnderWay> at(Instant due, Duration late) const;

  /// Whether a scrape of one of these targets began after `from` and before `to`.
  bool began_between(const std::set<TargetLabels>&, Instant from, Instant to) const;

 private:
  struct Scrape {
    Instant began, ended;
  };
  struct Target {
    TargetLabels labels;
    std::vector<Scrape> scrapes;  ///< in order
  };
  std::vector<Target> targets_;
};

}  // namespace misfire
