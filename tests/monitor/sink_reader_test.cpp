// Which alerts a notification carried, and what the sink received as facts.
#include <gmock/gmock.h>

#include "alertmanager_fixture.hpp"
#include "monitor/notification_matcher.hpp"
#include "monitor/read_back.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Instant at(Duration since) {
  return from_nanos(1'700'000'000'000'000'000) + since;
}

struct Group {
  std::string alert, status = "firing", key = "{}:{alertname=\\\"A\\\"}";
};

Received observer(Instant when, const std::string& receiver, const Group& g) {
  return {.at = when,
          .receiver = receiver,
          .integration = "webhook",
          .index = 1,
          .observer = true,
          .body = fmt::format(
              R"({{"version":"4","groupKey":"{}","status":"{}","alerts":[{{"status":"{}",)"
              R"("labels":{{"alertname":"{}"}}}}]}})",
              g.key, g.status, g.status, g.alert)};
}

Received slack(Instant when, const std::string& receiver, const std::string& title, int index = 0) {
  return {.at = when,
          .receiver = receiver,
          .integration = "slack",
          .index = index,
          .body = fmt::format(R"({{"attachments":[{{"title":"{}"}}]}})", title)};
}

/// "integration receiver alerts…" of each notification that is not an observer's.
std::vector<std::string> told(const std::vector<Event>& events) {
  std::vector<std::string> lines;
  for (const Event& event : events) {
    const auto* fact = std::get_if<Notified>(&event.fact);
    if (fact == nullptr || fact->observer) continue;
    std::string line = fact->integration + " " + fact->receiver;
    for (const auto& alert : fact->alerts) {
      line += " " + alert.labels.at("alertname") + (alert.resolved ? " resolved" : "");
    }
    lines.push_back(line);
  }
  return lines;
}

TEST(NotificationMatcher, AWebhookTellsItsAlertsItself) {
  NotificationMatcher matcher;
  Received hook = observer(at(0s), "tickets", {"A", "resolved"});
  hook.observer = false;
  matcher.add(hook);
  const auto events = matcher.take(at(0s));
  EXPECT_THAT(told(events), ElementsAre("webhook tickets A resolved"));
  const auto& fact = std::get<Notified>(events.at(0).fact);
  EXPECT_TRUE(fact.resolved);
  EXPECT_EQ(fact.group_key, "{}:{alertname=\"A\"}");
  EXPECT_EQ(fact.excerpt, "[RESOLVED] A");
  EXPECT_EQ(events[0].at, at(0s));
}

TEST(NotificationMatcher, SlackGetsTheAlertsOfItsObserverWhicheverCameFirst) {
  for (const bool slack_first : {true, false}) {
    NotificationMatcher matcher;
    const Received chat = slack(at(slack_first ? 0ms : 5ms), "net", "[FIRING:1] A");
    const Received seen = observer(at(slack_first ? 5ms : 0ms), "net", {"A"});
    if (slack_first) {
      matcher.add(chat);
      EXPECT_TRUE(matcher.take(at(2ms)).empty());  // it waits
      matcher.add(seen);
    } else {
      matcher.add(seen);
      matcher.add(chat);
    }
    const auto events = matcher.take(at(10ms));
    EXPECT_THAT(told(events), ElementsAre("slack net A"));
    EXPECT_EQ(events.size(), 2u);  // the observer's own notification, too
    EXPECT_EQ(events[0].at, at(0ms));
  }
}

TEST(NotificationMatcher, GroupsOfTheSameMomentAreToldApartByTheirAlertsNames) {
  NotificationMatcher matcher;
  matcher.add(observer(at(0ms), "net", {"A", "firing", "ka"}));
  matcher.add(observer(at(1ms), "net", {"B", "firing", "kb"}));
  matcher.add(slack(at(2ms), "net", "[FIRING:1] B"));
  matcher.add(slack(at(3ms), "net", "[FIRING:1] A"));
  EXPECT_THAT(told(matcher.take(at(10ms))), ElementsAre("slack net B", "slack net A"));
}

TEST(NotificationMatcher, FiringAndResolvedOfOneGroupAreToldApart) {
  NotificationMatcher matcher;
  matcher.add(observer(at(0ms), "net", {"A", "resolved"}));
  matcher.add(observer(at(300ms), "net", {"A", "firing"}));
  matcher.add(slack(at(302ms), "net", "[FIRING:1] A"));
  const auto events = matcher.take(at(400ms));
  EXPECT_THAT(told(events), ElementsAre("slack net A"));
}

TEST(NotificationMatcher, AnObserverServesEachIntegrationOnce) {
  NotificationMatcher matcher;
  matcher.add(observer(at(0ms), "net", {"A"}));
  matcher.add(slack(at(1ms), "net", "A", 0));
  matcher.add(slack(at(2ms), "net", "A", 1));
  matcher.add(slack(at(3ms), "net", "A", 0));
  EXPECT_THAT(told(matcher.take_all(at(5s))),
              ElementsAre("slack net A", "slack net A", "slack net"));
}

TEST(NotificationMatcher, AnotherReceiversObserverDoesNotCount) {
  NotificationMatcher matcher;
  matcher.add(observer(at(0ms), "auth", {"A"}));
  matcher.add(slack(at(1ms), "net", "[FIRING:1] A"));
  EXPECT_TRUE(told(matcher.take(at(1s))).empty());
  EXPECT_THAT(told(matcher.take(at(3s))), ElementsAre("slack net"));  // not kept back for ever
}

