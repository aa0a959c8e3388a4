#include "monitor/read_back.hpp"

#include <gmock/gmock.h>

#include "alertmanager_fixture.hpp"
#include "monitor/alert_changes.hpp"
#include "monitor/rfc3339.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Instant at(Duration since) {
  return from_nanos(1'700'000'000'000'000'000) + since;
}

/// "name state seconds" of each event.
std::vector<std::string> told(const std::vector<Event>& events) {
  std::vector<std::string> lines;
  for (const Event& event : events) {
    const auto& change = std::get<AlertChanged>(event.fact);
    lines.push_back(fmt::format("{} {} {:g}", change.labels.at("alertname"),
                                to_string(change.state), to_seconds(event.at - at(0s))));
  }
  return lines;
}

EvaluationInterval every(Duration interval) {
  return [interval](const Labels&) { return interval; };
}

constexpr AlertPhase P = AlertPhase::pending, F = AlertPhase::firing;

TEST(AlertChanges, PendingFiringAndInactiveAtTheEvaluationsOwnTimes) {
  const std::map<Labels, AlertSamples> alerts{
      {{{"alertname", "A"}}, {{at(500ms), P}, {at(1s), P}, {at(1500ms), F}, {at(2s), F}}}};
  EXPECT_THAT(told(alert_changes(alerts, at(10s), every(500ms), at(10s))),
              ElementsAre("A pending 0.5", "A firing 1.5", "A inactive 2.5"));
}

TEST(AlertChanges, OneMissedEvaluationIsNoResolution) {
  const std::map<Labels, AlertSamples> alerts{
      {{{"alertname", "A"}}, {{at(1s), F}, {at(2s), F}, {at(4s), F}}}};
  EXPECT_THAT(told(alert_changes(alerts, at(5s), every(1s), at(5s))), ElementsAre("A firing 1"));
}

TEST(AlertChanges, AGapEndsAnAlertAndItBeginsAnew) {
  const std::map<Labels, AlertSamples> alerts{
      {{{"alertname", "A"}}, {{at(1s), F}, {at(4s), P}, {at(5s), F}}}};
  EXPECT_THAT(told(alert_changes(alerts, at(6s), every(1s), at(6s))),
              ElementsAre("A firing 1", "A inactive 2", "A pending 4", "A firing 5"));
}

TEST(AlertChanges, SeveralAlertsAreSortedByTime) {
  const std::map<Labels, AlertSamples> alerts{{{{"alertname", "A"}}, {{at(3s), F}}},
                                              {{{"alertname", "B"}}, {{at(2s), P}, {at(4s), F}}}};
  EXPECT_THAT(told(alert_changes(alerts, at(4s), every(2s), at(4s))),
              ElementsAre("B pending 2", "A firing 3", "B firing 4"));
}

TEST(AlertChanges, EachAlertGoesByTheIntervalOfItsOwnRules) {
  Plan plan;
  plan.speed = 1;
  plan.monitoring.scrape_interval = model_seconds(1);
  for (const auto& [name, interval] : {std::pair("Fast", 1), std::pair("Slow", 60)}) {
    AlertRule rule;
    rule.name = name;
    rule.interval = model_seconds(interval);
    plan.monitoring.rules.push_back(rule);
  }
  const std::map<Labels, AlertSamples> alerts{{{{"alertname", "Fast"}}, {{at(1s), F}}},
                                              {{{"alertname", "Slow"}}, {{at(1s), F}}}};
  EXPECT_THAT(told(alert_changes(alerts, at(100s), evaluation_intervals(plan), at(100s))),
              ElementsAre("Fast firing 1", "Slow firing 1", "Fast inactive 2"));
}

TEST(Rfc3339, ReadsWhatGoWrites) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:01Z"), from_nanos(1'000'000'000));
  EXPECT_EQ(parse_rfc3339("2026-11-24T12:55:38.73497003Z"), from_nanos(1'795'524'938'734'970'030));
  EXPECT_EQ(parse_rfc3339("1970-01-01T01:00:00.5+01:00"), from_nanos(500'000'000));
  for (const char* bad :
       {"", "1970-01-01", "1970-13-01T00:00:00Z", "1970-01-01T00:00:00", "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Zx", "1970-01-01T00:00:00.Z"}) {
    EXPECT_FALSE(parse_rfc3339(bad)) << bad;
  }
  // What the history could not hold.
  for (const char* far : {"1699-02-18T10:00:00Z", "1823-01-01T00:00:00Z", "2117-01-01T00:00:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(far)) << far;
  }
  EXPECT_TRUE(parse_rfc3339("1824-01-01T00:00:00Z"));
  EXPECT_TRUE(parse_rfc3339("2115-12-31T00:00:00Z"));
}

