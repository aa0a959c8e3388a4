// Alerts that are told of together, and when (Alertmanager's aggrGroup of dispatch/dispatch.go).
// Its timer runs on while it is empty; only housekeeping removes it. One thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "replay/held_alert.hpp"
#include "replay/routing.hpp"

namespace misfire {

class AggregationGroup {
 public:
  /// `number`: groups are numbered as they are made.
  AggregationGroup(std::size_t number, const RoutingNode& route, std::string key, Labels labels,
                   Instant now)
      : number_(number),
        route_(route),
        key_(std::move(key)),
        labels_(std::move(labels)),
        next_(now + route.group_wait) {}

  /// Before the first flush, an alert that began longer than group_wait ago ends the waiting.
  void insert(const HeldAlert& alert, Instant now) {
    alerts_.insert_or_assign(alert.labels, alert);
    if (!flushed_ && alert.starts + route_.group_wait < now) next_ = now;
  }

  /// The group's alerts, in the order in which they are told. The timer starts anew.
  std::vector<HeldAlert> flush(Instant now);

  /// After everybody was told: what was resolved then is forgotten.
  void forget_resolved(Instant now);

  std::size_t number() const { return number_; }
  const RoutingNode& route() const { return route_; }
  const std::string& key() const { return key_; }
  const Labels& labels() const { return labels_; }
  const std::map<Labels, HeldAlert>& alerts() const { return alerts_; }
  bool empty() const { return alerts_.empty(); }
  Instant next() const { return next_; }
  std::optional<Instant> flushed() const { return flushed_; }  ///< the last time

 private:
  std::size_t number_;
  const RoutingNode& route_;
  std::string key_;
  Labels labels_;
  std::map<Labels, HeldAlert> alerts_;
  Instant next_;
  std::optional<Instant> flushed_;
};

/// By the node that the group's alerts end at, and its labels there.
using Groups = std::map<std::pair<const RoutingNode*, Labels>, std::unique_ptr<AggregationGroup>>;

}  // namespace misfire
