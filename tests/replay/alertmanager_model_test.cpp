// What the model says where a person can tell the answer from Alertmanager's documentation and
// source. What the real one says: alertmanager_model_real_test.cpp.
#include "replay/alertmanager_model.hpp"

#include <gmock/gmock.h>

#include "model_builder.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(AlertmanagerModel, AGroupWaitsForMoreAndTellsAllAtOnce) {
  Routing routing = one_receiver();
  routing.root.group_by = {};
  EXPECT_THAT(
      told(routing, {{at(10), {firing(named("A"), 10)}}, {at(60), {firing(named("B"), 60)}}}),
      ElementsAre("110 team: A B"));
}

TEST(AlertmanagerModel, GroupsWaitEachForItself) {
  EXPECT_THAT(told(one_receiver(),
                   {{at(10), {firing(named("A"), 10)}}, {at(60), {firing(named("B"), 60)}}}),
              ElementsAre("110 team: A", "160 team: B"));
}

TEST(AlertmanagerModel, AnAlertThatBeganLongAgoIsToldAtOnce) {
  EXPECT_THAT(told(one_receiver(), {{at(500), {firing(named("A"), 10)}}}),
              ElementsAre("500 team: A"));
  Routing routing = one_receiver();
  routing.root.group_by = {};
  EXPECT_THAT(
      told(routing, {{at(500), {firing(named("A"), 500)}}, {at(550), {firing(named("B"), 10)}}}),
      ElementsAre("550 team: A B"));
}

TEST(AlertmanagerModel, WhatJoinsAToldGroupWaitsForItsInterval) {
  Routing routing = one_receiver();
  routing.root.group_by = {};
  EXPECT_THAT(
      told(routing, {{at(0), {firing(named("A"), 0)}}, {at(150), {firing(named("B"), 150)}}}),
      ElementsAre("100 team: A", "400 team: A B"));
  // However old it is.
  EXPECT_THAT(
      told(routing, {{at(0), {firing(named("A"), 0)}}, {at(150), {firing(named("B"), -900)}}}),
      ElementsAre("100 team: A", "400 team: A B"));
}

TEST(AlertmanagerModel, NothingNewIsToldOnceMoreAfterTheRepeatInterval) {
  Routing routing = one_receiver();
  routing.root.repeat_interval = ms(500);
  EXPECT_THAT(told(routing, {{at(0), {firing(named("A"), 0)}}}),
              ElementsAre("100 team: A", "700 team: A", "1300 team: A", "1900 team: A"));
}

TEST(AlertmanagerModel, RepeatsComeNoSoonerThanFlushes) {
  Routing routing = one_receiver();
  routing.root.repeat_interval = ms(50);
  EXPECT_THAT(told(routing, {{at(0), {firing(named("A"), 0)}}}, 800),
              ElementsAre("100 team: A", "400 team: A", "700 team: A"));
}

TEST(AlertmanagerModel, ARepeatIntervalOfWholeGroupIntervalsIsMissedByTheTimeOfDelivery) {
  Routing routing = one_receiver();
  routing.root.repeat_interval = ms(600);
  AlertmanagerOptions options = until(1500);
  options.delivery = ms(2);
  options.tolerance = ms(5);
  const auto result = simulate_alertmanager(routing, {{at(0), {firing(named("A"), 0)}}}, options);
  EXPECT_THAT(told(result), ElementsAre("102 team: A", "1002 team: A"));
  ASSERT_THAT(result.close_calls, ::testing::SizeIs(1));
  EXPECT_THAT(result.close_calls[0].what, HasSubstr("is repeated, or not yet"));
  EXPECT_EQ(result.close_calls[0].at, at(700));
  EXPECT_EQ(result.close_calls[0].margin, ms(2));
}

TEST(AlertmanagerModel, TheEndIsToldWithTheNextFlush) {
  EXPECT_THAT(told(one_receiver(),
                   {{at(0), {firing(named("A"), 0)}}, {at(150), {resolved(named("A"), 0, 150)}}}),
              ElementsAre("100 team: A", "400 team: A(resolved)"));
}

