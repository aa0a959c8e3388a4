#include "load/driver.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>
#include <set>

#include "base/accounts.hpp"
#include "base/wait.hpp"
#include "load/driven.hpp"
#include "load/login_server.hpp"
#include "load/schedule.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

Reply always_ok(const Request&) {
  return login_ok();
}

// Open loop and deterministic at once: the logins are the schedule's, all of them, in its order.
TEST(LoginDriver, OffersExactlyTheArrivalsOfItsSeed) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(300));
  Schedule schedule(400, 20, 7);
  const Duration first = schedule.next().at;
  const auto& logins = driven.logins();
  for (std::size_t i = 1; i < logins.size(); ++i) {
    const Arrival arrival = schedule.next();
    ASSERT_EQ(logins[i].planned - logins[0].planned, arrival.at - first) << i;
    ASSERT_EQ(logins[i].user, arrival.user) << i;
    ASSERT_GE(logins[i].sent, logins[i].planned);
    ASSERT_GE(logins[i].answered, logins[i].sent);
  }
  EXPECT_EQ(driven.outcomes()[Outcome::ok], static_cast<int>(logins.size()));
  EXPECT_EQ(driven.failed(), 0);
}

TEST(LoginDriver, DeliversTheRate) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(800));
  // Planned instants are the schedule's, so only chance (six standard deviations) is allowed for.
  const double n = static_cast<double>(driven.logins().size());
  const double took = to_seconds(driven.logins().back().planned - driven.logins().front().planned);
  EXPECT_NEAR(n / took / 400, 1, 6 / std::sqrt(n));
}

TEST(LoginDriver, SurgesAndCalmsDownAtTheMomentsThatItTells) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(200));
  const auto surged = driven.driver().multiply_rate(4);
  ASSERT_TRUE(surged) << to_string(surged.error());
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(1200));
  const auto calmed = driven.driver().multiply_rate(1);
  ASSERT_TRUE(calmed) << to_string(calmed.error());
  ASSERT_NO_FATAL_FAILURE(driven.until(
      "ticks of the calm", [&] { return driven.driver().account().until > *calmed + 500ms; }));
  ASSERT_NO_FATAL_FAILURE(driven.stop());

  Schedule schedule(400, 20, 7);
  Arrival next = schedule.next();
  const Instant start = driven.logins().front().planned - next.at;
  const std::pair<Instant, double> changes[] = {{*surged, 1600}, {*calmed, 400}};
  const auto* change = std::begin(changes);
  for (const Login& login : driven.logins()) {
    while (change != std::end(changes) && start + next.at > change->first) {
      next = schedule.change_rate(change->first - start, change->second, next);
      ++change;
    }
    ASSERT_EQ(login.planned, start + next.at);
    ASSERT_EQ(login.user, next.user);
    next = schedule.next();
  }
  EXPECT_EQ(change, std::end(changes));
  const auto in_surge = std::count_if(
      driven.logins().begin(), driven.logins().end(),
      [&](const Login& login) { return login.planned > *surged && login.planned <= *calmed; });
  const double n = static_cast<double>(in_surge);
  EXPECT_NEAR(n / to_seconds(*calmed - *surged) / 1600, 1, 6 / std::sqrt(n));
}

/// 401 to a wrong password, as authd does it.
Reply by_password(const Request& request) {
  const bool wrong = request.body.find("leaked-elsewhere") != std::string::npos;
  return wrong ? Reply{http_answer(401, "{}", "X-Backend: auth2\r\n")} : login_ok("auth1");
}

