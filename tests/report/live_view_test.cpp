#include "report/live_view.hpp"

#include <gmock/gmock.h>

#include "judge/judging.hpp"
#include "report/live_block.hpp"
#include "report/screen.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;

const Paint kPlain(false);

/// A February run, told event by event; times are model seconds after the fault.
class Telling {
 public:
  explicit Telling(Plan plan = february()) : state_(std::move(plan)) {}

  Telling& at(double s, Fact fact) {
    const Instant when = builder_.at(s);
    state_.see({when, when, std::move(fact)});
    now_ = when;
    return *this;
  }
  /// Ticks of a quarter of a second each up to `to`, `failed` of 100 logins failing.
  Telling& load(double from, double to, std::int64_t failed, std::vector<std::int64_t> backends) {
    for (double s = from; s < to; s += 7.5) {
      LoadTick tick;
      tick.logins = tick.planned = 100;
      tick.failed = failed;
      tick.per_backend = backends;
      at(s + 7.5, tick);
    }
    return *this;
  }
  Telling& until_baseline() {
    return at(-240, RunBegan{"r1", "s", 30, 7})
        .at(-240, PhaseBegan{Phase::start, ""})
        .at(-190, PhaseBegan{Phase::fill, ""})
        .at(-180, PhaseBegan{Phase::baseline, ""});
  }
  Telling& until_fault() {
    return until_baseline()
        .load(-180, 0, 0, {33, 33, 34})
        .at(0, PhaseBegan{Phase::fault, "the baseline is steady"})
        .at(0, FaultInjected{"skew", "weights", "reload", ""});
  }
  Telling& glance(double s, const std::vector<std::pair<Labels, AlertPhase>>& active) {
    std::vector<Event> events;
    for (const auto& [labels, state] : active) {
      events.push_back({builder_.at(s), builder_.at(s), AlertChanged{labels, state}});
    }
    state_.glance(events);
    return *this;
  }
  Telling& notified(double s, const Labels& labels, const std::string& receiver,
                    const std::string& integration, bool resolved = false) {
    Notified n;
    n.receiver = receiver;
    n.integration = integration;
    n.resolved = resolved;
    n.alerts = {{labels, resolved}};
    return at(s, n);
  }

  std::vector<std::string> lines(int columns = 80, int rows = 24, bool interrupted = false) const {
    return live_lines(state_, {2, 3}, {now_, {columns, rows}, interrupted}, kPlain);
  }
  std::string text(int columns = 80, int rows = 24) const {
    std::string all;
    for (const std::string& line : lines(columns, rows)) all += line + '\n';
    return all;
  }
  const SoFar& state() const { return state_; }

 private:
  HistoryBuilder builder_;
  SoFar state_;
  Instant now_{};
};

Telling in_the_fault() {
  return Telling()
      .until_fault()
      .load(0, 130, 30, {80, 10, 10})
      .glance(35, {{kSymptom, AlertPhase::pending}, {kCause, AlertPhase::pending}})
      .at(95, AlertSent{kSymptom, false})
      .notified(125, kSymptom, "auth-oncall", "pagerduty")
      .notified(125, kSymptom, "auth-oncall", "slack");
}

TEST(LiveView, ShowsEverythingAtEightyColumns) {
  EXPECT_THAT(
      in_the_fault().lines(),
      ElementsAre("── 2 of 3 · feb-18-weight-skew ────────────────────────────────────────────────",
                  "Phase      ✓ start  ✓ fill  ✓ baseline  ▶ fault  · recovery  · collect  · stop",
                  "Time       0:12 so far, at most 0:36 to go · fault 2:05 of 10:00 model time",
                  "Logins     400/s, 30 % failed · 30 % under the fault  "
                  "·······▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂",
                  "Servers    auth1  ████████████████████████████████········   80.0 %",
                  "           auth2  ████····································   10.0 %",
                  "           auth3  ████····································   10.0 %",
                  "Alerts     ● LoginFailureRatioHigh  notified   2:05  auth-oncall",
                  "           ░ TrafficImbalance       pending    0:35"))
      << in_the_fault().text();
}

