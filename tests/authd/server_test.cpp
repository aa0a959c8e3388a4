// What clients see, over real sockets.
#include "authd/server.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "authd/fixture.hpp"
#include "authd/raw_client.hpp"
#include "base/accounts.hpp"

namespace misfire {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

ServerOptions quick() {
  ServerOptions options;
  options.capacity = {.workers = 3, .service_time = milliseconds(1), .queue = 16};
  return options;
}

HttpResponse ask(const Endpoint& to, const HttpRequest& request) {
  const auto response = http(to, request, from_seconds(10));
  EXPECT_TRUE(response) << to_string(response.error());
  return response.value_or(HttpResponse{});
}

HttpResponse log_in(const Endpoint& to, std::string_view user, std::string_view password) {
  return ask(to, {.method = "POST", .target = "/login", .body = credentials(user, password)});
}

TEST(Server, LogsInTheRightPassword) {
  const RunningServer server(quick());
  const auto alice = log_in(server.endpoint(), "alice", "wonderland");
  EXPECT_EQ(alice.status, 200);
  EXPECT_EQ(alice.body, R"({"status":"ok","user":"alice"})");
  EXPECT_EQ(alice.headers.at("content-type"), "application/json");
  EXPECT_EQ(log_in(server.endpoint(), user_name(1), password_of(1, 1)).status, 200);
  EXPECT_EQ(server.metric("auth_store_duration_seconds_count"), 2 + 1) << "the page asks, too";
  EXPECT_EQ(server.metric("auth_logins_total{outcome=\"ok\"}"), 2);
  EXPECT_EQ(server.metric("auth_login_duration_seconds_count"), 2);
}

TEST(Server, AWrongPasswordAndAnUnknownUserLookTheSame) {
  const RunningServer server(quick());
  const auto wrong = log_in(server.endpoint(), "alice", "guess");
  const auto unknown = log_in(server.endpoint(), "bob", "guess");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(wrong.body, R"({"status":"denied"})");
  EXPECT_EQ(unknown.body, wrong.body);
  EXPECT_EQ(unknown.headers, wrong.headers);
  EXPECT_EQ(server.metric("auth_logins_total{outcome=\"denied\"}"), 2);
}

TEST(Server, RefusesWhatIsNoLogin) {
  const RunningServer server(quick());
  for (const char* body :
       {"", "{", "[]", "null", "\"alice\"", "{\"user\":\"alice\"}", "{\"password\":\"x\"}",
        "{\"user\":1,\"password\":\"x\"}", "{\"user\":\"alice\",\"password\":null}",
        "{\"user\":\"\xff\",\"password\":\"x\"}", "user=alice&password=wonderland"}) {
    const auto response =
        ask(server.endpoint(), {.method = "POST", .target = "/login", .body = body});
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(response.headers.at("x-backend"), "auth1");
  }
  EXPECT_EQ(server.metric("auth_logins_total{outcome=\"malformed\"}"), 11);
}

TEST(Server, ABodyOfFourKibibytesIsReadAndALongerOneIsNot) {
  const RunningServer server(quick());
  const std::string frame = credentials("alice", "");
  const auto most = log_in(server.endpoint(), "alice", std::string(4096 - frame.size(), 'x'));
  EXPECT_EQ(most.status, 401);
  const auto over = log_in(server.endpoint(), "alice", std::string(4097 - frame.size(), 'x'));
  EXPECT_EQ(over.status, 413);
  EXPECT_EQ(over.headers.at("x-backend"), "auth1");
  EXPECT_EQ(server.metric("auth_logins_total{outcome=\"too_large\"}"), 1);
}

TEST(Server, ARefusedClientCanReadWhyEvenWhileItSends) {
  const RunningServer server(quick());
  RawClient client(server.endpoint());
  client.send("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  client.send(std::string(200'000, 'x'));
  const auto response = client.receive();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 413);
  EXPECT_EQ(response->headers.at("connection"), "close");
  EXPECT_TRUE(client.send("x")) << "a reset: on a longer way it would have overtaken the answer";
}

TEST(Server, AnEndlessChunkedBodyIsTooLarge) {
  const RunningServer server(quick());
  RawClient client(server.endpoint());
  client.send("POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 5; ++i) client.send("400\r\n" + std::string(1024, 'x') + "\r\n");
  const auto response = client.receive();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 413);
}

TEST(Server, WhatIsNoHttpGets400) {
  const RunningServer server(quick());
  RawClient client(server.endpoint());
  client.send("\x16\x03\x01 hello\r\n\r\n");
  const auto response = client.receive();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 400);
  EXPECT_EQ(response->headers.at("x-backend"), "auth1");
}

