// Queueing, overload and draining, over real sockets.
#include <gmock/gmock.h>

#include <chrono>
#include <list>
#include <thread>
#include <vector>

#include "authd/fixture.hpp"
#include "authd/raw_client.hpp"

namespace misfire {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using SteadyClock = std::chrono::steady_clock;

const std::string kLogin = post("/login", credentials("alice", "wonderland"));

ServerOptions declared(int workers, Duration service_time, int queue) {
  ServerOptions options;
  options.capacity = {workers, service_time, queue};
  return options;
}

TEST(Overload, AFullQueueRefusesAtOnceAndSaysWhenToRetry) {
  const RunningServer server(declared(1, milliseconds(800), 1));
  RawClient served(server.endpoint()), waiting(server.endpoint()), refused(server.endpoint());
  const auto start = SteadyClock::now();
  served.send(kLogin);
  server.wait_for_metric("auth_logins_in_flight", 1);
  waiting.send(kLogin);
  server.wait_for_metric("auth_queue_length", 1);
  EXPECT_EQ(http(server.endpoint(), {.target = "/readyz"}, seconds(5))->status, 503);
  EXPECT_EQ(http(server.endpoint(), {.target = "/healthz"}, seconds(5))->status, 200);

  refused.send(kLogin);
  const auto busy = refused.receive();
  ASSERT_TRUE(busy);
  EXPECT_LT(SteadyClock::now() - start, milliseconds(800)) << "before any worker was free";
  EXPECT_EQ(busy->status, 503);
  EXPECT_EQ(busy->body, R"({"status":"busy"})");
  EXPECT_EQ(busy->headers.at("retry-after"), "1");
  EXPECT_EQ(busy->headers.at("x-backend"), "auth1");

  const auto first = served.receive();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, 200);
  EXPECT_GE(SteadyClock::now() - start, milliseconds(800));
  const auto second = waiting.receive();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, 200);
  EXPECT_GE(SteadyClock::now() - start, milliseconds(1600));
  EXPECT_EQ(server.metric("auth_logins_total{outcome=\"busy\"}"), 1);
  EXPECT_EQ(server.metric("auth_login_duration_seconds_count"), 2) << "refusals are not timed";
}

TEST(Overload, RealThroughputIsTheDeclaredOne) {
  // Ten clients, two workers of 20 ms: 100 logins a second whatever the machine. Nobody can be
  // faster than the model; how much slower is this machine's business.
  const RunningServer server(declared(2, milliseconds(20), 16));
  constexpr int kClients = 10, kEach = 10;
  const auto start = SteadyClock::now();
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      RawClient client(server.endpoint());
      for (int n = 0; n < kEach; ++n) {
        ASSERT_TRUE(client.send(kLogin));
        const auto response = client.receive();
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, 200);
      }
    });
  }
  for (auto& client : clients) client.join();
  const auto took = SteadyClock::now() - start;
  EXPECT_GE(took, milliseconds(1000));
  EXPECT_LT(took, milliseconds(4000));
}

TEST(Drain, AnswersWhatWasAskedAndClosesTheRest) {
  RunningServer server(declared(1, milliseconds(400), 4));
  RawClient idle(server.endpoint()), served(server.endpoint()), waiting(server.endpoint());
  RawClient half(server.endpoint());
  idle.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(idle.receive());
  half.send(kLogin.substr(0, 20));
  served.send(kLogin);
  waiting.send(kLogin);
  server.wait_for_metric("auth_queue_length", 1);

  server.drain();
  EXPECT_TRUE(idle.closed());
  half.send(kLogin.substr(20));
  for (RawClient* client : {&served, &waiting, &half}) {
    const auto response = client->receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->headers.at("connection"), "close");
    EXPECT_TRUE(client->closed());
  }
  EXPECT_TRUE(server.wait());
  EXPECT_FALSE(http(server.endpoint(), {.target = "/healthz"}, seconds(5)));
}

TEST(Drain, ConnectionsThatStillWaitToBeAcceptedAreAnswered) {
  RunningServer server(declared(1, milliseconds(1), 64));
  std::list<RawClient> clients;
  for (int i = 0; i < 20; ++i) clients.emplace_back(server.endpoint()).send(kLogin);
  server.drain();
  for (RawClient& client : clients) {
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
  }
  EXPECT_TRUE(server.wait());
}

TEST(Drain, IsBounded) {
  ServerOptions options = declared(1, seconds(3600), 4);
  options.drain_limit = milliseconds(100);
  RunningServer server(options);
  RawClient client(server.endpoint());
  client.send(kLogin);
  server.wait_for_metric("auth_logins_in_flight", 1);
  server.drain();
  EXPECT_FALSE(server.wait()) << "a login was dropped, and it says so";
}

TEST(Drain, ASecondRequestToStopDoesNotWait) {
  RunningServer server(declared(1, seconds(3600), 4));
  RawClient client(server.endpoint());
  client.send(kLogin);
  server.wait_for_metric("auth_logins_in_flight", 1);
  server.drain();
  server.drain();
  EXPECT_FALSE(server.wait());
}

TEST(Drain, AServerWithoutClientsEndsAtOnce) {
  RunningServer server(declared(1, milliseconds(1), 4));
  server.drain();
  EXPECT_TRUE(server.wait());
}

}  // namespace
}  // namespace misfire
