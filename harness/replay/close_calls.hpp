// What could have gone the other way: looks on while a simulation decides, and tells of the
// decisions that fell by less than the tolerance. It decides nothing. One thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "replay/aggregation_group.hpp"
#include "replay/alertmanager_model.hpp"
#include "replay/chore.hpp"
#include "replay/inhibitor.hpp"
#include "replay/notification_log.hpp"

namespace misfire {

class CloseCalls {
 public:
  /// All of it belongs to the simulation and outlives this.
  struct View {
    const Inhibitor& inhibitor;
    const Groups& groups;
    const NotificationLog& log;
    const Chore& tidy_groups;
    const Chore& tidy_log;
  };
  CloseCalls(Duration tolerance, View view) : tolerance_(tolerance), view_(view) {}

  /// An alert arrives; it begins or ceases to silence others.
  void silences(const HeldAlert&, Instant now);
  /// It is about to be put into a group.
  void joins(const AggregationGroup&, const HeldAlert&, Instant now);
  /// A group is about to be flushed.
  void flushes(const AggregationGroup&, Instant now);
  /// The log is asked; `last` is what it knows.
  void asks_log(const std::string& key, const NotificationLog::Entry* last, Instant now);
  /// Nothing changed: it is told again from `due` on.
  void repeats(const std::string& key, Instant due, Instant now);
  /// Housekeeping is about to be done.
  void tidies_groups();
  void tidies_log(Instant now);

  std::vector<CloseCall> take() { return std::move(found_); }

 private:
  bool near(Instant a, Instant b) const { return std::chrono::abs(a - b) < tolerance_; }
  template <class What>
  void see(Instant now, Instant edge, What what);
  bool changes(const AggregationGroup&, const HeldAlert&, Instant now) const;
  void removes(const AggregationGroup&, Instant now);
  void is_silenced(const Labels&, Instant now);
  void shares_key(const AggregationGroup&, Instant now);

  Duration tolerance_;
  View view_;
  std::set<Groups::key_type> removed_;  ///< groups, the last time
  std::set<std::string> forgotten_;     ///< entries of the log, the last time
  std::vector<CloseCall> found_;
};

}  // namespace misfire