TEST(AlertmanagerModel, WhatEndsBeforeItWasToldIsNeverTold) {
  EXPECT_THAT(told(one_receiver(),
                   {{at(0), {firing(named("A"), 0)}}, {at(50), {resolved(named("A"), 0, 50)}}}),
              IsEmpty());
}

TEST(AlertmanagerModel, WhoeverDoesNotWantToHearOfTheEndHearsOfFiringAlone) {
  Routing routing = one_receiver();
  routing.root.group_by = {};
  routing.receivers["team"][0].send_resolved = false;
  const std::vector<Sending> sendings{{at(0), {firing(named("A"), 0), firing(named("B"), 0)}},
                                      {at(150), {resolved(named("A"), 0, 150)}},
                                      {at(450), {firing(named("C"), 450)}},
                                      {at(750), {resolved(named("B"), 0, 750)}},
                                      {at(760), {resolved(named("C"), 450, 760)}},
                                      {at(1050), {firing(named("B"), 1050)}}};
  EXPECT_THAT(told(routing, sendings),
              ElementsAre("100 team: A B", "700 team: B C", "1300 team: B"));
}

TEST(AlertmanagerModel, AnAlertThatFiresAgainBetweenTwoFlushesIsNoNews) {
  EXPECT_THAT(told(one_receiver(), {{at(0), {firing(named("A"), 0)}},
                                    {at(150), {resolved(named("A"), 0, 150)}},
                                    {at(250), {firing(named("A"), 250)}}}),
              ElementsAre("100 team: A"));
}

TEST(AlertmanagerModel, AnAlertThatFiresAgainAfterItsEndWasToldIsTold) {
  EXPECT_THAT(told(one_receiver(), {{at(0), {firing(named("A"), 0)}},
                                    {at(150), {resolved(named("A"), 0, 150)}},
                                    {at(450), {firing(named("A"), 450)}}}),
              ElementsAre("100 team: A", "400 team: A(resolved)", "700 team: A"));
}

TEST(AlertmanagerModel, AnEmptyGroupGoesOnTickingUntilItIsRemoved) {
  const std::vector<Sending> sendings{{at(0), {firing(named("A"), 0)}},
                                      {at(150), {resolved(named("A"), 0, 150)}},
                                      {at(1100), {firing(named("A"), 1100)}}};
  AlertmanagerOptions options = until(2000);
  EXPECT_THAT(told(simulate_alertmanager(one_receiver(), sendings, options)),
              ElementsAre("100 team: A", "400 team: A(resolved)", "1300 team: A"));
  options.tidy_groups = ms(900);
  EXPECT_THAT(told(simulate_alertmanager(one_receiver(), sendings, options)),
              ElementsAre("100 team: A", "400 team: A(resolved)", "1200 team: A"));
}

TEST(AlertmanagerModel, ASilentRouteForgetsWhatIsResolvedAndNeverTellsOfIt) {
  Routing routing = one_receiver();
  routing.root.routes = {node("night", {is("severity", "ticket")})};
  routing.root.routes[0].muted = true;
  routing.receivers["night"] = {{"webhook", 0, true, false}};
  const Labels ticket = named("T", {{"severity", "ticket"}});
  EXPECT_THAT(told(routing, {{at(0), {firing(ticket, 0), firing(named("A"), 0)}},
                             {at(150), {resolved(ticket, 0, 150)}}}),
              ElementsAre("100 team: A"));
}

TEST(AlertmanagerModel, AnAlertIsSilentWhileAnotherFires) {
  Routing routing = one_receiver();
  routing.inhibit_rules = {{{is("alertname", "Down")}, {is("alertname", "Slow")}, {"proxy"}}};
  const Labels down = named("Down", {{"proxy", "a"}}), slow = named("Slow", {{"proxy", "a"}});
  const Labels elsewhere = named("Slow", {{"proxy", "b"}});
  EXPECT_THAT(told(routing, {{at(0), {firing(slow, 0)}},
                             {at(50), {firing(down, 50)}},
                             {at(500), {resolved(down, 50, 500)}}}),
              ElementsAre("150 team: Down", "700 team: Slow", "750 team: Down(resolved)"));
  EXPECT_THAT(told(routing, {{at(0), {firing(elsewhere, 0)}}, {at(50), {firing(down, 50)}}}),
              ElementsAre("100 team: Slow", "150 team: Down"));
}

