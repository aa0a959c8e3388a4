// Mute times go by the scenario's clock, not by the machine's: the same run at another hour, or on
// another day, notifies the same people. The real Alertmanager, which knows only the machine's.
#include <gmock/gmock.h>

#include <array>

#include "alertmanager_fixture.hpp"
#include "monitor/read_back.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr double kSpeed = 100;

/// So many days from today, in UTC.
std::string weekday(int days) {
  constexpr std::array kNames{"sunday",   "monday", "tuesday", "wednesday",
                              "thursday", "friday", "saturday"};
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::weekday day(today + std::chrono::days(days));
  return kNames.at(day.c_encoding());
}

/// Noon of that day, as a scenario has it.
std::string noon(int days) {
  std::string name = weekday(days).substr(0, 3);
  name[0] = static_cast<char>(name[0] - 32);
  return name + " 12:00 UTC";
}

/// `muted` is told except on these days; `told` always.
std::string config(const std::vector<int>& days) {
  std::string names;
  for (const int day : days) names += (names.empty() ? "" : ", ") + weekday(day);
  return fmt::format(R"(
route:
  receiver: root
  group_by: [alertname]
  group_wait: 30s
  routes:
  - {{receiver: muted, mute_time_intervals: [quiet], continue: true}}
  - {{receiver: told}}
time_intervals:
- name: quiet
  time_intervals: [{{weekdays: [{}]}}]
receivers:
- {{name: root}}
- {{name: muted, webhook_configs: [{{url: 'http://example.com/muted'}}]}}
- {{name: told, webhook_configs: [{{url: 'http://example.com/told'}}]}}
)",
                     names);
}

class MuteTimes : public ::testing::Test {
 protected:
  RenderedAlertmanager rendered(const std::vector<int>& days, const std::string& at) {
    const ScratchFolder folder;
    folder.write("alertmanager.yml", config(days));
    MonitoringAddresses addresses;
    addresses.alertmanager = port_.endpoint();
    addresses.sink = sink_.http();
    addresses.sink_smtp = sink_.smtp();
    auto result =
        render_alertmanager(system_with(folder.path / "alertmanager.yml"), addresses, kSpeed, at);
    EXPECT_TRUE(result) << text_of(result.error());
    return result.value_or(RenderedAlertmanager{});
  }

  /// Who is told of two alerts, the second posted when the first has reached everybody whom it can
  /// reach: both routes wait equally long.
  std::set<std::string> reached(const RenderedAlertmanager& by) {
    const RunningAlertmanager alertmanager(by, port_.endpoint());
    SinkReader reader(sink_.http());
    std::set<std::string> receivers;
    for (const std::string name : {"First", "Second"}) {
      alertmanager.post(fmt::format(R"([{{"labels":{{"alertname":"{}"}}}}])", name));
      SystemClock clock;
      const auto told = wait_for(clock, "the unmuted receiver", 60s, [&]() -> Result<bool> {
        auto events = reader.pull(10s);
        if (!events) return tl::unexpected(events.error());
        bool control = false;
        for (const Event& event : *events) {
          const auto* fact = std::get_if<Notified>(&event.fact);
          if (fact == nullptr || fact->observer) continue;
          receivers.insert(fact->receiver);
          control = control ||
                    (fact->receiver == "told" && fact->alerts.at(0).labels.at("alertname") == name);
        }
        return control;
      });
      EXPECT_TRUE(told) << to_string(told.error()) << alertmanager.log();
    }
    return receivers;
  }

  SinkThread sink_;
  HeldPort port_;
};

constexpr int kElsewhen = 3;                  // days from now, so that midnight may pass
const std::vector<int> kAroundNow{-1, 0, 1};  // by the machine's clock
const std::vector<int> kAroundScenario{2, 3, 4};

TEST_F(MuteTimes, WhatIsMutedNowButNotInTheScenarioNotifies) {
  EXPECT_THAT(reached(rendered(kAroundNow, noon(kElsewhen))),
              UnorderedElementsAre("muted", "told"));
}

TEST_F(MuteTimes, WhatIsMutedInTheScenarioButNotNowIsSilent) {
  EXPECT_THAT(reached(rendered(kAroundScenario, noon(kElsewhen))), UnorderedElementsAre("told"));
}

TEST_F(MuteTimes, AsTheUserWroteThemTheyWouldGoByTheMachinesClock) {
  for (const bool muted_now : {true, false}) {
    RenderedAlertmanager as_written = rendered(muted_now ? kAroundNow : kAroundScenario, noon(0));
    auto tree = parse_yaml(as_written.files.at("alertmanager.yml"), "alertmanager.yml");
    const auto own = parse_yaml(config(muted_now ? kAroundNow : kAroundScenario), "own.yml");
    ASSERT_TRUE(tree && own);
    tree->set("time_intervals", *own->find("time_intervals"));
    as_written.files["alertmanager.yml"] = emit_yaml(*tree);
    const auto receivers = reached(as_written);
    EXPECT_EQ(receivers.count("muted"), muted_now ? 0u : 1u);
    EXPECT_EQ(receivers.count("told"), 1u);
  }
}

}  // namespace
}  // namespace misfire
