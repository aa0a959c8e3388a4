// The driver against targets that fail: what it counts, and that it goes on.
#include <gtest/gtest.h>

#include "load/driven.hpp"
#include "load/login_server.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using Then = Reply::Then;

struct Case {
  const char* name;
  Reply reply;
  Outcome outcome;
  int status;
};

Reply keep_silent(const Request&) {
  return {"", Then::silence, {}};
}

std::vector<Case> cases() {
  const std::string ok = login_ok().bytes;
  return {
      {"ok", login_ok(), Outcome::ok, 200},
      {"maintenance page", {http_answer(200, "<h1>Back soon</h1>")}, Outcome::wrong_body, 200},
      {"long maintenance page",
       {http_answer(200, std::string(200'000, 'x'))},
       Outcome::wrong_body,
       200},
      {"denied", {http_answer(401, R"({"status":"denied"})")}, Outcome::denied, 401},
      {"not found", {http_answer(404, "")}, Outcome::client_error, 404},
      {"busy", {http_answer(503, R"({"status":"busy"})")}, Outcome::unavailable, 503},
      {"long busy page", {http_answer(503, std::string(200'000, 'x'))}, Outcome::unavailable, 503},
      {"server error", {http_answer(500, "")}, Outcome::server_error, 500},
      {"no answer but a close", {"", Then::close}, Outcome::broken, 0},
      {"no answer but a reset", {"", Then::reset}, Outcome::broken, 0},
      {"close within the headers", {"HTTP/1.1 2", Then::close}, Outcome::broken, 0},
      {"reset within the body", {ok.substr(0, ok.size() - 3), Then::reset}, Outcome::broken, 0},
      {"close within the body", {ok.substr(0, ok.size() - 3), Then::close}, Outcome::broken, 0},
      {"not HTTP", {"SSH-2.0-OpenSSH_9.2\r\n\r\n", Then::close}, Outcome::broken, 0},
  };
}

TEST(FailingTarget, EveryOutcomeIsCountedAsWhatItIs) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    LoginServer server([&](const Request&) { return c.reply; });
    Driven driven(server.endpoint());
    ASSERT_NO_FATAL_FAILURE(driven.run(30));
    for (const Login& login : driven.logins()) {
      ASSERT_STREQ(to_string(login.outcome), to_string(c.outcome));
      ASSERT_EQ(login.status, c.status);
    }
    EXPECT_EQ(driven.failed(), c.outcome == Outcome::ok ? 0 : driven.answered());
  }
}

TEST(FailingTarget, GoesOnOfferingWhenNobodyListens) {
  const RefusingPort port;
  Driven driven(port.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(400));
  EXPECT_EQ(driven.outcomes()[Outcome::refused], static_cast<int>(driven.logins().size()));
}

TEST(FailingTarget, GivesUpWhenItsPatienceEnds) {
  LoginServer server(keep_silent);
  Driven driven(server.endpoint());
  driven.options.load.per_second = 100;
  driven.options.load.patience = 300ms;
  ASSERT_NO_FATAL_FAILURE(driven.run(50));
  for (const Login& login : driven.logins()) {
    ASSERT_EQ(login.outcome, Outcome::timeout);
    ASSERT_EQ(login.status, 0);
    ASSERT_GE(login.answered - login.planned, 300ms);
  }
  // The connections are not left to a server that may never answer.
  driven.until("closed connections", [&] { return server.seen().open == 0; });
}

TEST(FailingTarget, PatienceAlsoEndsForLoginsWithoutAConnection) {
  LoginServer server(keep_silent);
  Driven driven(server.endpoint());
  driven.options.max_connections = 1;
  driven.options.load.patience = 200ms;
  ASSERT_NO_FATAL_FAILURE(driven.run(100));
  EXPECT_EQ(driven.outcomes()[Outcome::timeout], static_cast<int>(driven.logins().size()));
  EXPECT_LT(server.seen().requests, static_cast<int>(driven.logins().size()));
}

// A late answer must not be taken for the answer to the next login.
TEST(FailingTarget, ALateAnswerIsNobodys) {
  LoginServer server([](const Request& request) {
    Reply reply = login_ok();
    if (request.on_server % 2 == 0) reply.delay = 600ms;
    return reply;
  });
  Driven driven(server.endpoint());
  driven.options.load.per_second = 50;
  driven.options.load.patience = 300ms;
  ASSERT_NO_FATAL_FAILURE(driven.run(40));
  EXPECT_GT(driven.outcomes()[Outcome::timeout], 5);
  for (const Login& login : driven.logins()) {
    if (login.ok()) {
      EXPECT_LT(login.answered - login.sent, 600ms);
    }
  }
}

TEST(FailingTarget, RecoversWhenTheTargetDoes) {
  LoginServer server([](const Request& request) {
    return request.on_server < 50 ? Reply{"", Then::reset, {}} : login_ok();
  });
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(200));
  EXPECT_EQ(driven.outcomes()[Outcome::broken], 50);
  EXPECT_EQ(driven.outcomes()[Outcome::ok], static_cast<int>(driven.logins().size()) - 50);
}

}  // namespace
}  // namespace misfire