TEST(LoginDriver, AFloodComesBesidesAndIsCountedApart) {
  LoginServer server(by_password);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(100));
  const auto came = driven.driver().flood({3, 5, true});
  ASSERT_TRUE(came) << to_string(came.error());
  ASSERT_NO_FATAL_FAILURE(driven.until("the flood", [&] { return driven.flood() > 600; }));
  const auto went = driven.driver().flood({});
  ASSERT_TRUE(went) << to_string(went.error());
  ASSERT_NO_FATAL_FAILURE(driven.until(
      "ticks of the calm", [&] { return driven.driver().account().until > *went + 500ms; }));
  const LoadAccount account = driven.driver().account();
  ASSERT_NO_FATAL_FAILURE(driven.stop());

  // The users' logins are the schedule's, as if nobody else had come.
  Schedule schedule(400, 20, 7);
  const Duration first = schedule.next().at;
  std::optional<Instant> began;
  std::set<std::uint32_t> flooding;
  double flood = 0;
  for (const Login& login : driven.logins()) {
    if (login.of_flood()) {
      EXPECT_GE(login.planned, *came);
      EXPECT_LE(login.planned, *went);
      EXPECT_EQ(login.outcome, Outcome::denied);
      flooding.insert(login.user & ~Login::kFlood);
      ++flood;
      continue;
    }
    EXPECT_EQ(login.outcome, Outcome::ok);
    if (!began) {
      began = login.planned;
      continue;
    }
    const Arrival arrival = schedule.next();
    ASSERT_EQ(login.planned - *began, arrival.at - first);
    ASSERT_EQ(login.user, arrival.user);
  }
  EXPECT_EQ(flooding, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
  EXPECT_NEAR(flood / to_seconds(*went - *came) / 1200, 1, 6 / std::sqrt(flood));
  EXPECT_EQ(driven.failed(), 0) << "who was denied is none of the users";
  EXPECT_EQ(account.failed, 0);
  EXPECT_EQ(account.by_status.count(401), 0u);
  EXPECT_EQ(account.per_backend[1].answered, 0);
  EXPECT_EQ(account.flood.planned, static_cast<std::int64_t>(flood));
  EXPECT_EQ(account.flood.answered, account.flood.ended);
  EXPECT_EQ(account.flood.by_status.at(401), account.flood.answered);
}

TEST(LoginDriver, AFloodWithTheRightPasswordsIsLetIn) {
  LoginServer server(by_password);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  ASSERT_TRUE(driven.driver().flood({2, 3, false}));
  ASSERT_NO_FATAL_FAILURE(driven.until("the flood", [&] { return driven.flood() > 100; }));
  ASSERT_NO_FATAL_FAILURE(driven.stop());
  EXPECT_EQ(driven.outcomes()[Outcome::ok], static_cast<int>(driven.logins().size()));
  EXPECT_LE(server.seen().bodies.size(), 20u) << "the same requests as those of the users";
}

TEST(LoginDriver, RefusesAFloodThatIsNone) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  EXPECT_FALSE(driven.driver().flood({-1, 5, true}));
  EXPECT_FALSE(driven.driver().flood({1000, 5, true}));
  EXPECT_FALSE(driven.driver().flood({1, 0, true}));
  EXPECT_FALSE(driven.driver().flood({std::numeric_limits<double>::quiet_NaN(), 5, true}));
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(50));
  ASSERT_NO_FATAL_FAILURE(driven.stop());
  EXPECT_EQ(driven.flood(), 0);
}

TEST(LoginDriver, RefusesASurgeBeyondItsBound) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  for (const double factor : {0.0, -1.0, 1000.0, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_FALSE(driven.driver().multiply_rate(factor)) << factor;
  }
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(100));
  ASSERT_NO_FATAL_FAILURE(driven.stop());
  EXPECT_FALSE(driven.driver().multiply_rate(2)) << "there is nobody left to surge";
}

TEST(LoginDriver, AccountsForWhatEachBackendAnswered) {
  LoginServer server([](const Request& request) {
    switch (request.on_server % 4) {
      case 0:
        return Reply{http_answer(500, "{}", "X-Backend: auth2\r\n")};
      case 1:
        return Reply{http_answer(503, "no server")};  // the balancer itself
      default:
        return login_ok("auth1");
    }
  });
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(200));
  const LoadAccount before = driven.driver().account();
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(400));
  ASSERT_NO_FATAL_FAILURE(driven.stop());
  const LoadAccount now = driven.driver().account();
  LoadAccount counted;
  counted.per_backend.resize(3);
  for (const Login& login : driven.logins()) {
    ++counted.ended;
    counted.failed += login.ok() ? 0 : 1;
    if (login.backend >= 3) continue;
    BackendLogins& backend = counted.per_backend[login.backend];
    ++backend.answered;
    backend.failed += login.ok() ? 0 : 1;
    backend.errors += login.status == 500 ? 1 : 0;
    if (login.ok()) backend.took += login.answered - login.planned;
  }
  const auto same = [](const LoadAccount& a, const LoadAccount& b) {
    EXPECT_EQ(a.ended, b.ended);
    EXPECT_EQ(a.failed, b.failed);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(a.per_backend[i].answered, b.per_backend[i].answered) << i;
      EXPECT_EQ(a.per_backend[i].failed, b.per_backend[i].failed) << i;
      EXPECT_EQ(a.per_backend[i].took, b.per_backend[i].took) << i;
      EXPECT_EQ(a.per_backend[i].errors, b.per_backend[i].errors) << i;
    }
  };
  same(now, counted);
  EXPECT_EQ(now.planned, driven.planned());
  EXPECT_GT(now.per_backend[0].succeeded(), 0);
  EXPECT_EQ(now.per_backend[1].succeeded(), 0);
  EXPECT_GT(before.ended, 0);
  LoadAccount between = now - before;
  EXPECT_EQ(between.ended + before.ended, now.ended);
  EXPECT_EQ(between.per_backend[1].failed + before.per_backend[1].failed,
            now.per_backend[1].failed);
}

