#include <gmock/gmock.h>

#include "model_builder.hpp"
#include "replay/routing_tree.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Checked<Routing> read(const std::string& text, const char* when = "Tue 14:00 UTC") {
  const auto tree = parse_yaml(text, "alertmanager.yml");
  if (!tree) return tl::unexpected(Errors{tree.error()});
  return read_routing(*tree, scenario_instant(when).value());
}

Routing routing(const std::string& text, const char* when = "Tue 14:00 UTC") {
  auto read_one = read(text, when);
  return read_one ? *read_one : Routing{};
}

std::string mistakes(const std::string& text) {
  const auto result = read(text);
  std::string lines;
  if (!result) {
    for (const Error& error : result.error()) lines += to_string(error) + "\n";
  }
  return lines;
}

const std::string kReceivers = "receivers: [{name: a, webhook_configs: [{url: 'http://x/'}]}]\n";

TEST(ReadRouting, DefaultsAreAlertmanagers) {
  const Routing read = routing(kReceivers + "route: {receiver: a}\n");
  EXPECT_EQ(read.root.group_wait, std::chrono::seconds(30));
  EXPECT_EQ(read.root.group_interval, std::chrono::minutes(5));
  EXPECT_EQ(read.root.repeat_interval, std::chrono::hours(4));
  EXPECT_EQ(read.resolve_timeout, std::chrono::minutes(5));
  EXPECT_THAT(read.root.group_by, IsEmpty());
  EXPECT_FALSE(read.root.group_by_all);
}

TEST(ReadRouting, ChildrenInheritAllButMatchersContinueAndTimeIntervals) {
  const Routing read = routing(kReceivers + R"(
mute_time_intervals: [{name: always, time_intervals: [{times: [{start_time: "00:00", end_time: "24:00"}]}]}]
route:
  receiver: a
  group_by: [x, y]
  group_wait: 1s
  group_interval: 250ms
  repeat_interval: 2m
  routes:
    - matchers: ['t="1"']
      continue: true
      mute_time_intervals: [always]
      routes:
        - {group_by: ['...'], routes: [{}, {group_by: [z]}]}
)");
  const RoutingNode& first = read.root.routes.at(0);
  EXPECT_EQ(first.receiver, "a");
  EXPECT_THAT(first.group_by, ElementsAre("x", "y"));
  EXPECT_EQ(first.group_interval, ms(250));
  EXPECT_TRUE(first.goes_on);
  EXPECT_TRUE(first.muted);
  const RoutingNode& second = first.routes.at(0);
  EXPECT_THAT(second.matchers, IsEmpty());
  EXPECT_FALSE(second.goes_on);
  EXPECT_FALSE(second.muted);
  EXPECT_TRUE(second.group_by_all);
  EXPECT_EQ(second.repeat_interval, std::chrono::minutes(2));
  EXPECT_TRUE(second.routes.at(0).group_by_all);
  EXPECT_FALSE(second.routes.at(1).group_by_all);
  EXPECT_THAT(second.routes.at(1).group_by, ElementsAre("z"));
}

TEST(ReadRouting, AnEmptyGroupByIsNone) {
  const Routing read =
      routing(kReceivers + "route: {receiver: a, group_by: [x], routes: [{group_by: []}]}\n");
  EXPECT_THAT(read.root.routes.at(0).group_by, ElementsAre("x"));
}

TEST(ReadRouting, AllFormsOfMatchersCount) {
  const Routing read = routing(kReceivers + R"(
route:
  receiver: a
  routes: [{match: {s: page}, match_re: {t: "a|b"}, matchers: ['u!="1"', v !~ w]}]
inhibit_rules:
  - {source_match: {s: page}, target_match_re: {s: "t.*"}, target_matchers: ['x="y"'], equal: [p]}
)");
  EXPECT_EQ(read.root.routes.at(0).matchers.size(), 4u);
  EXPECT_EQ(ends_of(read.root, {{"s", "page"}, {"t", "b"}})[0].key,
            R"({}/{s="page",t=~"^(?:a|b)$",u!="1",v!~"w"})");
  ASSERT_EQ(read.inhibit_rules.size(), 1u);
  EXPECT_THAT(read.inhibit_rules[0].source, ElementsAre(is("s", "page")));
  EXPECT_EQ(read.inhibit_rules[0].target.size(), 2u);
  EXPECT_THAT(read.inhibit_rules[0].equal, ElementsAre("p"));
}