TEST(LiveView, NamesThePhaseAndWhatRemains) {
  Telling run;
  run.at(-240, RunBegan{"r1", "s", 30, 7}).at(-240, PhaseBegan{Phase::start, ""});
  run.at(-210, PartReady{"auth1", 0.1}).at(-210, PartReady{"auth2", 0.1});
  // Baseline 3 min, fault 10 min, recovery 10 min at speed 30: 46 s.
  EXPECT_THAT(run.text(), HasSubstr("0:01 so far, then at most 0:46 · 2 parts ready"));
  run.at(-180, PhaseBegan{Phase::baseline, ""}).load(-180, -60, 0, {1, 1, 1});
  EXPECT_THAT(run.text(), AllOf(HasSubstr("▶ baseline"), HasSubstr("at most 0:42 to go"),
                                HasSubstr("baseline 2:00 of 3:00 model time")));
  run.at(0, PhaseBegan{Phase::fault, ""});
  EXPECT_THAT(run.text(), HasSubstr("at most 0:40 to go"));
  run.at(300, PhaseBegan{Phase::recovery, ""});
  EXPECT_THAT(run.text(), AllOf(HasSubstr("✓ fault  ▶ recovery"), HasSubstr("at most 0:20 to go")));
  run.at(2000, LoadTick{});  // later than planned: never below zero
  EXPECT_THAT(run.text(), HasSubstr("at most 0:00 to go"));
  run.at(2000, PhaseBegan{Phase::collect, ""});
  EXPECT_THAT(run.text(), HasSubstr("nearly done"));
  EXPECT_THAT(run.lines(80, 24, true)[2], HasSubstr("interrupted, taking everything down"));
}

TEST(LiveView, AFaultLastsAsLongAsThePlanHasIt) {
  Plan plan = february();
  plan.faults[0].at = model_seconds(60);
  plan.faults.push_back(plan.faults[0]);
  plan.faults[1].lasts = model_seconds(1200);
  Telling run(plan);
  run.until_fault();
  EXPECT_THAT(run.text(), AllOf(HasSubstr("fault 0:00 of 21:00"), HasSubstr("at most 1:02 to go")));
}

TEST(LiveView, FailuresAreThoseOfNowAndThoseUnderTheFault) {
  Telling run;
  run.until_fault().load(0, 60, 40, {80, 10, 10}).load(60, 120, 0, {80, 10, 10});
  EXPECT_THAT(run.text(), HasSubstr(" 0 % failed · 20 % under the fault"));
  run.at(120, FaultReverted{"skew", ""}).load(120, 180, 100, {0, 0, 0});
  EXPECT_THAT(run.text(), HasSubstr("100 % failed · 20 % under the fault"));
  EXPECT_EQ(run.state().lately().logins, 800);  // two seconds
}

TEST(LiveView, AnAlertGoesItsWay) {
  Telling run;
  run.until_fault().load(0, 30, 30, {80, 10, 10});
  const auto alerts = [&] {
    const std::string text = run.text();
    const auto at = text.find("Alerts");
    return at == std::string::npos ? std::string() : text.substr(at + 11);
  };
  EXPECT_EQ(alerts(), "");
  run.glance(35, {{kSymptom, AlertPhase::pending}});
  EXPECT_EQ(alerts(), "░ LoginFailureRatioHigh  pending    0:35\n");
  run.glance(35, {{kSymptom, AlertPhase::firing}});  // since when is not known yet
  EXPECT_EQ(alerts(), "▒ LoginFailureRatioHigh  firing\n");
  run.at(95, AlertSent{kSymptom, false});
  EXPECT_EQ(alerts(), "▒ LoginFailureRatioHigh  firing     1:35\n");
  run.at(110, AlertSent{kSymptom, false}).glance(35, {{kSymptom, AlertPhase::firing}});
  EXPECT_EQ(alerts(), "▒ LoginFailureRatioHigh  firing     1:35\n");
  run.notified(125, kSymptom, "auth-oncall", "slack");
  EXPECT_EQ(alerts(), "● LoginFailureRatioHigh  notified   2:05  auth-oncall · slack\n");
  run.notified(130, kSymptom, "auth-chat", "slack").at(140, AlertSent{kSymptom, false});
  EXPECT_EQ(alerts(), "● LoginFailureRatioHigh  notified   2:05  auth-chat, auth-oncall\n");
  run.glance(140, {});  // what fired and was told is not forgotten
  EXPECT_EQ(alerts(), "● LoginFailureRatioHigh  notified   2:05  auth-chat, auth-oncall\n");
  run.at(400, AlertSent{kSymptom, true}).notified(420, kSymptom, "auth-oncall", "slack", true);
  EXPECT_EQ(alerts(), "✓ LoginFailureRatioHigh  resolved   6:40  auth-chat, auth-oncall\n");
}

TEST(LiveView, APendingAlertThatGoesAwayIsForgotten) {
  Telling run;
  run.until_fault().glance(35, {{kSymptom, AlertPhase::pending}}).glance(60, {});
  EXPECT_THAT(run.text(), Not(HasSubstr("LoginFailureRatioHigh")));
}

TEST(LiveView, OneOfTwoInstancesThatIsOverResolvesNothing) {
  Labels other = kSymptom;
  other["instance"] = "b";
  Telling run;
  run.until_fault().at(95, AlertSent{kSymptom, false}).at(96, AlertSent{other, false});
  run.at(200, AlertSent{other, true});
  EXPECT_THAT(run.text(), HasSubstr("firing"));
  run.at(210, AlertSent{kSymptom, true});
  EXPECT_THAT(run.text(), HasSubstr("resolved"));
}

