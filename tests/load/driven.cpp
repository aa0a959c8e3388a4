#include "load/driven.hpp"

#include <gtest/gtest.h>

#include "base/wait.hpp"

namespace misfire {

using namespace std::chrono_literals;

Driven::Driven(const Endpoint& target) {
  options.target = target;
  options.load.per_second = 400;
  options.load.users = 20;
  options.load.patience = 30s;
  options.seed = 7;
  options.backends = {"auth1", "auth2", "auth3"};
  options.logins_file = folder_.path() / "logins.bin";
}

void Driven::start() {
  auto started = LoginDriver::start(options);
  ASSERT_TRUE(started) << to_string(started.error());
  driver_ = std::move(*started);
}

void Driven::collect() {
  for (const Event& event : driver_->ticks()) {
    const auto& tick = std::get<LoadTick>(event.fact);
    sum_.logins += tick.logins;
    sum_.failed += tick.failed;
    sum_.planned += tick.planned;
    sum_.flood += tick.flood;
    sum_.flood_planned += tick.flood_planned;
    ticks_.push_back(event);
  }
}

void Driven::until(const char* what, const std::function<bool()>& done) {
  SystemClock clock;
  const auto waited = wait_for(clock, what, 60s, [&]() -> Result<bool> {
    collect();
    return done();
  });
  ASSERT_TRUE(waited) << to_string(waited.error());
}

void Driven::until_logins(int n) {
  until("answered logins", [&] { return sum_.logins >= n; });
}

void Driven::stop() {
  const auto stopped = driver_->stop();
  ASSERT_TRUE(stopped) << to_string(stopped.error());
  collect();
  auto file = read_logins(options.logins_file);
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_EQ(file->damage, "");
  logins_ = std::move(file->logins);
  EXPECT_EQ(static_cast<std::int64_t>(logins_.size()), sum_.planned + sum_.flood_planned);
  EXPECT_EQ(static_cast<std::int64_t>(logins_.size()), sum_.logins + sum_.flood);
}

void Driven::run(int n) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_NO_FATAL_FAILURE(until_logins(n));
  ASSERT_NO_FATAL_FAILURE(stop());
}

std::map<Outcome, int> Driven::outcomes() const {
  std::map<Outcome, int> counts;
  for (const Login& login : logins_) ++counts[login.outcome];
  return counts;
}

}  // namespace misfire
