#include "report/told.hpp"

#include <gtest/gtest.h>

#include "judge/history_builder.hpp"
#include "report/headline.hpp"

namespace misfire {
namespace {

using namespace testing;

/// An expectation that was met so many model seconds after the fault.
AlertOutcome met(const std::string& name, const std::string& team, const std::string& receiver,
                 int after, bool page = true) {
  AlertOutcome alert;
  alert.name = name;
  alert.team = team;
  alert.receiver = receiver;
  alert.stages.fault = from_nanos(0);
  alert.stages.notified = from_nanos(0) + to_wall(model_seconds(after), february().speed);
  alert.expected = alert.met = true;
  alert.page = page;
  return alert;
}

std::string told(std::vector<AlertOutcome> alerts) {
  Judgement judgement;
  judgement.verdict = Verdict::pass;
  judgement.alerts = std::move(alerts);
  return headline(february(), judgement);
}

TEST(Told, OneAlertThatTwoExpectIsToldOnce) {
  const std::string ratio = "LoginFailureRatioHigh";
  EXPECT_EQ(told({met(ratio, "auth", "auth-oncall", 130), met(ratio, "", "auth-oncall", 130)}),
            "no login failed; auth was paged after 2 min 10 s");
}

TEST(Told, AReceiverIsToldAsItsTeam) {
  EXPECT_EQ(told({met("WeightSkew", "", "network-oncall", 130)}),
            "no login failed; network was paged after 2 min 10 s");
  EXPECT_EQ(told({met("WeightSkew", "", "archive", 130)}),
            "no login failed; `archive` was paged after 2 min 10 s");
}

TEST(Told, PagesAndTicketsAreToldApart) {
  EXPECT_EQ(told({met("A", "auth", "auth-oncall", 60), met("B", "network", "network-oncall", 61),
                  met("C", "auth", "auth-tickets", 62, false)}),
            "no login failed; auth was paged after 1 min, network after 1 min 1 s, "
            "auth was notified after 1 min 2 s");
}

AlertOutcome late(AlertOutcome alert) {
  alert.met = false;
  return alert;
}

TEST(Told, WhoIsPagedTooLateWithinAKnownGapIsPaged) {
  EXPECT_EQ(told({late(met("A", "auth", "auth-oncall", 123))}),
            "no login failed; auth was paged after 2 min 3 s, too late");
  EXPECT_EQ(
      told({late(met("A", "auth", "auth-oncall", 60)), met("B", "network", "network-oncall", 61)}),
      "no login failed; auth was paged after 1 min, too late, network after 1 min 1 s");
}

TEST(Told, APageThatWentAstrayWithinAKnownGapIsTold) {
  AlertOutcome lost = late(met("A", "auth", "", 60));
  lost.stages.notified.reset();
  Judgement judgement;
  judgement.verdict = Verdict::pass;
  judgement.alerts = {lost};
  judgement.also_notified = {"`A` went to `archive` after 1 min", "`A` paged `noc` after 1 min"};
  EXPECT_EQ(headline(february(), judgement),
            "no login failed; `A` paged `noc` after 1 min (not expected)");
}

AlertOutcome unexpected(AlertOutcome alert) {
  alert.expected = alert.met = false;
  return alert;
}

TEST(Told, WhatNobodyGotIsNot) {
  AlertOutcome lost = met("B", "auth", "auth-oncall", 60);
  lost.stages.notified.reset();
  EXPECT_EQ(told({lost, unexpected(lost)}), "no login failed; nobody was paged");
}

TEST(Told, APageThatNobodyExpectedIsToldWhereNoneWasExpected) {
  const AlertOutcome other = unexpected(met("A", "auth", "auth-oncall", 60));
  EXPECT_EQ(told({other}), "no login failed; auth was paged after 1 min (not expected)");
  EXPECT_EQ(told({unexpected(met("A", "auth", "auth-oncall", 60, false))}),
            "no login failed; nobody was paged");
  EXPECT_EQ(told({other, met("B", "network", "network-oncall", 61)}),
            "no login failed; network was paged after 1 min 1 s");
}

}  // namespace
}  // namespace misfire
