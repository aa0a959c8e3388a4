// Which alerts a notification carried, when its payload does not say: those that the observer
// webhook of the same receiver told of in the same flush. PagerDuty's dedup_key names the group
// exactly; others are matched by arrival, status and the alerts' names in the text. Pure: time is
// handed in. One thread.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "history/facts.hpp"
#include "monitor/payload.hpp"

namespace misfire {

class NotificationMatcher {
 public:
  void add(const Received&);

  /// Facts that are complete at `now`, in order of arrival: sent alerts, observers, notifications
  /// with their alerts. Those whose observer is missing for longer than 2 s come without alerts.
  std::vector<Event> take(Instant now);

  /// The same, waiting for nothing more: the run is over.
  std::vector<Event> take_all(Instant now);

 private:
  struct Waiting {
    Instant at;
    Notified fact;
    Payload payload;
  };
  struct Observer {
    Instant at;
    Notified fact;
    std::string key_hash;
    std::set<std::pair<std::string, int>> claimed;  ///< by which integrations
  };
  struct Choice {
    Observer* observer = nullptr;
    bool certain = false;
  };
  Choice choose(const Waiting&);
  std::vector<Event> take(Instant now, bool all);

  std::vector<Waiting> waiting_;
  std::vector<Observer> observers_;
  std::vector<std::pair<Instant, Fact>> ready_;
};

}  // namespace misfire
