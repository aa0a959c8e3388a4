// The model against the real Alertmanager: generated routing trees and alert sequences, every
// notification's receiver, group, alerts and time. docs/replay-alertmanager.md has the result of
// all cases; without MISFIRE_ROUTE=all it is a sample.
//
// MISFIRE_ROUTE_SEEDS=FROM:COUNT takes other cases; MISFIRE_ROUTE_CASE=FILE one that a failure
// printed.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "base/files.hpp"
#include "differential.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

bool all_cases() {
  const char* wanted = std::getenv("MISFIRE_ROUTE");
  return wanted != nullptr && std::string_view(wanted) == "all";
}

/// Cases from seed `first` on: all of them, or a sample.
struct Seeds {
  std::uint64_t first, all, sample;
};

void differential(const Seeds& seeds, const std::function<Chores(int scale)>& chores) {
  unsigned long from = seeds.first, many = all_cases() ? seeds.all : seeds.sample;
  if (const char* others = std::getenv("MISFIRE_ROUTE_SEEDS"); others != nullptr) {
    ASSERT_EQ(std::sscanf(others, "%lu:%lu", &from, &many), 2) << "FROM:COUNT";
  }
  std::vector<std::uint64_t> wanted;
  std::map<std::string, int> traits;
  const auto make = [&](std::uint64_t seed, int scale) {
    return generate_case(seed, chores(scale), scale);
  };
  for (std::uint64_t seed = from; seed < from + many; ++seed) {
    wanted.push_back(seed);
    for (const std::string& trait : traits_of(make(seed, 1))) ++traits[trait];
  }
  // A sample has company, which makes the machine late.
  const Outcome outcome = put_to_alertmanager(wanted, make, all_cases() ? kTries : 2);
  std::printf("%s\n", to_text(outcome).c_str());
  for (const auto& [trait, n] : traits) std::printf("  %3d %s\n", n, trait.c_str());
  for (const std::string& text : outcome.different) ADD_FAILURE() << text;
  if (all_cases()) {
    EXPECT_EQ(outcome.undecided, 0) << "this machine was late time after time";
  } else if (outcome.undecided > static_cast<int>(many / 2)) {
    // Neither the same nor different: a sample depends on what else the machine has to do.
    GTEST_SKIP() << "this machine was late time after time: " << outcome.undecided << " of " << many
                 << " cases are not decided";
  }
}

TEST(DifferentialRouting, AlertmanagerSaysTheSame) {
  differential({1, 135, 40}, [](int) { return Chores{}; });
}

TEST(DifferentialRouting, SoItDoesWhenItTidiesUpItsLogAndItsAlerts) {
  differential({1001, 40, 15}, [](int scale) {
    return Chores{-3s * scale, 3s * scale, 30s, 600ms * scale, 1s * scale};
  });
}

TEST(DifferentialRouting, SoItDoesWhenItRemovesEmptyGroups) {
  if (!all_cases()) GTEST_SKIP() << "half a minute: MISFIRE_ROUTE=all";
  differential({2001, 45, 0}, [](int scale) {  // in the midst of the alerts
    return Chores{-30s + 3500ms * scale, 30s, 30s, 15min, 30min};
  });
}

/// Alerts of one post that are told at once: Alertmanager's group begins to tell while the rest of
/// the post still comes in. The model tells of all, and says that it is a close call.
TEST(DifferentialRouting, AtOnceIsAsMuchOfAPostAsHasComeIn) {
  std::vector<RoutingCase> cases;
  for (int i = 0; i < 60; ++i) {
    RoutingCase one;
    one.label = "s" + std::to_string(i);
    one.until = 1500;
    one.alertmanager =
        "global: {resolve_timeout: 1m}\nroute: {receiver: " + one.label +
        "-r, group_wait: 0s, group_interval: 700ms}\nreceivers: [{name: " + one.label +
        "-r, webhook_configs: [{url: '" + kSinkUrl + "/notify/" + one.label + "-r/webhook/0'}]}]\n";
    one.posts = {{20 + i * 10, {}}};
    for (const char* name : {"A", "B", "C"}) {
      one.posts[0].alerts.push_back(
          {{{"alertname", name}, {"case", one.label}}, 20 + i * 10, 60'000});
    }
    cases.push_back(std::move(one));
  }
  const Observation seen = observe(cases);
  std::map<std::size_t, int> at_once;
  for (const RoutingCase& one : cases) {
    const auto& notifications = seen.arrived.at(one.label);
    ASSERT_FALSE(notifications.empty());
    const auto& first = notifications.front().fact.alerts;
    ++at_once[first.size()];
    for (std::size_t i = 0; i < first.size(); ++i) {
      EXPECT_EQ(first[i].labels.at("alertname"), std::string(1, static_cast<char>('A' + i)));
    }
    EXPECT_EQ(notifications.back().fact.alerts.size(), 3u);
    EXPECT_LE(notifications.size(), 3u);
  }
  for (const auto& [alerts, times] : at_once) std::printf("%2d times %zu of 3\n", times, alerts);
}

TEST(DifferentialRouting, SoItDoesInTheCaseOfAFile) {
  const char* file = std::getenv("MISFIRE_ROUTE_CASE");
  if (file == nullptr) GTEST_SKIP() << "MISFIRE_ROUTE_CASE names none";
  const RoutingCase one = case_from_text(read_file(file).value());
  const Outcome outcome = put_to_alertmanager({one.seed}, [&](std::uint64_t, int) { return one; });
  std::printf("%s\n", to_text(outcome).c_str());
  for (const std::string& text : outcome.different) ADD_FAILURE() << text;
  EXPECT_EQ(outcome.undecided, 0) << "this machine was late time after time";
}

}  // namespace
}  // namespace misfire