TEST(Server, EndlessHeadersGet431) {
  const RunningServer server(quick());
  RawClient client(server.endpoint());
  client.send("GET /healthz HTTP/1.1\r\nX-Long: " + std::string(20'000, 'x'));
  const auto response = client.receive();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 431);
  EXPECT_EQ(response->headers.at("x-backend"), "auth1");
}

TEST(Server, TakesTheLoginPathOfTheServiceThatItStandsFor) {
  ServerOptions options = quick();
  options.login_path = "/api/session";
  const RunningServer server(options);
  EXPECT_EQ(ask(server.endpoint(), {.target = "/healthz"}).status, 200);
  EXPECT_EQ(ask(server.endpoint(), {.method = "POST", .target = "/login"}).status, 404);
  EXPECT_EQ(ask(server.endpoint(), {.method = "POST", .target = "/api/session"}).status, 400)
      << "a login without a user";
}

TEST(Server, TellsItsHealthWhereItIsToldThatPeopleAsk) {
  ServerOptions options = quick();
  options.health_paths = {"/health", "/login"};
  const RunningServer server(options);
  EXPECT_EQ(ask(server.endpoint(), {.target = "/health?deep=1"}).status, 200);
  EXPECT_EQ(ask(server.endpoint(), {.method = "POST", .target = "/health"}).status, 405);
  EXPECT_EQ(ask(server.endpoint(), {.target = "/login"}).status, 200);
  EXPECT_EQ(ask(server.endpoint(), {.method = "POST", .target = "/login"}).status, 400)
      << "still where logins are posted";
  EXPECT_EQ(ask(server.endpoint(), {.target = "/healthx"}).status, 404);
}

TEST(Server, OtherPathsAndMethodsAreRefused) {
  const RunningServer server(quick());
  EXPECT_EQ(ask(server.endpoint(), {.target = "/"}).status, 404);
  EXPECT_EQ(ask(server.endpoint(), {.method = "POST", .target = "/loginx"}).status, 404);
  const auto get = ask(server.endpoint(), {.target = "/login"});
  EXPECT_EQ(get.status, 405);
  EXPECT_EQ(get.headers.at("allow"), "POST");
  EXPECT_EQ(get.headers.at("x-backend"), "auth1");
  EXPECT_EQ(ask(server.endpoint(), {.method = "DELETE", .target = "/healthz"}).status, 405);
  EXPECT_EQ(ask(server.endpoint(), {.method = "BREW", .target = "/login"}).status, 405);
}

TEST(Server, EveryAnswerNamesItsBackend) {
  ServerOptions options = quick();
  options.name = "auth-7";
  const RunningServer server(options);
  for (const char* target : {"/healthz", "/readyz", "/metrics", "/login", "/nothing"}) {
    EXPECT_EQ(ask(server.endpoint(), {.target = target}).headers.at("x-backend"), "auth-7");
  }
  EXPECT_EQ(log_in(server.endpoint(), "alice", "wonderland").headers.at("x-backend"), "auth-7");
  EXPECT_EQ(log_in(server.endpoint(), "alice", "guess").headers.at("x-backend"), "auth-7");
}

TEST(Server, HeadHasTheHeadersOfGetAndNoBody) {
  const RunningServer server(quick());
  RawClient client(server.endpoint());
  client.send("HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto head = client.receive(true);
  const auto get = client.receive();
  ASSERT_TRUE(head && get);
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->headers, get->headers);
  EXPECT_EQ(head->headers.at("content-length"), std::to_string(get->body.size()));
}

TEST(Server, KeepsConnectionsAndAnswersPipelinedRequestsInOrder) {
  const RunningServer server(quick());
  RawClient client(server.endpoint());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send(post("/login", credentials("alice", "wonderland"))));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
  }
  client.send(post("/login", credentials("alice", "guess")) +
              post("/login", credentials("alice", "wonderland")) + post("/login", "{"));
  for (const int status : {401, 200, 400}) {
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, status);
  }
}

TEST(Server, InvitesABodyThatTheClientHoldsBack) {
  const RunningServer server(quick());
  RawClient client(server.endpoint());
  const std::string body = credentials("alice", "wonderland");
  const std::string whole = post("/login", body, "Expect: 100-continue\r\n");
  client.send(whole.substr(0, whole.size() - body.size()));
  const auto invited = client.receive();
  ASSERT_TRUE(invited);
  EXPECT_EQ(invited->status, 100);
  client.send(body);
  const auto response = client.receive();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
}