TEST(AlertmanagerModel, TheEndOfASilencedAlertIsNotTold) {
  Routing routing = one_receiver();
  routing.inhibit_rules = {{{is("alertname", "Down")}, {is("alertname", "Slow")}, {}}};
  // Told at 100, silenced at 400 when it has ended: it stays "firing" in the log, and when it fires
  // again it is no news.
  EXPECT_THAT(told(routing, {{at(0), {firing(named("Slow"), 0)}},
                             {at(150), {firing(named("Down"), 150)}},
                             {at(200), {resolved(named("Slow"), 0, 200)}},
                             {at(500), {resolved(named("Down"), 150, 500)}},
                             {at(800), {firing(named("Slow"), 800)}}}),
              ElementsAre("100 team: Slow", "250 team: Down", "550 team: Down(resolved)"));
}

TEST(AlertmanagerModel, NoAlertSilencesItself) {
  Routing routing = one_receiver();
  routing.inhibit_rules = {
      {{is("severity", "page")}, {{"severity", Matcher::Op::match, "p.*"}}, {}}};
  EXPECT_THAT(told(routing, {{at(0),
                              {firing(named("A", {{"severity", "page"}}), 0),
                               firing(named("B", {{"severity", "page"}}), 0),
                               firing(named("C", {{"severity", "poor"}}), 0)}}}),
              ElementsAre("100 team: A", "100 team: B"));
}

TEST(AlertmanagerModel, AnAlertThatIsNotSentAnyMoreEnds) {
  EXPECT_THAT(told(one_receiver(), {{at(0), {firing(named("A"), 0, 350)}}}),
              ElementsAre("100 team: A", "400 team: A(resolved)"));
  EXPECT_THAT(told(one_receiver(), {{at(0), {firing(named("A"), 0, 350)}},
                                    {at(300), {firing(named("A"), 0, 650)}}}),
              ElementsAre("100 team: A", "700 team: A(resolved)"));
  Routing routing = one_receiver();
  routing.resolve_timeout = ms(350);
  EXPECT_THAT(told(routing, {{at(0), {{named("A"), {}, {}, {}}}}}),
              ElementsAre("100 team: A", "400 team: A(resolved)"));
}

TEST(AlertmanagerModel, AllIntegrationsOfAllMatchingRoutesAreTold) {
  Routing routing = one_receiver();
  routing.root.routes = {node("first", {is("alertname", "A")}),
                         node("second", {is("alertname", "A")}),
                         node("third", {is("alertname", "A")})};
  routing.root.routes[0].goes_on = true;
  for (const char* name : {"first", "second", "third"}) {
    routing.receivers[name] = {{"webhook", 0, true, false}, {"slack", 0, false, false}};
  }
  const auto result = simulate_alertmanager(
      routing, {{at(0), {firing(named("A"), 0)}}, {at(150), {resolved(named("A"), 0, 150)}}},
      until(600));
  std::vector<std::string> lines;
  for (const Notification& one : result.notifications) {
    lines.push_back(fmt::format("{} {}/{} {}", (one.at - kStart) / ms(1), one.fact.receiver,
                                one.fact.integration, one.fact.excerpt));
  }
  EXPECT_THAT(lines,
              ElementsAre("100 first/webhook [FIRING] A", "100 first/slack [FIRING] A",
                          "100 second/webhook [FIRING] A", "100 second/slack [FIRING] A",
                          "400 first/webhook [RESOLVED] A", "400 second/webhook [RESOLVED] A"));
}

TEST(AlertmanagerModel, TwoRoutesOfOneKeyAndReceiverShareTheLog) {
  Routing routing = one_receiver();
  routing.root.routes = {node("team", {is("alertname", "A")}),
                         node("team", {is("alertname", "A")})};
  routing.root.routes[0].goes_on = true;
  routing.root.routes[1].group_wait = ms(200);
  EXPECT_THAT(told(routing, {{at(0), {firing(named("A"), 0)}}}), ElementsAre("100 team: A"));
}

