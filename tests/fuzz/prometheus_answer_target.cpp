// Prometheus's answers to everything that is asked: what is told of them fits into the history, and
// numbers that no instant or count can hold are errors.
#include "monitor/prometheus_answer.hpp"

#include <algorithm>

#include "base/instant_range.hpp"
#include "history/codec.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(500);
const Instant kNow = from_nanos(1'700'000'000'000'000'000);

void check_events(const std::vector<Event>& events) {
  for (const Event& event : events) {
    require(in_range(event.at), "an event's instant is in range");
    require(decode(encode(event)).has_value(), "an event fits into the history");
  }
}

/// The answer itself, or that its error says something.
template <class Told>
const Told* told(const Result<Told>& result) {
  if (result) return &*result;
  require_place(result.error(), "", "");
  return nullptr;
}

void check_alerts(const PrometheusAnswer& answer) {
  if (const auto samples = alert_samples(answer); const auto* alerts = told(samples)) {
    const auto changes = alert_changes(
        *alerts, kNow, [](const Labels&) { return kInterval; }, kNow);
    require(std::is_sorted(changes.begin(), changes.end(),
                           [](const Event& a, const Event& b) { return a.at < b.at; }),
            "changes are in order");
    check_events(changes);
  }
  if (const auto active = active_alerts(answer, kNow); const auto* events = told(active)) {
    check_events(*events);
  }
}

void check_series(const PrometheusAnswer& answer) {
  const auto read = raw_series(answer);
  if (const auto* all = told(read)) {
    for (const PastSeries& series : *all) {
      for (const PastSample& sample : series.samples) {
        require(in_range(Instant(std::chrono::milliseconds(sample.at))),
                "a sample's instant is in range");
      }
      std::string text;
      append_openmetrics(text, series.labels, series.samples);
    }
  }
}

void check_counts(const PrometheusAnswer& answer) {
  const auto read = counts_by_target(answer);
  if (const auto* counts = told(read)) {
    for (const auto& [target, count] : *counts) require(count >= 0, "a count is not negative");
  }
}

}  // namespace

void prometheus_answer(std::string_view json) {
  const PrometheusAnswer answer{"/api/v1/query", {200, std::string(json), {}}};
  check_alerts(answer);
  check_series(answer);
  check_counts(answer);
  told(scrape_targets(answer));
  told(active_alertmanagers(answer));
  told(label_numbers(answer, "n"));
  told(text_list(answer));
  told(rule_state(answer));
  told(first_sample(answer));
  told(build_version(answer));
  const auto groups = rule_groups(answer);
  if (const auto* all = told(groups)) {
    for (const RecordedGroup& group : *all) {
      require(group.interval > Duration(), "a group is evaluated now and then");
    }
  }
  const auto name = snapshot_name(answer);
  if (const auto* folder = told(name)) {
    require(folder->find('/') == folder->npos, "a snapshot's name is one folder's");
  }
  require(!rule_state({answer.target, {503, answer.response.body, {}}}).has_value(),
          "an answer with another status is none");
}

}  // namespace misfire::fuzz
