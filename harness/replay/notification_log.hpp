// What each integration was last told of each group (Alertmanager's nflog/, and the decision in
// notify/'s DedupStage that is taken by it). It outlives the group. One thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "history/facts.hpp"

namespace misfire {

/// What a flush has to tell, inhibited alerts left out.
struct FlushState {
  std::set<Labels> firing, resolved;
};

class NotificationLog {
 public:
  explicit NotificationLog(Duration retention) : retention_(retention) {}

  struct Entry {
    Instant at, expires;
    FlushState told;
  };
  /// The last entry; nullptr without one.
  const Entry* find(const std::string& key) const;
  void record(const std::string& key, FlushState, Instant at, Duration repeat_interval);
  /// Forgets what has expired. What has expired and is still there counts.
  void tidy(Instant now);
  const std::map<std::string, Entry>& entries() const { return entries_; }

 private:
  Duration retention_;
  std::map<std::string, Entry> entries_;
};

enum class Tell {
  no,
  yes,         ///< something changed
  once_more,   ///< nothing changed, but the repeat interval has passed
  not_so_soon  ///< nothing changed, and the repeat interval has not passed
};
/// Is an integration to be told about a flush?
Tell decide(const NotificationLog::Entry* last, const FlushState&, bool send_resolved,
            Duration repeat_interval, Instant now);

}  // namespace misfire
