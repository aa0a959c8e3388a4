// What Prometheus stored and the sink received, as facts for the history.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/http_client.hpp"
#include "history/facts.hpp"
#include "monitor/alert_changes.hpp"
#include "monitor/notification_matcher.hpp"
#include "plan/plan.hpp"

namespace misfire {

/// Changes of alert states from the raw samples of ALERTS between two instants. Prometheus stores a
/// sample per evaluation; a gap of more than 2.5 evaluation intervals means inactive.
Result<std::vector<Event>> read_alert_changes(const Endpoint& prometheus, Instant from, Instant to,
                                              const EvaluationInterval&, Duration limit);

/// The same by the intervals of the plan's rules.
Result<std::vector<Event>> read_alert_changes(const Endpoint& prometheus, const Plan&, Instant from,
                                              Instant to, Duration limit);

/// Targets of Prometheus: all up? Names those that are not.
Result<bool> all_targets_up(const Endpoint& prometheus, std::vector<std::string>* down,
                            Duration limit);

/// What became of Prometheus's last scrape of that address: "" if it succeeded, else what
/// Prometheus says. None: it has no such target.
Result<std::optional<std::string>> scrape_failure(const Endpoint& prometheus,
                                                  const Endpoint& target, Duration limit);

/// Whether Prometheus sends alerts to anybody. After a reload it has forgotten every Alertmanager
/// and drops what fires, without a word, until its discovery looks again: up to 5 s
/// (prometheus/prometheus#13064).
Result<bool> sends_alerts(const Endpoint& prometheus, Duration limit);

/// Rules whose last evaluation failed, and alerts that are pending or firing now, by name.
struct RuleState {
  std::vector<std::string> failing;
  std::vector<Labels> pending, firing;
  std::size_t rules = 0;
};
Result<RuleState> read_rules(const Endpoint& prometheus, Duration limit);

/// The alerts that are pending or firing at this moment, as AlertChanged since their condition
/// holds. For live views: Prometheus keeps these in memory, the evidence is what it stored.
Result<std::vector<Event>> read_active_alerts(const Endpoint& prometheus, Duration limit);

/// Pulls what the sink received since the last pull.
class SinkReader {
 public:
  explicit SinkReader(Endpoint sink) : sink_(std::move(sink)) {}
  /// AlertSent and Notified facts, in order of arrival. Notifications of integrations whose payload
  /// does not carry alerts are matched to the observer webhook of the same receiver and flush.
  Result<std::vector<Event>> pull(Duration limit);

  /// The same at the end of a run: what still waits for its observer comes without alerts.
  Result<std::vector<Event>> pull_rest(Duration limit);

 private:
  Result<std::vector<Event>> pull(Duration limit, bool rest);
  Endpoint sink_;
  std::int64_t next_ = 0;
  NotificationMatcher matcher_;
};

/// Failures to render or deliver, from Alertmanager's log, each once, sorted by when it was first
/// told. An attempt that failed and was repeated with success is none.
std::vector<Event> read_delivery_failures(std::string_view log);

}  // namespace misfire