TEST(LiveView, WhatTheSystemIgnoresAndObserversAreNotShown) {
  Telling run;
  run.until_fault().at(10, AlertSent{{{"alertname", "Watchdog"}}, false});
  Notified observer;
  observer.observer = true;
  observer.alerts = {{kSymptom, false}};
  run.at(20, observer);
  EXPECT_THAT(run.text(), Not(HasSubstr("Alerts")));
}

TEST(LiveView, PagesComeFirst) {
  Telling run;
  run.until_fault()
      .notified(50, ticket("WeightSkew", "network"), "network-tickets", "webhook")
      .glance(60, {{kSymptom, AlertPhase::pending}})
      .at(70, AlertSent{kCause, false});
  const std::string text = run.text();
  EXPECT_LT(text.find("TrafficImbalance"), text.find("LoginFailureRatioHigh"));
  EXPECT_LT(text.find("LoginFailureRatioHigh"), text.find("WeightSkew"));
}

TEST(LiveView, FitsEveryScreen) {
  Plan plan = february();
  plan.scenario.name = std::string(300, 'n');
  plan.servers.clear();
  std::vector<std::int64_t> backends;
  for (int i = 0; i < 50; ++i) {
    plan.servers.push_back("a-server-with-a-very-long-name-日本語-" + std::to_string(i));
    backends.push_back(2);
  }
  Telling run(plan);
  run.until_fault().load(0, 130, 30, backends);
  for (int i = 0; i < 30; ++i) {
    Labels labels = kSymptom;
    labels["alertname"] = std::string(90, 'a') + std::to_string(i);
    run.notified(125, labels, std::string(200, 'r'), "slack");
  }
  for (int columns : {1, 5, 8, 20, 39, 40, 41, 64, 65, 66, 79, 80, 111, 112, 200, 1000}) {
    for (int rows : {1, 5, 8, 12, 24, 50, 400}) {
      const auto lines = run.lines(columns, rows);
      EXPECT_LE(lines.size(), static_cast<std::size_t>(std::max(rows - 3, 3))) << rows;
      EXPECT_EQ(lines.empty(), columns < 20) << columns;
      for (const std::string& line : lines) {
        EXPECT_LT(misfire::columns(line), static_cast<std::size_t>(columns))
            << columns << "x" << rows << ": " << line;
      }
    }
  }
}

TEST(LiveView, WhatDoesNotFitIsCounted) {
  Plan plan = february();
  plan.servers.assign(50, "s");
  Telling run(plan);
  run.until_fault().load(0, 30, 0, std::vector<std::int64_t>(50, 2));
  for (int i = 0; i < 9; ++i) {
    Labels labels = kSymptom;
    labels["alertname"] = "A" + std::to_string(i);
    run.at(60, AlertSent{labels, false});
  }
  const auto lines = run.lines(80, 16);  // room for 13: four, then nine for servers and alerts
  EXPECT_EQ(lines.size(), 13u);
  EXPECT_THAT(lines, Contains(HasSubstr("… 46 more")));
  EXPECT_THAT(lines, Contains(HasSubstr("… 6 more")));
}

TEST(LiveView, ANarrowScreenHasTheSameFacts) {
  EXPECT_THAT(
      in_the_fault().lines(40, 12),
      ElementsAre("── 2 of 3 · feb-18-weight-skew ────────", "▶ fault skew · 2:05 of 10:00",
                  "0:12 so far, at most 0:36 to go", "400/s, 30 % failed  ·▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂",
                  "auth1  ████████████████····   80.0 %", "auth2  ██··················   10.0 %",
                  "auth3  ██··················   10.0 %", "● LoginFailureRatioHi…  notified   2:05",
                  "░ TrafficImbalance      pending    0:35"))
      << in_the_fault().text(40, 12);
}

TEST(LiveView, ForeignNamesSteerNothing) {
  Plan plan = february();
  plan.scenario.name = "evil\033[2J";
  plan.servers[0] = "\033]0;x\a";
  Telling run(plan);
  run.until_fault().load(0, 130, 30, {80, 10, 10});
  Labels labels = kSymptom;
  labels["alertname"] = "\u009b31mX";
  run.notified(125, labels, "r\r\n", "\033c");
  Screen screen(80, 24);  // fails at anything but text
  for (const std::string& line : run.lines()) screen.write(line + "\r\n");
  EXPECT_THAT(screen.text(), AllOf(HasSubstr("evil?[2J"), HasSubstr("?31mX")));
}

