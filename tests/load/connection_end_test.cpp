// Connections that end between two logins: balancer reloads do that, and no login may fail of it.
#include <gtest/gtest.h>

#include "load/driven.hpp"
#include "load/login_server.hpp"

namespace misfire {
namespace {

using Then = Reply::Then;

int size(const Driven& driven) {
  return static_cast<int>(driven.logins().size());
}

TEST(ConnectionEnd, AClosedIdleConnectionCostsNoLogin) {
  LoginServer server([](const Request&) { return login_ok(); });
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.start());
  for (int round = 1; round <= 5; ++round) {
    ASSERT_NO_FATAL_FAILURE(driven.until_logins(60 * round));
    server.close_idle();
  }
  ASSERT_NO_FATAL_FAILURE(driven.stop());
  EXPECT_EQ(driven.outcomes()[Outcome::ok], size(driven));
  EXPECT_GT(server.seen().connections, 1);
}

// The peer reads the request and ends the connection without a byte: the race that a reload loses.
TEST(ConnectionEnd, ARequestOnAReusedConnectionIsSentOnceMore) {
  for (const Then end : {Then::close, Then::reset}) {
    LoginServer server([end](const Request& request) {
      return request.on_connection == 0 ? login_ok() : Reply{"", end, {}};
    });
    Driven driven(server.endpoint());
    ASSERT_NO_FATAL_FAILURE(driven.run(200));
    EXPECT_EQ(driven.outcomes()[Outcome::ok], size(driven));
    EXPECT_GT(server.seen().requests, size(driven)) << "no request was sent again";
    EXPECT_EQ(server.seen().connections, size(driven)) << "each was answered on a fresh one";
  }
}

TEST(ConnectionEnd, AFreshConnectionIsNotTriedAgain) {
  LoginServer server([](const Request&) { return Reply{"", Then::close, {}}; });
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(100));
  EXPECT_EQ(driven.outcomes()[Outcome::broken], size(driven));
  EXPECT_EQ(server.seen().requests, size(driven));
}

// A begun answer means that the request was processed.
TEST(ConnectionEnd, AfterTheFirstByteNothingIsSentAgain) {
  for (const Then end : {Then::close, Then::reset}) {
    LoginServer server([end](const Request& request) {
      return request.on_connection == 0 ? login_ok() : Reply{"HTTP", end, {}};
    });
    Driven driven(server.endpoint());
    driven.options.max_connections = 1;
    ASSERT_NO_FATAL_FAILURE(driven.run(100));
    EXPECT_EQ(server.seen().requests, size(driven));
    EXPECT_EQ(driven.outcomes()[Outcome::broken] + driven.outcomes()[Outcome::ok], size(driven));
    EXPECT_GE(driven.outcomes()[Outcome::broken], size(driven) / 2 - 1);
  }
}

TEST(ConnectionEnd, ConnectionCloseIsRespected) {
  LoginServer server([](const Request&) {
    return Reply{http_answer(200, R"({"status":"ok"})", "Connection: close\r\n"), Then::keep, {}};
  });
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(100));
  EXPECT_EQ(driven.outcomes()[Outcome::ok], size(driven));
  EXPECT_EQ(server.seen().connections, size(driven));
  EXPECT_EQ(server.seen().requests, size(driven));
}

// Otherwise a second answer would be taken for that of the next login.
TEST(ConnectionEnd, BytesAfterAnAnswerEndTheConnection) {
  LoginServer server([](const Request&) {
    return Reply{login_ok().bytes + http_answer(401, "{}"), Then::keep, {}};
  });
  Driven driven(server.endpoint());
  ASSERT_NO_FATAL_FAILURE(driven.run(100));
  EXPECT_EQ(driven.outcomes()[Outcome::ok], size(driven));
  EXPECT_EQ(server.seen().connections, size(driven));
}

}  // namespace
}  // namespace misfire