TEST(ReadRouting, IntegrationsTellOfTheEndAsTheirKindDoesUnlessToldOtherwise) {
  const Routing read = routing(R"(
route: {receiver: a}
receivers:
  - name: a
    webhook_configs: [{url: 'http://x/'}, {url: 'http://x/', send_resolved: false}]
    slack_configs: [{channel: c}, {channel: c, send_resolved: true}]
    pagerduty_configs: [{routing_key: k}]
    email_configs: [{to: t}]
)");
  EXPECT_THAT(read.receivers.at("a"), ElementsAre(ReplayIntegration{"webhook", 0, true, false},
                                                  ReplayIntegration{"webhook", 1, false, false},
                                                  ReplayIntegration{"slack", 0, false, false},
                                                  ReplayIntegration{"slack", 1, true, false},
                                                  ReplayIntegration{"pagerduty", 0, true, false},
                                                  ReplayIntegration{"email", 0, false, false}));
}

TEST(ReadRouting, WhatStandsInForAnotherIntegrationHasItsName) {
  const Routing read = routing(R"(
route: {receiver: "a b"}
receivers:
  - name: a b
    webhook_configs:
      - {url: 'http://127.0.0.1:9094/notify/a%20b/opsgenie/1', send_resolved: false}
      - {url: 'http://127.0.0.1:9094/notify/a%20b/webhook/0?observer=1'}
      - {url: 'http://elsewhere/notify/c/opsgenie/1'}
)");
  EXPECT_THAT(read.receivers.at("a b"), ElementsAre(ReplayIntegration{"opsgenie", 1, false, false},
                                                    ReplayIntegration{"webhook", 0, true, true},
                                                    ReplayIntegration{"webhook", 2, true, false}));
}

TEST(ReadRouting, TimeIntervalsAreDecidedOnce) {
  const std::string text = kReceivers + R"(
time_intervals:
  - {name: night, time_intervals: [{times: [{start_time: "00:00", end_time: "06:00"}]}]}
  - {name: day, time_intervals: [{times: [{start_time: "06:00", end_time: "24:00"}]}]}
  - {name: nothing}
route:
  receiver: a
  routes:
    - {mute_time_intervals: [nothing, night]}
    - {active_time_intervals: [night, nothing]}
    - {active_time_intervals: [night], mute_time_intervals: [day]}
    - {active_time_intervals: []}
)";
  const auto muted = [&](const char* when) {
    std::vector<bool> all;
    for (const RoutingNode& n : routing(text, when).root.routes) all.push_back(n.muted);
    return all;
  };
  EXPECT_THAT(muted("Tue 14:00 UTC"), ElementsAre(false, true, true, false));
  EXPECT_THAT(muted("Tue 04:00 UTC"), ElementsAre(true, false, false, false));
}

TEST(ReadRouting, MistakesAreToldWithTheirPlaceAllAtOnce) {
  EXPECT_THAT(mistakes(kReceivers), HasSubstr("there is no `route`"));
  const std::string told = mistakes(R"(receivers: [{name: auth}]
time_intervals: [{name: odd, time_intervals: [{weekdays: [noday]}]}]
route:
  receiver: auth
  matchers: ['a="b"']
  group_interval: 0s
  routes:
    - {receiver: atuh}
    - {group_wait: soon}
    - {repeat_interval: 201y}
    - {matchers: ['x ~ y']}
    - {mute_time_intervals: [lunch]}
inhibit_rules: [{source_matchers: ['?'], target_matchers: ['a="b"']},
 {target_match_re: {a: '('}}]
)");
  for (const char* one :
       {"alertmanager.yml:2", "the root of the routing tree takes every alert",
        "alertmanager.yml:6:19: group_interval cannot be zero",
        "alertmanager.yml:8:18: the route's receiver \"atuh\" is not defined",
        "did you mean \"auth\"", "alertmanager.yml:9:20: group_wait",
        "alertmanager.yml:10:25: repeat_interval",
        "alertmanager.yml:11:19: the matcher x ~ y is not understood: ",
        "the time interval \"lunch\" is not defined",
        "alertmanager.yml:13:36: the matcher ? is not understood: a label's name is",
        "alertmanager.yml:14:24: the matcher a is not understood: \"^(?:()$\" is not a"}) {
    EXPECT_THAT(told, HasSubstr(one));
  }
}

}  // namespace
}  // namespace misfire
