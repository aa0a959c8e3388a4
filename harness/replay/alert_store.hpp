// Every alert that Alertmanager knows of, the newest of each label set (its provider/mem and the
// part of api/v2 that fills in times). One thread.
#pragma once

#include <map>
#include <optional>

#include "replay/alertmanager_model.hpp"
#include "replay/held_alert.hpp"

namespace misfire {

class AlertStore {
 public:
  explicit AlertStore(Duration resolve_timeout) : resolve_timeout_(resolve_timeout) {}

  /// Takes an alert that arrived; what is known of it now, which is what routing and inhibition are
  /// told. Nothing for an alert that Alertmanager refuses: without labels, or over before it began.
  std::optional<HeldAlert> put(const SentAlert&, Instant now);

  /// Forgets what is resolved.
  void tidy(Instant now);

 private:
  Duration resolve_timeout_;
  std::map<Labels, HeldAlert> alerts_;
};

}  // namespace misfire