TEST(AlertmanagerModel, AReceiverWithoutIntegrationsHearsNothing) {
  Routing routing = one_receiver();
  routing.receivers["team"].clear();
  EXPECT_THAT(told(routing, {{at(0), {firing(named("A"), 0)}}}), IsEmpty());
}

TEST(AlertmanagerModel, WhatTheLogForgotIsToldAgain) {
  Routing routing = one_receiver();
  routing.root.repeat_interval = ms(400);  // the log keeps it for twice that
  const std::vector<Sending> sendings{{at(0), {firing(named("A"), 0)}},
                                      {at(150), {resolved(named("A"), 0, 150)}},
                                      {at(1000), {resolved(named("A"), 0, 150)}},
                                      {at(1350), {firing(named("A"), 1350)}}};
  AlertmanagerOptions options = until(1700);
  options.tidy_log = ms(1250);
  EXPECT_THAT(told(simulate_alertmanager(routing, sendings, options)),
              ElementsAre("100 team: A", "400 team: A(resolved)", "1600 team: A"));
}

TEST(AlertmanagerModel, ANotificationIsAsALiveRunHasIt) {
  Routing routing = one_receiver();
  routing.root.routes = {
      node("team", {is("severity", "page"), {"team", Matcher::Op::match, "a|b"}})};
  routing.root.routes[0].group_by = {"alertname", "absent", "a", "a1"};
  routing.receivers["team"] = {{"pagerduty", 1, true, false}};
  SentAlert alert =
      firing(named("A", {{"severity", "page"}, {"team", "a"}, {"a", "say \"x\""}, {"a1", "2"}}), 0);
  alert.annotations["summary"] = "all is lost";
  AlertmanagerOptions options = until(150);
  options.delivery = ms(2);
  const auto result = simulate_alertmanager(routing, {{at(0), {alert}}}, options);
  ASSERT_EQ(result.notifications.size(), 1u);
  const Notification& one = result.notifications[0];
  EXPECT_EQ(one.at, at(102));
  EXPECT_EQ(one.fact.receiver, "team");
  EXPECT_EQ(one.fact.integration, "pagerduty");
  EXPECT_EQ(one.fact.index, 1);
  EXPECT_FALSE(one.fact.resolved);
  EXPECT_EQ(one.fact.group_key,
            R"({}/{severity="page",team=~"a|b"}:{a1="2", a="say \"x\"", alertname="A"})");
  EXPECT_EQ(one.group.size(), 3u);
  EXPECT_EQ(one.fact.excerpt, "[FIRING] A: all is lost");
}

TEST(AlertmanagerModel, AlertsWithoutLabelsOrOverBeforeTheyBeganAreRefused) {
  EXPECT_THAT(told(one_receiver(), {{at(0),
                                     {{{}, {}, at(0), at(900)},
                                      {{{"alertname", ""}}, {}, at(0), at(900)},
                                      {named("A"), {}, at(700), at(600)}}}}),
              IsEmpty());
}

/// What the model says about decisions that fell within 20 ms.
std::vector<std::string> close_calls(const Routing& routing, const std::vector<Sending>& sendings) {
  AlertmanagerOptions options = until(1000);
  options.tolerance = ms(20);
  std::vector<std::string> lines;
  for (const CloseCall& call : simulate_alertmanager(routing, sendings, options).close_calls) {
    lines.push_back(fmt::format("{} {}", (call.at - kStart) / ms(1), call.what));
  }
  return lines;
}

