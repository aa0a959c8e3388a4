// Answers of Prometheus's HTTP API, taken apart. Pure: read_back, past and coverage ask. Whatever
// came, the result is what was told or an error that says to which question; nothing is thrown, and
// no number is taken that an instant or a count cannot hold.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/http_client.hpp"
#include "monitor/alert_changes.hpp"
#include "monitor/loaded_monitoring.hpp"
#include "monitor/past_series.hpp"
#include "monitor/read_back.hpp"
#include "monitor/recording.hpp"

namespace misfire {

struct PrometheusAnswer {
  std::string target;  ///< what was asked
  HttpResponse response;
};

/// Asks with GET.
Result<PrometheusAnswer> ask_prometheus(const Endpoint&, std::string target, Duration limit);

/// /api/v1/query of ALERTS over a span: each alert's samples.
Result<std::map<Labels, AlertSamples>> alert_samples(const PrometheusAnswer&);

/// /api/v1/status/config: the configuration that is loaded, as Prometheus writes it (YAML).
Result<std::string> loaded_configuration(const PrometheusAnswer&);

/// /api/v1/query of a selector over a span: its raw samples.
Result<std::vector<PastSeries>> raw_series(const PrometheusAnswer&);

/// /api/v1/query of a count: by job and instance.
using TargetName = std::pair<std::string, std::string>;
Result<std::map<TargetName, std::int64_t>> counts_by_target(const PrometheusAnswer&);

/// /api/v1/query: the whole numbers that a label of the result has.
Result<std::vector<std::size_t>> label_numbers(const PrometheusAnswer&, const std::string& label);

/// /api/v1/label/NAME/values.
Result<std::vector<std::string>> text_list(const PrometheusAnswer&);

/// /api/v1/targets.
struct ScrapeTarget {
  TargetName name;
  bool up = false;
  std::string last_error;
  std::string interval;  ///< as Prometheus writes durations
  std::string url;       ///< where it is scraped
};
Result<std::vector<ScrapeTarget>> scrape_targets(const PrometheusAnswer&);

/// /api/v1/alertmanagers: how many Prometheus sends alerts to.
Result<std::size_t> active_alertmanagers(const PrometheusAnswer&);

/// /api/v1/rules.
Result<RuleState> rule_state(const PrometheusAnswer&);

/// Its alerting rules as they were loaded.
Result<LoadedAlerts> alerts_in(const PrometheusAnswer&);

/// The groups in it.
Result<std::vector<RecordedGroup>> rule_groups(const PrometheusAnswer&);

/// /api/v1/format_query.
Result<std::string> text_in(const PrometheusAnswer&);

/// /api/v1/status/buildinfo.
Result<std::string> build_version(const PrometheusAnswer&);

/// /api/v1/admin/tsdb/snapshot: a name that is one folder's and nothing more.
Result<std::string> snapshot_name(const PrometheusAnswer&);

/// /api/v1/alerts: `now` is when it was asked.
Result<std::vector<Event>> active_alerts(const PrometheusAnswer&, Instant now);

/// /api/v1/status/tsdb: the first instant of which there is a sample, in milliseconds.
Result<std::int64_t> first_sample(const PrometheusAnswer&);

}  // namespace misfire
