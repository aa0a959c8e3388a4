#include "run/pulse.hpp"

#include <gmock/gmock.h>

#include <atomic>

#include "base/wait.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Waits generously until that many parts are silent.
void until_silent(const Pulse& pulse, Duration at_least, std::size_t parts) {
  SystemClock clock;
  const auto waited = wait_for(clock, "silence", 60s, [&]() -> Result<bool> {
    return pulse.silent(at_least).size() == parts;
  });
  ASSERT_TRUE(waited) << to_string(waited.error());
}

/// A part that answers while `up`, and otherwise only when the question is given up.
Probe part(const std::atomic<bool>& up) {
  return [&up](Duration limit) -> Result<void> {
    SystemClock clock;
    return wait_for(clock, "an answer", limit, [&]() -> Result<bool> { return up.load(); });
  };
}

TEST(Pulse, NamesThePartThatIsSilentAndNoOther) {
  std::atomic<bool> up{true}, hung{false};
  Pulse pulse(100ms);
  pulse.watch("sink", part(up));
  pulse.watch("prometheus", part(hung));
  until_silent(pulse, 1s, 1);
  const auto silent = pulse.silent(pulse.patience());
  ASSERT_FALSE(silent.empty());
  EXPECT_EQ(silent.front().part, "prometheus");
  EXPECT_GE(silent.front().lasts, 1s);
  EXPECT_THAT(to_string(silent.front()), HasSubstr("prometheus did not answer for"));
  hung = true;
  until_silent(pulse, 100ms, 0);
}

TEST(Pulse, RemembersHowLongAPartLeftAQuestionUnanswered) {
  std::atomic<bool> up{true}, hung{false};
  Pulse pulse(1h);
  pulse.watch("sink", part(up));
  pulse.watch("prometheus", part(hung));
  pulse.start_lateness();
  until_silent(pulse, 1s, 1);
  hung = true;
  until_silent(pulse, 1s, 0);
  EXPECT_GE(pulse.lateness().at("prometheus"), 1s);
  EXPECT_LT(pulse.lateness().at("sink"), pulse.lateness().at("prometheus"));
  pulse.start_lateness();
  EXPECT_LT(pulse.lateness().at("prometheus"), 1s);
}

TEST(Pulse, AForgottenPartIsSilentNoLonger) {
  const std::atomic<bool> hung{false};
  Pulse pulse(100ms);
  pulse.watch("prometheus", part(hung));
  until_silent(pulse, 100ms, 1);
  pulse.forget("prometheus");
  EXPECT_TRUE(pulse.silent(0s).empty());
}

TEST(Pulse, ARefusalThatLastsIsToldAsWhatItIs) {
  Pulse pulse(100ms);
  pulse.watch("sink", [](Duration) -> Result<void> {
    return environment_error("cannot connect to 127.77.1.1:20094: Connection refused");
  });
  until_silent(pulse, 1s, 1);
  EXPECT_THAT(to_string(pulse.silent(1s).front()), HasSubstr("sink did not answer for"));
  EXPECT_THAT(to_string(pulse.silent(1s).front()), HasSubstr("Connection refused"));
}

}  // namespace
}  // namespace misfire
