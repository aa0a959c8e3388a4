// What is counted of logins, in the tick that goes on and of all of them.
#include "load/login_counter.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::Pair;

Login login(std::uint8_t backend, std::uint16_t status, Outcome outcome, std::uint32_t user = 1) {
  Login one;
  one.user = user;
  one.backend = backend;
  one.status = status;
  one.outcome = outcome;
  one.answered = one.planned + Duration(30ms);
  return one;
}

TEST(LoginCounter, ATickEndsWithWhatCameOfItAndTheNextBeginsEmpty) {
  LoginCounter counter(2);
  counter.planned(login(0, 0, Outcome::ok), 2ms);
  counter.planned(login(0, 0, Outcome::ok), 5ms);
  counter.ended(login(0, 200, Outcome::ok));
  counter.ended(login(1, 500, Outcome::server_error));
  const LoadTick tick = counter.end_tick(Instant{} + Duration(1s));
  EXPECT_EQ(tick.planned, 2);
  EXPECT_EQ(tick.logins, 2);
  EXPECT_EQ(tick.failed, 1);
  EXPECT_DOUBLE_EQ(tick.lag_ms, 5);
  EXPECT_THAT(tick.per_backend, ElementsAre(1, 1));
  const LoadTick next = counter.end_tick(Instant{} + Duration(2s));
  EXPECT_EQ(next.planned + next.logins + next.failed, 0);
  EXPECT_THAT(next.per_backend, ElementsAre(0, 0));

  const LoadAccount& all = counter.account();
  EXPECT_EQ(all.until, Instant{} + Duration(2s));
  EXPECT_EQ(all.ended, 2);
  EXPECT_EQ(all.failed, 1);
  EXPECT_THAT(all.by_status, ElementsAre(Pair(200, 1), Pair(500, 1)));
  EXPECT_EQ(all.per_backend[0].took, Duration(30ms)) << "of those that succeeded";
  EXPECT_EQ(all.per_backend[1].took, Duration{});
  EXPECT_EQ(all.per_backend[1].errors, 1);
}

TEST(LoginCounter, NobodysAnswerIsNoBackends) {
  LoginCounter counter(1);
  counter.ended(login(Login::kNoBackend, 503, Outcome::unavailable));
  EXPECT_THAT(counter.end_tick({}).per_backend, ElementsAre(0));
  EXPECT_EQ(counter.account().failed, 1);
  EXPECT_EQ(counter.account().per_backend[0].answered, 0);
}

TEST(LoginCounter, AFloodIsCountedApart) {
  LoginCounter counter(1);
  const std::uint32_t stranger = 1 | Login::kFlood;
  counter.planned(login(0, 0, Outcome::ok, stranger), 0ms);
  counter.ended(login(0, 401, Outcome::denied, stranger));
  counter.ended(login(Login::kNoBackend, 503, Outcome::unavailable, stranger));
  const LoadTick tick = counter.end_tick({});
  EXPECT_EQ(tick.planned + tick.logins + tick.failed, 0);
  EXPECT_EQ(tick.flood_planned, 1);
  EXPECT_EQ(tick.flood, 2);
  EXPECT_EQ(counter.account().flood.answered, 1);
  EXPECT_THAT(counter.account().flood.by_status, ElementsAre(Pair(401, 1)));
}

}  // namespace
}  // namespace misfire