TEST(LoginDriver, OffersInStepsAboveTenThousandASecond) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  driven.options.load.per_second = 12'000;
  ASSERT_NO_FATAL_FAILURE(driven.run(1'000));
  Schedule schedule(12'000, 20, 7);
  const Duration first = schedule.next().at;
  for (std::size_t i = 1; i < driven.logins().size(); ++i) {
    const Arrival arrival = schedule.next();
    ASSERT_EQ(driven.logins()[i].planned - driven.logins()[0].planned, arrival.at - first) << i;
  }
  EXPECT_EQ(driven.failed(), 0);
}

TEST(LoginDriver, SendsEachUsersPassword) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(200));
  std::map<std::string, int> expected;
  for (const Login& login : driven.logins()) {
    const int user = static_cast<int>(login.user);
    ++expected[R"({"user": ")" + user_name(user) + R"(", "password": ")" + password_of(7, user) +
               R"("})"];
  }
  EXPECT_EQ(server.seen().bodies, expected);
}

TEST(LoginDriver, CountsBackendsAsTheServerDid) {
  std::mutex mutex;
  std::map<std::string, int> served;
  LoginServer server([&](const Request& request) {
    static const char* const kNames[] = {"auth1", "auth2", "auth3", "stranger"};
    const std::string name = kNames[request.on_server % 7 % 4];
    const std::lock_guard lock(mutex);
    ++served[name];
    return login_ok(name);
  });
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(300));
  const std::lock_guard lock(mutex);
  std::map<std::string, int> counted;
  for (const Login& login : driven.logins()) {
    ++counted[login.backend == Login::kNoBackend ? "stranger"
                                                 : driven.options.backends.at(login.backend)];
  }
  EXPECT_EQ(counted, served);
  std::vector<std::int64_t> per_backend(3);
  for (const Event& event : driven.ticks()) {
    const auto& tick = std::get<LoadTick>(event.fact);
    ASSERT_EQ(tick.per_backend.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) per_backend[i] += tick.per_backend[i];
  }
  EXPECT_EQ(per_backend,
            (std::vector<std::int64_t>{served["auth1"], served["auth2"], served["auth3"]}));
}

TEST(LoginDriver, TicksFollowEachOtherEachQuarterOfASecond) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  ASSERT_NO_FATAL_FAILURE(driven.until("four ticks", [&] { return driven.ticks().size() >= 4; }));
  ASSERT_NO_FATAL_FAILURE(driven.stop());
  for (std::size_t i = 1; i + 1 < driven.ticks().size(); ++i) {  // the last is cut short
    EXPECT_EQ(driven.ticks()[i].at - driven.ticks()[i - 1].at, 250ms);
    EXPECT_GE(driven.ticks()[i].recorded, driven.ticks()[i].at);
  }
}

// One connection and 20 ms an answer serve 50 a second; 400 are wanted. A closed loop would show
// 20 ms; open loop, each login waits for all before it.
TEST(LoginDriver, CountsLatencyFromThePlannedInstant) {
  LoginServer server([](const Request&) {
    Reply reply = login_ok();
    reply.delay = 20ms;
    return reply;
  });
  Driven driven(server.endpoint());
  driven.options.max_connections = 1;
  ASSERT_NO_FATAL_FAILURE(driven.start());
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(10));
  ASSERT_NO_FATAL_FAILURE(driven.stop());
  const auto& logins = driven.logins();
  ASSERT_GT(logins.size(), 20u);
  EXPECT_EQ(server.seen().connections, 1);
  for (std::size_t i = 1; i < logins.size(); ++i) {
    ASSERT_GE(logins[i].sent, logins[i - 1].answered) << "first come, first served";
  }
  const Login& last = logins.back();
  const auto before = static_cast<int>(logins.size()) - 1;
  EXPECT_GE(last.answered - logins.front().sent, before * 20ms);
  EXPECT_GT(last.answered - last.planned, 4 * 20ms);
}

