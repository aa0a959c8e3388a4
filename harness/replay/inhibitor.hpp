// Which alerts are silent because others fire (Alertmanager's inhibit/). It is asked when a group
// is flushed, not when an alert arrives. One thread.
#pragma once

#include <map>
#include <vector>

#include "replay/held_alert.hpp"
#include "replay/routing.hpp"

namespace misfire {

class Inhibitor {
 public:
  explicit Inhibitor(const std::vector<InhibitRule>& rules) : rules_(rules) {}

  /// An alert that silences others while it fires.
  struct Source {
    HeldAlert alert;
    Instant changed;  ///< when it began to fire, or we learnt of its end
  };

  /// An alert that arrived, firing or resolved. True when it changed what is silent.
  bool see(const HeldAlert&);
  bool mutes(const Labels& target, Instant now) const;

  /// Would this alert silence that one if it fired?
  bool connects(const Labels& source, const Labels& target) const;
  const std::map<Labels, Source>& sources() const { return sources_; }

 private:
  const std::vector<InhibitRule>& rules_;
  std::map<Labels, Source> sources_;  ///< those that any rule's source side matches
};

}  // namespace misfire
