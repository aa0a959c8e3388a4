#include "report/progress.hpp"

#include <gmock/gmock.h>

#include "judge/judging.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using namespace testing;

std::vector<std::string> told(const History& history, Progress::Medium medium) {
  Progress progress({}, medium);
  progress.begin(february());
  std::vector<std::string> lines;
  for (const Event& event : history.events) {
    if (std::string line = progress.line(event); !line.empty()) lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> log_of(const History& history) {
  return told(history, Progress::Medium::log);
}

TEST(Progress, EachStepOfAnAlertHasItsLineAndRepetitionsHaveNone) {
  const auto lines = log_of(HistoryBuilder()
                                .sent(95, kSymptom)
                                .sent(110, kSymptom)
                                .notified(125, "auth-oncall", kSymptom, "slack")
                                .observed(125, "auth-oncall", kSymptom)
                                .notified(140, "auth-oncall", kSymptom, "slack")
                                .sent(400, kSymptom, true)
                                .sent(410, kSymptom, true)
                                .resolved(420, "auth-oncall", kSymptom)
                                .sent(500, kSymptom)
                                .build());
  std::vector<std::string> alerts;
  for (const std::string& line : lines) {
    if (line.find(kSymptom.at("alertname")) != std::string::npos) alerts.push_back(line.substr(11));
  }
  EXPECT_THAT(alerts, ElementsAre("LoginFailureRatioHigh fires: sent to Alertmanager",
                                  "LoginFailureRatioHigh notified to auth-oncall by slack",
                                  "LoginFailureRatioHigh is over: sent to Alertmanager",
                                  "LoginFailureRatioHigh resolved to auth-oncall by webhook",
                                  "LoginFailureRatioHigh fires: sent to Alertmanager"));
}

TEST(Progress, ALineIsOneRowAndBeginsWithTheTime) {
  const auto lines = log_of(HistoryBuilder()
                                .harm()
                                .february_alerts()
                                .add(1, Trouble{"two\nrows\033[2J"})
                                .add(2, PartReady{"auth1", 0.2})
                                .add(3, DeliveryFailed{"auth-oncall", "slack", "rendering", "no"})
                                .restored(false, {"weight of auth1 is 200", "auth2 is down"})
                                .build());
  for (const std::string& line : lines) {
    EXPECT_THAT(line, Not(HasSubstr("\n")));
    EXPECT_THAT(line, Not(HasSubstr("\033")));
    EXPECT_EQ(line.substr(7, 4), " s  ") << line;
  }
  EXPECT_THAT(lines, Contains(HasSubstr("trouble: two rows?[2J")));
  EXPECT_THAT(lines, Contains(HasSubstr("auth1 is ready")));
  EXPECT_THAT(lines, Contains(HasSubstr("slack to auth-oncall failed at its rendering: no")));
  EXPECT_THAT(lines, Contains(HasSubstr("not as before: weight of auth1 is 200; auth2 is down")));
}

TEST(Progress, OnlyALogTellsEachPart) {
  const History history = HistoryBuilder().add(2, PartReady{"auth1", 0.2}).build();
  EXPECT_THAT(told(history, Progress::Medium::log), Contains(HasSubstr("auth1 is ready")));
  EXPECT_THAT(told(history, Progress::Medium::terminal),
              Not(Contains(HasSubstr("auth1 is ready"))));
}

TEST(Progress, WhatTheSystemIgnoresIsNotSaidToFire) {
  const auto lines = log_of(HistoryBuilder().sent(5, {{"alertname", "Watchdog"}}).build());
  EXPECT_THAT(lines, Not(Contains(HasSubstr("Watchdog"))));
}

TEST(Progress, TheHeadingSaysWhichOfHowMany) {
  EXPECT_THAT(Progress({}, Progress::Medium::log, {2, 3}).begin(february()),
              StartsWith("[2/3] feb-18-weight-skew: One backend"));
  EXPECT_THAT(Progress({}, Progress::Medium::log).begin(february()),
              StartsWith("feb-18-weight-skew: One backend"));
}

TEST(Progress, OnAScreenALongLineGoesOnBelowItsText) {
  EXPECT_EQ(on_screen("    5.0 s    witness: aa bb cc dd ee ff gg", 40),
            "    5.0 s    witness: aa bb cc dd ee ff\n             gg");
  EXPECT_EQ(on_screen("    5.0 s  short", 40), "    5.0 s  short");
  EXPECT_EQ(on_screen("    5.0 s  too narrow to break it", 12),
            "    5.0 s  too narrow to break it");
}

}  // namespace
}  // namespace misfire
