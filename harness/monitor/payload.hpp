// What a notification says, whichever service it was made for: alerts where the payload lists them,
// otherwise what helps to find the flush it belongs to. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "history/facts.hpp"
#include "monitor/sink/inbox.hpp"

namespace misfire {

struct Payload {
  bool lists_alerts = false;
  std::vector<Notified::Alert> alerts;
  std::string group_key;
  std::string dedup_key;         ///< PagerDuty's: the SHA-256 of the group key, in hex
  std::optional<bool> resolved;  ///< as far as the text tells
  std::string text;              ///< all that a person could read
  std::string excerpt;           ///< its start, one line
};

/// Never fails: what is not understood stays text.
Payload read_payload(const Received&);

/// The alerts that Prometheus sent in one POST to /api/v2/alerts.
std::vector<AlertSent> read_sent_alerts(const Received&);

}  // namespace misfire