TEST(Server, ASlowClientIsCutOffHoweverItDrips) {
  ServerOptions options = quick();
  options.request_limit = milliseconds(150);
  const RunningServer server(options);
  RawClient patient(server.endpoint());  // silent between requests, which is allowed
  RawClient silent(server.endpoint());
  silent.send("POST /login HTTP/1.1\r\nHost: a\r\n");
  EXPECT_TRUE(silent.closed());
  RawClient body(server.endpoint());
  body.send("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n{");
  EXPECT_TRUE(body.closed());

  RawClient dripping(server.endpoint());
  SystemClock clock;
  const Instant start = clock.now();
  dripping.send("POST /login HTTP/1.1\r\nX-Drip: ");
  while (dripping.send("x") && clock.now() < start + std::chrono::seconds(10)) {
    clock.sleep_until(clock.now() + milliseconds(10));
  }
  EXPECT_LT(clock.now() - start, std::chrono::seconds(5));

  patient.send(post("/login", credentials("alice", "wonderland")));
  const auto response = patient.receive();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
}

TEST(Server, AnIdleConnectionIsClosedInTheEnd) {
  ServerOptions options = quick();
  options.idle_limit = milliseconds(100);
  const RunningServer server(options);
  RawClient client(server.endpoint());
  client.send(post("/login", credentials("alice", "wonderland")));
  ASSERT_TRUE(client.receive());
  EXPECT_TRUE(client.closed());
}

TEST(Server, AClientThatLeavesWhileItWaitsHarmsNobody) {
  ServerOptions options = quick();
  options.capacity.service_time = milliseconds(100);
  const RunningServer server(options);
  {
    RawClient client(server.endpoint());
    client.send(post("/login", credentials("alice", "wonderland")));
    server.wait_for_metric("auth_logins_in_flight", 1);
  }
  server.wait_for_metric("auth_logins_total{outcome=\"ok\"}", 1);
  EXPECT_EQ(log_in(server.endpoint(), "alice", "wonderland").status, 200);
}

TEST(Server, HealthFollowsTheStore) {
  const RunningServer server(quick());
  EXPECT_EQ(ask(server.endpoint(), {.target = "/healthz"}).status, 200);
  EXPECT_EQ(ask(server.endpoint(), {.target = "/readyz?verbose"}).status, 200);
  std::fstream(server.store(), std::ios::in | std::ios::out) << std::string(100, '\0');
  EXPECT_EQ(ask(server.endpoint(), {.target = "/healthz"}).status, 503);
  EXPECT_EQ(ask(server.endpoint(), {.target = "/readyz"}).status, 503);
  const auto login = log_in(server.endpoint(), "alice", "wonderland");
  EXPECT_EQ(login.status, 500);
  EXPECT_EQ(login.headers.at("x-backend"), "auth1");
  EXPECT_EQ(server.metric("auth_store_errors_total"), 3 + 1) << "the page asks, too";
  EXPECT_EQ(server.metric("auth_logins_total{outcome=\"store_error\"}"), 1);
  EXPECT_EQ(server.metric("auth_logins_total{outcome=\"error\"}"), 0);
}

TEST(Server, MetricsAreInPrometheusTextFormat) {
  const RunningServer server(quick());
  const auto page = ask(server.endpoint(), {.target = "/metrics"});
  EXPECT_THAT(page.headers.at("content-type"), StartsWith("text/plain; version=0.0.4"));
  EXPECT_THAT(page.body, HasSubstr("# TYPE auth_logins_total counter\n"));
  const double now = to_seconds(SystemClock().now().time_since_epoch());
  EXPECT_NEAR(server.metric("process_start_time_seconds"), now, 30);
}

TEST(Server, StartsOnAPortThatSomebodyReserved) {
  const ReservedPort port;
  ServerOptions options = quick();
  options.listen = port.endpoint();
  const RunningServer server(options);
  EXPECT_EQ(server.endpoint(), port.endpoint());
  EXPECT_EQ(ask(port.endpoint(), {.target = "/healthz"}).status, 200);
}

TEST(Server, ATakenPortIsTheEnvironmentsFault) {
  const RunningServer first(quick());
  ServerOptions options = quick();
  options.name = "auth2";
  options.store = first.store();
  options.listen = first.endpoint();
  const auto second = AuthServer::open(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::environment);
  EXPECT_THAT(second.error().message, HasSubstr(to_string(first.endpoint())));
}

}  // namespace
}  // namespace misfire