TEST(CloseCalls, AnAlertThatComesAsItsGroupIsFlushed) {
  Routing routing = one_receiver();
  routing.root.group_by = {};
  EXPECT_THAT(
      close_calls(routing, {{at(0), {firing(named("A"), 0)}}, {at(90), {firing(named("B"), 90)}}}),
      ElementsAre("90 B comes as its group is flushed"));
  EXPECT_THAT(close_calls(routing,
                          {{at(0), {firing(named("A"), 0)}}, {at(110), {firing(named("B"), 110)}}}),
              ElementsAre("110 B comes as its group is flushed"));
  // One that is only sent again changes nothing.
  EXPECT_THAT(
      close_calls(routing, {{at(0), {firing(named("A"), 0)}}, {at(90), {firing(named("A"), 0)}}}),
      IsEmpty());
  // The first of several that is told at once does not wait for the others.
  EXPECT_THAT(close_calls(routing, {{at(500), {firing(named("A"), 0), firing(named("B"), 0)}}}),
              ElementsAre("500 B comes as its group is flushed"));
}

TEST(CloseCalls, AnAlertThatEndsAsItsGroupIsFlushed) {
  EXPECT_THAT(close_calls(one_receiver(), {{at(0), {firing(named("A"), 0, 410)}}}),
              ElementsAre("400 A ends as its group is flushed"));
}

TEST(CloseCalls, ASilencerThatComesOrEndsAsTheOtherIsTold) {
  Routing routing = one_receiver();
  routing.inhibit_rules = {{{is("alertname", "Down")}, {is("alertname", "Slow")}, {}}};
  EXPECT_THAT(close_calls(routing, {{at(0), {firing(named("Slow"), 0)}},
                                    {at(90), {firing(named("Down"), 90)}}}),
              ElementsAre("100 Down comes or ends as Slow is told, or silenced"));
  EXPECT_THAT(close_calls(routing, {{at(0), {firing(named("Slow"), 0)}},
                                    {at(110), {firing(named("Down"), 110)}}}),
              ElementsAre("110 Down comes or ends as Slow is told, or silenced"));
  EXPECT_THAT(
      close_calls(routing, {{at(500), {firing(named("Down"), 0), firing(named("Slow"), 0)}}}),
      ElementsAre("500 Down comes or ends as Slow is told, or silenced"));
  EXPECT_THAT(close_calls(routing, {{at(0), {firing(named("Slow"), 0)}},
                                    {at(50), {firing(named("Down"), 50, 410)}}}),
              ElementsAre("400 Down comes or ends as Slow is told, or silenced"));
}

TEST(CloseCalls, AGroupThatIsRemovedAsItsAlertComesBack) {
  AlertmanagerOptions options = until(2000);
  options.tolerance = ms(20);
  options.tidy_groups = ms(900);
  const auto calls = [&](std::int64_t back) {
    return simulate_alertmanager(one_receiver(),
                                 {{at(0), {firing(named("A"), 0)}},
                                  {at(150), {resolved(named("A"), 0, 150)}},
                                  {at(back), {firing(named("A"), back)}}},
                                 options)
        .close_calls.size();
  };
  EXPECT_EQ(calls(890), 1u);
  EXPECT_EQ(calls(910), 1u);
  EXPECT_EQ(calls(940), 0u);
}

TEST(CloseCalls, AnEntryOfTheLogThatIsForgottenAsItsGroupIsFlushed) {
  Routing routing = one_receiver();
  routing.root.repeat_interval = ms(50);
  AlertmanagerOptions options = until(600);
  options.tolerance = ms(20);
  const auto calls = [&](std::int64_t tidied) {
    options.tidy_log = ms(tidied);
    return simulate_alertmanager(
               routing,
               {{at(0), {firing(named("A"), 0)}}, {at(150), {resolved(named("A"), 0, 150)}}},
               options)
        .close_calls.size();
  };
  EXPECT_EQ(calls(390), 1u);
  EXPECT_EQ(calls(410), 1u);
  EXPECT_EQ(calls(440), 0u);
}

TEST(CloseCalls, AGroupThatWaitsOrDoesNot) {
  EXPECT_THAT(close_calls(one_receiver(), {{at(500), {firing(named("A"), 390)}}}),
              ElementsAre(R"(500 {}:{alertname="A"} waits, or does not)"));
  EXPECT_THAT(close_calls(one_receiver(), {{at(500), {firing(named("A"), 370)}}}), IsEmpty());
}

}  // namespace
}  // namespace misfire