TEST(NotificationMatcher, ATextThatNamesNoAlertIsMatchedByItsTimeAlone) {
  NotificationMatcher matcher;
  matcher.add(observer(at(0ms), "net", {"A", "firing", "ka"}));
  matcher.add(observer(at(1s), "net", {"B", "firing", "kb"}));
  matcher.add(slack(at(1001ms), "net", "something is wrong"));
  EXPECT_TRUE(told(matcher.take(at(1100ms))).empty());  // a better one may still come
  EXPECT_THAT(told(matcher.take(at(4s))), ElementsAre("slack net B"));
}

TEST(NotificationMatcher, PagerDutysKeyNamesTheGroupExactly) {
  // printf '%s' '{}:{alertname="A"}' | sha256sum
  const std::string key = "ad4b39d3af6c5f089ddb8504a474cd124febe3ef322f263d58074fb0c51dc572";
  NotificationMatcher matcher;
  matcher.add(observer(at(0ms), "auth", {"B", "firing", "other"}));
  matcher.add(observer(at(500ms), "auth", {"A"}));
  matcher.add({.at = at(1ms),
               .receiver = "auth",
               .integration = "pagerduty",
               .body = fmt::format(R"({{"event_action":"trigger","dedup_key":"{}","payload":)"
                                   R"({{"summary":"B B B"}}}})",
                                   key)});
  const auto events = matcher.take(at(600ms));
  EXPECT_THAT(told(events), ElementsAre("pagerduty auth A"));
}

TEST(NotificationMatcher, MailIsReadThroughItsEncoding) {
  NotificationMatcher matcher;
  matcher.add(observer(at(0ms), "default", {"LoginFailureRatioHigh", "firing", "ka"}));
  matcher.add(observer(at(0ms), "default", {"Other", "firing", "kb"}));
  matcher.add({.at = at(1ms),
               .protocol = SinkProtocol::smtp,
               .receiver = "default",
               .integration = "email",
               .body = "Subject: [FIRING:1]\r\n\r\nlabel =3D LoginFailure=\r\nRatioHigh\r\n"});
  const auto events = matcher.take(at(10ms));
  EXPECT_THAT(told(events), ElementsAre("email default LoginFailureRatioHigh"));
  EXPECT_EQ(std::get<Notified>(events.back().fact).excerpt, "[FIRING:1]");
}

TEST(NotificationMatcher, WhatPrometheusSentIsFiringUntilItsEndHasPassed) {
  NotificationMatcher matcher;
  matcher.add({.at = at(0s),  // 2023-11-14T22:13:20Z
               .protocol = SinkProtocol::alerts,
               .body = R"([{"labels":{"alertname":"A"},"endsAt":"2023-11-14T22:17:20Z"},
                           {"labels":{"alertname":"B"},"endsAt":"2023-11-14T22:13:19.9Z"},
                           {"labels":{"alertname":"C"}}])"});
  const auto events = matcher.take(at(0s));
  ASSERT_EQ(events.size(), 3u);
  EXPECT_FALSE(std::get<AlertSent>(events[0].fact).resolved);
  EXPECT_TRUE(std::get<AlertSent>(events[1].fact).resolved);
  EXPECT_FALSE(std::get<AlertSent>(events[2].fact).resolved);
  EXPECT_EQ(std::get<AlertSent>(events[1].fact).labels.at("alertname"), "B");
}

TEST(NotificationMatcher, GarbageIsDeliveredAsItIs) {
  NotificationMatcher matcher;
  matcher.add({.at = at(0s), .receiver = "x", .integration = "slack", .body = "\xff{["});
  matcher.add({.at = at(0s),
               .receiver = "x",
               .integration = "webhook",
               .body = R"({"groupKey":1,"alerts":[7]})"});
  matcher.add({.at = at(0s), .protocol = SinkProtocol::alerts, .body = "[1,{}]"});
  EXPECT_EQ(matcher.take_all(at(0s)).size(), 4u);
}

TEST(SinkReader, PullsEachArrivalOnce) {
  const SinkThread sink;
  SinkReader reader(sink.http());
  EXPECT_TRUE(reader.pull(10s).value().empty());
  const auto post = [&](const Received& r, const std::string& target) {
    ASSERT_TRUE(http(sink.http(), {"POST", target, r.body, {}}, 10s));
  };
  post(slack({}, "net", "[FIRING:1] A"), "/notify/net/slack/0");
  post(observer({}, "net", {"A"}), "/notify/net/webhook/0?observer=1");
  EXPECT_THAT(told(reader.pull(10s).value()), ElementsAre("slack net A"));
  EXPECT_TRUE(reader.pull(10s).value().empty());
  post(slack({}, "other", "[FIRING:1] A"), "/notify/other/slack/0");
  EXPECT_THAT(told(reader.pull_rest(10s).value()), ElementsAre("slack other"));
}

TEST(SinkReader, ASinkThatIsGoneIsAnError) {
  const HeldPort port;
  SinkReader reader(port.endpoint());
  const auto events = reader.pull(5s);
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error().code, ErrorCode::environment);
}

}  // namespace
}  // namespace misfire