// ---- delivery failures: lines of the real Alertmanager 0.25 ----

constexpr const char* kLog =
    R"(ts=2026-11-24T12:55:37.285Z caller=coordinator.go:113 level=info component=configuration msg="Loading configuration file" file=am.yml
ts=2026-11-24T12:55:38.836Z caller=notify.go:732 level=warn component=dispatcher receiver=s integration=email[0] msg="Notify attempt failed, will retry later" attempts=1 err="establish connection to server: dial tcp 127.0.0.1:18083: connect: connection refused"
ts=2026-11-24T12:55:38.838Z caller=notify.go:732 level=warn component=dispatcher receiver=r integration=pagerduty[0] msg="Notify attempt failed, will retry later" attempts=1 err="failed to post message to PagerDuty: Post \"http://127.0.0.1:18082/pd\": dial tcp 127.0.0.1:18082: connect: connection refused"
ts=2026-11-24T12:55:38.938Z caller=notify.go:743 level=info component=dispatcher receiver=s integration=email[0] msg="Notify success" attempts=2
ts=2026-11-24T12:55:48.838Z caller=dispatch.go:352 level=error component=dispatcher msg="Notify for alerts failed" num_alerts=1 err="r/slack[0]: notify retry canceled due to unrecoverable error after 1 attempts: template: :1:12: executing \"\" at <{{template \"nope\" .}}>: template \"nope\" not defined; r/pagerduty[0]: notify retry canceled after 7 attempts: failed to post message to PagerDuty: Post \"http://127.0.0.1:18082/pd\": dial tcp 127.0.0.1:18082: connect: connection refused"
ts=2026-11-24T12:55:58.838Z caller=dispatch.go:352 level=error component=dispatcher msg="Notify for alerts failed" num_alerts=1 err="r/slack[0]: notify retry canceled due to unrecoverable error after 1 attempts: template: :1:12: executing \"\" at <{{template \"nope\" .}}>: template \"nope\" not defined"
)";

TEST(DeliveryLog, TellsEachFailureOnceWithItsStage) {
  const auto events = read_delivery_failures(kLog);
  ASSERT_EQ(events.size(), 2u);
  const auto& page = std::get<DeliveryFailed>(events[0].fact);
  EXPECT_EQ(page.receiver, "r");
  EXPECT_EQ(page.integration, "pagerduty");
  EXPECT_EQ(page.stage, "delivery");
  EXPECT_EQ(events[0].at, parse_rfc3339("2026-11-24T12:55:38.838Z"));  // its first attempt
  const auto& chat = std::get<DeliveryFailed>(events[1].fact);
  EXPECT_EQ(chat.integration, "slack");
  EXPECT_EQ(chat.stage, "rendering");
  EXPECT_EQ(chat.error,
            "template: :1:12: executing \"\" at <{{template \"nope\" .}}>: template \"nope\" not "
            "defined");
  EXPECT_EQ(events[1].at, parse_rfc3339("2026-11-24T12:55:48.838Z"));
}

TEST(DeliveryLog, AnAttemptThatSucceedsLaterIsNoFailure) {
  for (const Event& event : read_delivery_failures(kLog)) {
    EXPECT_NE(std::get<DeliveryFailed>(event.fact).integration, "email");
  }
}

TEST(DeliveryLog, UnderstandsReceiversWithSlashesAndErrorsWithSemicolons) {
  const auto events = read_delivery_failures(
      "time=2026-11-24T12:55:48.838Z level=ERROR msg=\"Notify for alerts failed\" err=\"a/b "
      "c/slack[1]: "
      "notify retry canceled after 2 attempts: x; y; d/email[0]: notify retry canceled after 3 "
      "attempts: "
      "z\"");
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(std::get<DeliveryFailed>(events[0].fact).receiver, "a/b c");
  EXPECT_EQ(std::get<DeliveryFailed>(events[0].fact).error, "x; y");
  EXPECT_EQ(std::get<DeliveryFailed>(events[1].fact).receiver, "d");
}

TEST(DeliveryLog, GarbageIsNoFailure) {
  EXPECT_TRUE(read_delivery_failures("msg=\"Notify for alerts failed\" err=\"").empty());
  EXPECT_TRUE(
      read_delivery_failures("ts=2026-11-24T12:55:48Z msg=\"Notify for alerts failed\"").empty());
  EXPECT_TRUE(read_delivery_failures("= =\" \"\n\n\\").empty());
}

}  // namespace
}  // namespace misfire
