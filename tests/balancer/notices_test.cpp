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

TEST(HaproxyNotices, WithoutChecksNothingIsNoticed) {
  EXPECT_EQ(notices("server a 10.0.0.1:80"), Bounds{});
}

}  // namespace
}  // namespace misfire