TEST(LiveView, ColourChangesNothingButColour) {
  const Telling run = in_the_fault();
  const LiveFrame frame{HistoryBuilder().at(125), {80, 24}, false};
  const auto coloured = live_lines(run.state(), {2, 3}, frame, Paint(true));
  ASSERT_EQ(coloured.size(), run.lines().size());
  bool any = false;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    any = any || coloured[i].find('\033') != std::string::npos;
    EXPECT_EQ(columns(coloured[i]), columns(run.lines()[i]));
  }
  EXPECT_TRUE(any);
}

// ---- the block on the screen ----

TEST(LiveBlock, EventsStayAboveABlockThatChanges) {
  Screen screen(40, 10);
  LiveBlock block;
  screen.write(block.redraw({"heading"}, {"block 1", "rest"}, 40));
  EXPECT_THAT(screen.rows(), ElementsAre("heading", "block 1", "rest"));
  screen.write(block.redraw({}, {"b2", "r", "more"}, 40));
  EXPECT_THAT(screen.rows(), ElementsAre("heading", "b2", "r", "more"));
  screen.write(block.redraw({"event", "two\nrows"}, {"b3"}, 40));
  EXPECT_THAT(screen.rows(), ElementsAre("heading", "event", "two", "rows", "b3"));
  screen.write(block.redraw({"last"}, {}, 40));
  EXPECT_THAT(screen.rows(), ElementsAre("heading", "event", "two", "rows", "last"));
  screen.write("the report\r\n");
  EXPECT_EQ(screen.rows().back(), "the report");
}

TEST(LiveBlock, ScrollsOnALowScreen) {
  Screen screen(40, 5);
  LiveBlock block;
  std::vector<std::string> want;
  for (int i = 0; i < 20; ++i) {
    want.push_back("event " + std::to_string(i));
    screen.write(block.redraw({want.back()}, {"a", "b"}, 40));
  }
  screen.write(block.redraw({}, {}, 40));
  EXPECT_EQ(screen.rows(), want);
}

TEST(LiveBlock, ANarrowerScreenLeavesNoTraceOfTheOldBlock) {
  Screen screen(40, 10);
  LiveBlock block;
  screen.write(block.redraw({"event"}, {std::string(39, 'x'), std::string(30, 'y')}, 40));
  screen.resize(20);
  EXPECT_EQ(screen.rows().size(), 5u);  // both lines were broken
  screen.write(block.redraw({}, {"x", "y"}, 20));
  EXPECT_THAT(screen.rows(), ElementsAre("event", "x", "y"));
  screen.resize(60);
  screen.write(block.redraw({}, {"z"}, 60));
  EXPECT_THAT(screen.rows(), ElementsAre("event", "z"));
}

TEST(LiveBlock, AScreenThatChangesInTheMiddleOfAFrameLeavesNoTraceOfIt) {
  const std::string x(39, 'x'), y(30, 'y');
  for (const auto& [from, to] : {std::pair(40, 20), std::pair(20, 40), std::pair(40, 13)}) {
    LiveBlock drawn;
    drawn.redraw({"event"}, {x, "y", y}, from);
    const std::string frame = drawn.redraw({"more"}, {"x", y, x, "z"}, from);
    for (std::size_t cut = frame.find('A') + 1; cut <= frame.size(); ++cut) {
      // At the start of a line that is then broken, a line feed leads into its middle.
      if (frame[cut - 1] == '\r') continue;
      Screen screen(from, 20);
      LiveBlock block;
      screen.write(block.redraw({"event"}, {x, "y", y}, from));
      screen.write(block.redraw({"more"}, {"x", y, x, "z"}, from).substr(0, cut));
      screen.resize(to);
      screen.write(frame.substr(cut));
      screen.write(block.redraw({}, {"x", "y"}, to));
      EXPECT_THAT(screen.rows(), ElementsAre("event", "more", "x", "y")) << from << " " << cut;
    }
  }
}

TEST(LiveBlock, AfterItsPlaceIsForgottenItIsDrawnBelow) {
  Screen screen(40, 10);
  LiveBlock block;
  screen.write(block.redraw({"event"}, {"block"}, 40));
  screen.write("\r\n$ fg\r\n");
  block.forget();
  screen.write(block.redraw({}, {"block"}, 40));
  EXPECT_THAT(screen.rows(), ElementsAre("event", "block", "$ fg", "block"));
}

TEST(LiveBlock, NothingIsDoneToTheTerminalThatWouldHaveToBeUndone) {
  LiveBlock block;
  const std::string bytes = block.redraw({"a"}, {"b", "c"}, 80) + block.redraw({}, {"b"}, 80);
  EXPECT_THAT(bytes, Not(HasSubstr("?")));  // no private mode: cursor, wrapping, other screen
}

}  // namespace
}  // namespace misfire
