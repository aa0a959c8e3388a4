#include "run/collect.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "monitor/coverage.hpp"
#include "run/series.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kQuery = 15s;  // over a whole run
constexpr Duration kAnswer = 5s;
constexpr double kLateShare = 0.05;  // of the time observed: less delays nothing that matters
constexpr std::size_t kLog = 4u << 20;

/// Appends facts until one cannot be.
class Notes {
 public:
  explicit Notes(Watch& watch) : watch_(watch) {}
  void add(Fact fact) {
    if (ok_) ok_ = watch_.note(std::move(fact));
  }
  void add(std::vector<Event> events) {
    for (Event& event : events) {
      if (ok_) ok_ = watch_.note(event.at, std::move(event.fact));
    }
  }
  const Result<void>& ok() const { return ok_; }

 private:
  Watch& watch_;
  Result<void> ok_;
};

/// What may have delayed or lost evidence without ending the run.
void doubts(const Conducting& c, const Stack& stack, Duration observed, Notes& notes) {
  for (const auto& [part, late] : c.watch.pulse().lateness()) {
    if (to_seconds(late) < kLateShare * to_seconds(observed)) continue;
    notes.add(
        Doubt{fmt::format("{} left questions unanswered for {:.1f} of {:.1f} s (stopped or "
                          "slowed for a while?)",
                          part, to_seconds(late), to_seconds(observed))});
  }
  const auto metrics =
      http(stack.prometheus->from_harness("http"), {"GET", "/metrics", {}, {}}, kAnswer);
  if (!metrics) return;
  for (std::string& refused : refused_alerts(metrics->body)) {
    const bool at_alertmanager =
        refused.find(to_string(stack.alertmanager->from_parts("http"))) != refused.npos;
    if (at_alertmanager && stack.alertmanager_since) continue;  // it was down, as a fault wanted
    const bool at_sink = refused.find(to_string(stack.sink->from_parts("http"))) != refused.npos;
    notes.add(Doubt{refused + (at_sink ? " (the sink)" : " (Alertmanager)")});
  }
}

constexpr Duration kArriving = 5s;  // for a notification that is under way
constexpr Duration kPause = 25ms;

/// All that Alertmanager sent so far, and its own count of it: what it sends later was not
/// observed.
Result<void> collect_notifications(const Conducting& c, Stack& stack, Collected& collected) {
  const Endpoint alertmanager = stack.alertmanager->from_harness("http");
  auto before = notification_counts(alertmanager, kQuery);
  if (!before) return tl::unexpected(before.error());
  // One that was killed took its count along: what arrived until the next one came was its doing.
  const auto of_the_former = [&] {
    return c.watch.notifications_before(stack.alertmanager_since.value_or(Instant::min()));
  };
  const Instant limit = c.watch.clock().now() + kArriving;
  for (;;) {
    if (auto ok = c.watch.poll_rest(); !ok) return ok;
    collected.delivered = before->delivered + of_the_former();
    const Instant now = c.watch.clock().now();
    if (c.watch.notifications() >= collected.delivered || now >= limit) break;
    c.watch.clock().sleep_until(now + kPause);
  }
  auto after = notification_counts(alertmanager, kQuery);
  if (!after) return tl::unexpected(after.error());
  collected.attempts = after->attempts + of_the_former();
  return {};
}

}  // namespace

Result<void> collect(const Conducting& c, Stack& stack, Instant observed_from,
                     const MonitoringState& at_baseline) {
  Collected collected;
  if (auto ok = collect_notifications(c, stack, collected); !ok) return ok;
  const Endpoint prometheus = stack.prometheus->from_harness("http");
  const Instant now = c.watch.clock().now();
  Notes notes(c.watch);
  doubts(c, stack, now - observed_from, notes);

  auto changes = read_alert_changes(prometheus, c.prepared.plan, observed_from, now, kQuery);
  if (!changes) return tl::unexpected(changes.error());
  collected.alert_changes = static_cast<std::int64_t>(changes->size());
  notes.add(std::move(*changes));
  // Alertmanager counts what it tries again as delivered until it gives up.
  const bool missed = c.watch.notifications() < collected.delivered;
  bool sink_failed = false;
  auto failures = read_delivery_failures(stack.alertmanager->log_tail(kLog));
  for (const Event& event : failures) {
    const auto* failure = std::get_if<DeliveryFailed>(&event.fact);
    if (failure == nullptr || !is_sinks_fault(*failure) || sink_failed) continue;
    sink_failed = true;
    const std::string what = "the sink did not take a notification: " + failure->error;
    missed ? notes.add(Trouble{what}) : notes.add(Doubt{what});
  }
  notes.add(std::move(failures));

  // What somebody else changed would look like a gap in the user's files.
  const auto monitoring =
      monitoring_state(prometheus, stack.alertmanager->from_harness("http"), kAnswer);
  if (!monitoring) return tl::unexpected(monitoring.error());
  for (const std::string& changed : differences(at_baseline, *monitoring)) {
    notes.add(Trouble{changed});
  }
  // Data for the whole time, or the run proves nothing: the judge decides from the figures.
  auto scrapes = scrape_coverage(prometheus, observed_from, now, kQuery);
  if (!scrapes) return tl::unexpected(scrapes.error());
  collected.scrapes = std::move(*scrapes);
  auto evaluations = evaluation_coverage(prometheus, kQuery);
  if (!evaluations) return tl::unexpected(evaluations.error());
  collected.evaluations = std::move(*evaluations);
  if (!std::all_of(collected.scrapes.begin(), collected.scrapes.end(),
                   [](const Collected::Share& share) { return share.enough(); })) {
    if (const auto why = storage_error(stack.prometheus->log_tail(kLog)); !why.empty()) {
      notes.add(Trouble{fmt::format("Prometheus could not store its samples: {}", why)});
    }
  }
  notes.add(std::move(collected));
  if (auto told = note_missing_series(c, stack, observed_from, Phase::collect); !told) return told;
  auto rules = read_rules(prometheus, kQuery);
  if (!rules) return tl::unexpected(rules.error());
  for (const std::string& rule : rules->failing) {
    notes.add(Trouble{"Prometheus could not evaluate the rule " + rule});
  }
  return notes.ok();
}

}  // namespace misfire
