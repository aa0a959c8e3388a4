// X of ALERTS.md: refused, (fall − 1)·inter ≤ X < fall·inter; hanging adds the check's timeout per
// probe.
#include <gtest/gtest.h>

#include "balancer/haproxy/config.hpp"

namespace misfire {
namespace {

Bounds notices(const std::string& pool, const std::string& before = {}) {
  const auto config =
      HaproxyConfig::parse(before + "backend auth\n  " + pool + "\n", "h.cfg", "auth");
  EXPECT_TRUE(config);
  return config ? (*config)->notices() : Bounds{};
}

Bounds seconds(double earliest, double mean, double latest) {
  return {model_seconds(earliest), model_seconds(mean), model_seconds(latest)};
}

TEST(HaproxyNotices, WithTheDefaultsTakesTwoToThreeIntervals) {
  // inter 2 s, fall 3: 4 to 6 s; without a timeout of its own a check may hang for its interval
  EXPECT_EQ(notices("server a 10.0.0.1:80 check"), seconds(4, 5, 12));
}

TEST(HaproxyNotices, FollowsTheServersOwnTimers) {
  EXPECT_EQ(notices("server a 10.0.0.1:80 check inter 1s fall 5\n  timeout check 500ms"),
            seconds(4, 4.5, 5 + 5 * 0.5));
  // the first failure after up to 10 s, then two more, a second apart
  EXPECT_EQ(notices("timeout check 1s\n  server a 10.0.0.1:80 check inter 10s fastinter 1s"),
            seconds(2, 7, 12 + 3));
}

TEST(HaproxyNotices, InheritsFromDefaults) {
  EXPECT_EQ(notices("server a 10.0.0.1:80 check",
                    "defaults\n  timeout check 1s\n  default-server inter 4s fall 2\n"),
            seconds(4, 6, 8 + 2));
}

TEST(HaproxyNotices, SpreadChecksWidenThem) {
  EXPECT_EQ(
      notices("timeout check 1s\n  server a 10.0.0.1:80 check", "global\n  spread-checks 50\n"),
      seconds(2, 5.5, 9 + 3));
}

TEST(HaproxyNotices, TheSlowestServerDecidesTheLatest) {
  EXPECT_EQ(notices("timeout check 1s\n  server a 10.0.0.1:80 check\n"
                    "  server b 10.0.0.2:80 check inter 10s\n  server c 10.0.0.3:80"),
            seconds(4, 25, 33));
}

TEST(HaproxyCheckTimes, AServerThatIsWellAgainWaitsForEnoughOfItsChecks) {
  using namespace std::chrono_literals;
  const auto times = [](const std::string& server) {
    const auto config = HaproxyConfig::parse("backend auth\n  " + server + "\n", "h.cfg", "auth");
    return std::pair((*config)->first_checks(), (*config)->back_up());
  };
  using Times = std::pair<std::chrono::microseconds, std::chrono::microseconds>;
  EXPECT_EQ(times("server a :1 check inter 10s rise 3\n  timeout check 1s"), Times(11s, 31s));
  EXPECT_EQ(times("server a :1 check inter 10s fastinter 1s downinter 20s rise 3\n"
                  "  timeout check 1s"),
            Times(11s, 23s));
  EXPECT_EQ(times("server a :1 check"), Times(4s, 6s));  // inter 2s, rise 2; a check hangs for 2 s
  EXPECT_EQ(times("server a :1"), Times(0s, 0s));
}

std::chrono::microseconds first_checks(const std::string& before, const std::string& inter) {
  const auto config = HaproxyConfig::parse(
      before + "backend auth\n  timeout check 100ms\n  server a :1 check inter " + inter + "\n",
      "h.cfg", "auth");
  EXPECT_TRUE(config);
  return config ? (*config)->first_checks() : std::chrono::microseconds{};
}

TEST(HaproxyCheckTimes, FirstChecksAreSpreadOverTheShortestIntervalOfASecondOrMoreOfAllProxies) {
  using namespace std::chrono_literals;
  const std::string other = "backend other\n  server o :1 check inter ";
  EXPECT_EQ(first_checks(other + "3m\n", "67ms"), 180'100ms);
  EXPECT_EQ(first_checks(other + "3m\n  server p :2 check inter 5s\n", "67ms"), 5'100ms);
  EXPECT_EQ(first_checks(other + "3m fastinter 4s\n", "67ms"), 4'100ms) << "as after a failure";
  EXPECT_EQ(first_checks(other + "999ms\n", "67ms"), 167ms) << "too short to spread over";
  EXPECT_EQ(first_checks(other + "3m no-check\n", "67ms"), 167ms);
  EXPECT_EQ(first_checks(other + "3m\n", "2s"), 2'100ms) << "the pool's own is shorter";
  EXPECT_EQ(first_checks(other + "1s\n", "2s"), 2'100ms) << "each at least over its own";
  EXPECT_EQ(first_checks("global\n  max-spread-checks 67ms\n" + other + "3m\n", "67ms"), 167ms);
}

TEST(HaproxyCheckTimes, APoolThatTracksOthersHasTheirChecks) {
  using namespace std::chrono_literals;
  const auto config = HaproxyConfig::parse(
      "backend mid\n  server m :1 track chk/c\n"
      "backend chk\n  timeout check 1s\n  server c :1 check inter 10s rise 3 fall 2\n"
      "backend auth\n  timeout check 9s\n  server a :1 track mid/m\n",
      "h.cfg", "auth");
  ASSERT_TRUE(config);
  EXPECT_EQ((*config)->first_checks(), 11s);
  EXPECT_EQ((*config)->back_up(), 31s);
  EXPECT_EQ((*config)->notices(), seconds(10, 15, 22));
  EXPECT_EQ(notices("server a :1 track chk/gone", "backend chk\n  server c :1 check\n"), Bounds{});
  EXPECT_EQ(notices("server a :1 check\n  server b :2 track a"), seconds(4, 5, 12));
}

TEST(HaproxyNotices, WithoutChecksNothingIsNoticed) {
  EXPECT_EQ(notices("server a 10.0.0.1:80"), Bounds{});
}

}  // namespace
}  // namespace misfire