TEST(LoginDriver, ReusesItsConnectionsWithinTheBound) {
  LoginServer server([](const Request&) {
    Reply reply = login_ok();
    reply.delay = 5ms;
    return reply;
  });
  Driven driven(server.endpoint());
  driven.options.max_connections = 4;
  ASSERT_NO_FATAL_FAILURE(driven.run(200));
  EXPECT_EQ(driven.failed(), 0);
  EXPECT_LE(server.seen().connections, 4);
  EXPECT_GE(server.seen().requests, 200);
}

TEST(LoginDriver, StopWaitsForWhatIsUnderWay) {
  LoginServer server([](const Request&) {
    Reply reply = login_ok();
    reply.delay = 200ms;
    return reply;
  });
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  ASSERT_NO_FATAL_FAILURE(
      driven.until("a request under way", [&] { return server.seen().requests > 0; }));
  ASSERT_NO_FATAL_FAILURE(driven.stop());
  EXPECT_EQ(driven.outcomes()[Outcome::ok], static_cast<int>(driven.logins().size()));
  EXPECT_EQ(server.seen().requests, static_cast<int>(driven.logins().size()));
  // Stopping again changes nothing, and nothing is sent any more.
  EXPECT_TRUE(driven.driver().stop());
  EXPECT_TRUE(driven.driver().ticks().empty());
  EXPECT_EQ(read_logins(driven.options.logins_file)->logins.size(), driven.logins().size());
}

TEST(LoginDriver, DestroyingItStopsIt) {
  LoginServer server(always_ok);
  const TestFolder folder;
  DriverOptions options = Driven(server.endpoint()).options;
  options.logins_file = folder.path() / "logins.bin";
  {
    auto driver = LoginDriver::start(options);
    ASSERT_TRUE(driver);
    SystemClock clock;
    ASSERT_TRUE(wait_for(clock, "a login", 60s,
                         [&]() -> Result<bool> { return server.seen().requests > 0; }));
  }
  const auto file = read_logins(options.logins_file);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->damage, "");
  EXPECT_EQ(static_cast<int>(file->logins.size()), server.seen().requests);
}

TEST(LoginDriver, ReportsThatItsFileCannotBeWritten) {
  LoginServer server(always_ok);
  Driven driven(server.endpoint());
  driven.options.logins_file = "/dev/full";
  ASSERT_NO_FATAL_FAILURE(driven.start());
  ASSERT_NO_FATAL_FAILURE(driven.until_logins(1));
  for (int i = 0; i < 2; ++i) {
    const auto stopped = driven.driver().stop();
    ASSERT_FALSE(stopped);
    EXPECT_NE(stopped.error().message.find("logins.bin"), std::string::npos);
  }
  driven.options.logins_file = "/nonexistent/logins.bin";
  EXPECT_FALSE(LoginDriver::start(driven.options));
}

void expect_refused(const DriverOptions& options, const std::string& what) {
  const auto driver = LoginDriver::start(options);
  ASSERT_FALSE(driver) << what;
  EXPECT_EQ(driver.error().code, ErrorCode::usage) << what;
  EXPECT_FALSE(fs::exists(options.logins_file)) << what;
}

TEST(LoginDriver, RefusesEveryTargetThatIsNotLoopback) {
  for (const char* host : {"10.0.0.1", "8.8.8.8", "example.com", "localhost", "0.0.0.0",
                           "::", "128.0.0.1", "127.0.0.1.example.com", ""}) {
    Driven driven({host, 80});
    expect_refused(driven.options, host);
  }
  for (const int port : {0, -1, 65536}) {
    Driven driven({"127.0.0.1", port});
    expect_refused(driven.options, std::to_string(port));
  }
}

TEST(LoginDriver, RefusesLoadBeyondItsBounds) {
  for (const double rate : {0.0, -1.0, 50'000.1, std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity()}) {
    Driven driven({"127.0.0.1", 1});
    driven.options.load.per_second = rate;
    expect_refused(driven.options, std::to_string(rate));
  }
  for (const int users : {0, -1, 10'000'001}) {
    Driven driven({"127.0.0.1", 1});
    driven.options.load.users = users;
    expect_refused(driven.options, std::to_string(users));
  }
  Driven impatient({"127.0.0.1", 1});
  impatient.options.load.patience = Duration::zero();
  expect_refused(impatient.options, "no patience");
  Driven unconnected({"127.0.0.1", 1});
  unconnected.options.max_connections = 0;
  expect_refused(unconnected.options, "no connection");
}

}  // namespace
}  // namespace misfire
