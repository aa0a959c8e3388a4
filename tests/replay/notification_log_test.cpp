#include "replay/notification_log.hpp"

#include <gtest/gtest.h>

#include "model_builder.hpp"

namespace misfire {
namespace {

FlushState state(const std::vector<std::string>& firing,
                 const std::vector<std::string>& resolved = {}) {
  FlushState all;
  for (const auto& name : firing) all.firing.insert(named(name));
  for (const auto& name : resolved) all.resolved.insert(named(name));
  return all;
}

Tell after(const FlushState& last, const FlushState& now_known, bool send_resolved = true,
           std::int64_t later = 50) {
  NotificationLog log(std::chrono::hours(120));
  log.record("k", last, at(0), ms(100));
  return decide(log.find("k"), now_known, send_resolved, ms(100), at(later));
}

TEST(NotificationLog, TheFirstToldIsSomethingThatFires) {
  EXPECT_EQ(decide(nullptr, state({"A"}), true, ms(100), at(0)), Tell::yes);
  EXPECT_EQ(decide(nullptr, state({}, {"A"}), true, ms(100), at(0)), Tell::no);
}

TEST(NotificationLog, NewsAreToldAtOnce) {
  EXPECT_EQ(after(state({"A"}), state({"A", "B"})), Tell::yes);
  EXPECT_EQ(after(state({"A"}), state({}, {"A"})), Tell::yes);
  EXPECT_EQ(after(state({"A", "B"}), state({"A"}, {"B"})), Tell::yes);
  EXPECT_EQ(after(state({"A"}, {"B"}), state({"A", "B"})), Tell::yes);
}

TEST(NotificationLog, ThatAllIsOverIsRecordedEvenForThoseWhoDoNotWantToHear) {
  EXPECT_EQ(after(state({"A"}), state({}, {"A"}), false), Tell::yes);
  EXPECT_EQ(after(state({"A", "B"}), state({"A"}, {"B"}), false), Tell::not_so_soon);
}

TEST(NotificationLog, WhatFiredAndEndedInBetweenIsNotTold) {
  EXPECT_EQ(after(state({}, {"A"}), state({}, {"A"})), Tell::no);
  EXPECT_EQ(after(state({}, {"A"}), state({}, {"B"}), true, 500), Tell::no);
}

TEST(NotificationLog, TheSameIsToldAgainAfterTheRepeatInterval) {
  EXPECT_EQ(after(state({"A"}), state({"A"}), true, 100), Tell::not_so_soon);
  EXPECT_EQ(after(state({"A"}), state({"A"}), true, 101), Tell::once_more);
  EXPECT_EQ(after(state({"A", "B"}), state({"A"}), true, 101), Tell::once_more);
}

TEST(NotificationLog, EntriesLastTwoRepeatIntervalsAndNoLongerThanTheRetention) {
  NotificationLog log(ms(250));
  log.record("short", state({"A"}), at(0), ms(100));
  log.record("long", state({"A"}), at(0), std::chrono::hours(1));
  log.tidy(at(199));
  EXPECT_NE(log.find("short"), nullptr);
  log.tidy(at(200));
  EXPECT_EQ(log.find("short"), nullptr);
  EXPECT_NE(log.find("long"), nullptr);
  log.tidy(at(250));
  EXPECT_EQ(log.find("long"), nullptr);
}

}  // namespace
}  // namespace misfire
