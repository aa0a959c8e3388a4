// How long a login may take before the real HAProxy gives up, at a speed above 1.
#include <gmock/gmock.h>

#include <boost/asio/steady_timer.hpp>

#include "balancer/balancer.hpp"
#include "http_servers.hpp"
#include "local_part.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kAddress = "127.77.202.1";
constexpr auto kLongestAnswer = 140ms;  // the default capacity: 3 + 16 logins at 3 times 20 ms

int free_port() {
  boost::asio::io_context io;
  using Tcp = boost::asio::ip::tcp;
  Tcp::acceptor probe(io, Tcp::endpoint(boost::asio::ip::make_address(kAddress), 0));
  return probe.local_endpoint().port();
}

std::string config(const std::string& timeouts, const std::string& server = "maxconn 200") {
  return "defaults\n  mode http\n  timeout client 30s\n" + timeouts +
         "frontend fe\n  bind :8080\n  default_backend auth\n"
         "backend auth\n  server a 10.0.0.1:80 " +
         server +
         "\nfrontend metrics\n  bind :8405\n  http-request use-service prometheus-exporter if { "
         "path /metrics }\n";
}

class Timeouts : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = make_balancer("haproxy", "auth", {}, {});
    ASSERT_TRUE(made) << to_string(made.error());
    haproxy_ = std::move(*made);
    wiring_.backends = {{kAddress, 9}};
    wiring_.address = kAddress;
    for (int* port : {&wiring_.entry_port, &wiring_.metrics_port, &wiring_.runtime_port,
                      &wiring_.master_port, &wiring_.spare_port}) {
      *port = free_port();
    }
    wiring_.speed = 30;
  }

  /// Wires, and demands that HAProxy itself approves.
  Wired wired(const std::string& text) {
    const auto parsed = haproxy_->parse(text, "lb.cfg", "auth");
    EXPECT_TRUE(parsed) << to_string(parsed.error().front());
    auto result = haproxy_->wire(**parsed, wiring_);
    EXPECT_TRUE(result) << to_string(result.error());
    const auto checked = haproxy_->check(result->text, "lb.cfg", text);
    EXPECT_TRUE(checked) << to_string(checked.error().front()) << result->text;
    return std::move(*result);
  }

  /// The status of a login, or 0 when there was none within a user's patience.
  int login(const std::string& text) {
    LocalPart part(haproxy_->part(wired(text).text, wiring_), kAddress);
    const auto ready = haproxy_->ready(part, 20s);
    EXPECT_TRUE(ready) << to_string(ready.error());
    const auto answer = http(part.from_harness("entry"), {}, 5s);
    return answer ? answer->status : 0;
  }

  std::unique_ptr<Balancer> haproxy_;
  Wiring wiring_;
};

constexpr const char* kUsual = "  timeout connect 1s\n  timeout server 10s\n  timeout queue 5s\n";

TEST_F(Timeouts, AreDividedBesideTheHealthChecks) {
  const Wired made = wired(config(kUsual));
  EXPECT_THAT(made.text, HasSubstr("timeout connect 34ms\n  timeout server 334ms\n  timeout queue "
                                   "167ms\n"));
  EXPECT_THAT(made.changes, Contains("defaults: timeout server 10s runs as 334ms (speed 30)"));
  EXPECT_THAT(made.limits, Contains(HasSubstr("not scaled, since logins come and take real time: "
                                              "client 30s")));
  EXPECT_THAT(made.limits, Not(Contains(HasSubstr("server"))));
}

TEST_F(Timeouts, OfTheClientsStayAsTheyAre) {
  EXPECT_THAT(wired(config(kUsual)).text, HasSubstr("timeout client 30s"));
}

TEST_F(Timeouts, AtSpeedOneNoneIsTouched) {
  wiring_.speed = 1;
  const Wired made = wired(config(kUsual));
  EXPECT_THAT(made.text, HasSubstr(kUsual));
  EXPECT_THAT(made.limits, IsEmpty());
}

TEST_F(Timeouts, AreNeverShorterThanTwiceTheLongestWaitForALogin) {
  const Wired made = wired(config("  timeout connect 1s\n  timeout server 5s\n"));
  EXPECT_THAT(made.text, HasSubstr("timeout server 280ms\n"));
  EXPECT_THAT(made.limits,
              Contains(HasSubstr("defaults: timeout server 5s cannot be shorter than 280ms (twice "
                                 "the longest wait for a login, 140ms): it runs as 280ms, which is "
                                 "8.4 s of model time")));
  ASSERT_EQ(made.speed_caps.size(), 1u);
  EXPECT_NEAR(made.speed_caps[0].at_most, 5 / 0.28, 1e-9);
  EXPECT_THAT(made.speed_caps[0].why, HasSubstr("timeout server 5s"));
}

TEST_F(Timeouts, ThatAreShorterAlreadyAreNotLengthened) {
  EXPECT_THAT(wired(config("  timeout connect 1s\n  timeout server 80ms\n")).text,
              HasSubstr("timeout server 80ms\n"));
}

TEST_F(Timeouts, ThePoolsCapacitySaysHowLongALoginMayWait) {
  wiring_.capacity = {1, {100ms}, 0};  // one at a time, none waits
  EXPECT_THAT(wired(config("  timeout connect 1s\n  timeout server 5s\n")).text,
              HasSubstr("timeout server 200ms\n"));
  wiring_.capacity = {4, {50ms}, 100};
  const Wired few = wired(config("  timeout connect 1s\n  timeout server 5s\n", "maxconn 4"));
  EXPECT_THAT(few.text, HasSubstr("timeout server 167ms\n")) << "none waits in the server";
}

TEST_F(Timeouts, WaitsInTheBalancersQueueGoByTheLoad) {
  const std::string said = "not scaled, since logins come and take real time: client 30s, queue ";
  const Wired own = wired(config(kUsual, "maxconn 5"));
  EXPECT_THAT(own.text, HasSubstr("timeout queue 5s"));
  EXPECT_THAT(own.limits, Contains(HasSubstr(said + "5s")));
  // Without a time of its own it is the connection's, which is scaled.
  const Wired none = wired(config("  timeout connect 1s\n  timeout server 10s\n", "maxconn 5"));
  EXPECT_THAT(none.text, HasSubstr("backend auth\n    timeout queue 1s\n"));
  EXPECT_THAT(none.text, HasSubstr("timeout connect 34ms"));
}

TEST_F(Timeouts, AQueuesTimeOfZeroIsNone) {
  const std::string zero = "  timeout connect 1s\n  timeout server 10s\n  timeout queue 0\n";
  const Wired above = wired(config(zero, "maxconn 5"));
  EXPECT_THAT(above.text, HasSubstr("backend auth\n    timeout queue 1s\n"));
  EXPECT_THAT(above.limits, Contains(HasSubstr("queue 1s")));
  EXPECT_THAT(above.limits, Not(Contains(HasSubstr("queue 0"))));
  // The nearest counts, and of its lines the last.
  const Wired own = wired(config(kUsual, "maxconn 5\n  timeout queue 3s\n  timeout queue 0"));
  EXPECT_THAT(own.text, HasSubstr("timeout queue 3s\n  timeout queue 1s\n"));
  const Wired said = wired(config(zero, "maxconn 5\n  timeout queue 3s"));
  EXPECT_THAT(said.text, Not(HasSubstr("timeout queue 1s")));
}

TEST_F(Timeouts, TheQueueGoesByTheConnectionsTimeThatIsInForce) {
  const std::string server = "maxconn 5\n  timeout connect 2s\n  timeout connect 4s";
  const std::string defaults = "  timeout connect 1s\n  timeout server 10s\n";
  EXPECT_THAT(wired(config(defaults, server)).text,
              HasSubstr("backend auth\n    timeout queue 4s\n"));
  const std::string variable = "  timeout connect \"${LIMIT-5s}\"\n  timeout server 10s\n";
  EXPECT_THAT(wired(config(variable, "maxconn 5")).text, Not(HasSubstr("timeout queue")));
}

TEST_F(Timeouts, WhatIsNoTimeIsSaidToRunUnscaled) {
  const Wired made = wired(config("  timeout connect 1s\n  timeout server \"${LIMIT-5s}\"\n"));
  EXPECT_THAT(made.limits, Contains(HasSubstr("timeout server ${LIMIT-5s} is not a plain time")));
}

/// One backend that takes its time.
class SlowServer {
 public:
  explicit SlowServer(std::chrono::milliseconds takes) : takes_(takes) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~SlowServer() {
    io_.stop();
    thread_.join();
  }
  Endpoint endpoint() const { return {kAddress, acceptor_.local_endpoint().port()}; }

 private:
  using Tcp = boost::asio::ip::tcp;
  struct Session {
    explicit Session(Tcp::socket peer) : socket(std::move(peer)), timer(socket.get_executor()) {}
    Tcp::socket socket;
    boost::asio::steady_timer timer;
    std::string buffer;
  };
  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, Tcp::socket peer) {
      if (error) return;
      const auto session = std::make_shared<Session>(std::move(peer));
      boost::asio::async_read_until(session->socket, boost::asio::dynamic_buffer(session->buffer),
                                    "\r\n\r\n",
                                    [this, session](boost::system::error_code failed, std::size_t) {
                                      if (!failed) answer(session);
                                    });
      accept();
    });
  }
  void answer(const std::shared_ptr<Session>& session) {
    session->timer.expires_after(takes_);
    session->timer.async_wait([session](boost::system::error_code) {
      static const std::string text =
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
      boost::asio::async_write(session->socket, boost::asio::buffer(text),
                               [session](boost::system::error_code, std::size_t) {});
    });
  }

  const std::chrono::milliseconds takes_;
  boost::asio::io_context io_;
  Tcp::acceptor acceptor_{io_, Tcp::endpoint(boost::asio::ip::make_address(kAddress), 0)};
  std::thread thread_;
};

// Unscaled, the first 504 came after 10 s, which is five minutes of model time, and no user waits
// that long.
TEST_F(Timeouts, ABackendThatHangsIsGivenUpWhileSomebodyWaits) {
  const SlowServer hanging(10min);
  wiring_.backends = {hanging.endpoint()};
  EXPECT_EQ(login(config(kUsual)), 504);
}

// Divided by the speed, 2 s would be 67 ms: every login that waits for its turn would be cut off,
// and a busy server would look like a broken one.
TEST_F(Timeouts, ALoginThatOnlyWaitsForItsTurnIsNotCutOff) {
  const SlowServer busy(kLongestAnswer);
  wiring_.backends = {busy.endpoint()};
  EXPECT_EQ(login(config("  timeout connect 1s\n  timeout server 2s\n")), 200);
  wiring_.speed = 1;
  EXPECT_EQ(login(config("  timeout connect 1s\n  timeout server 67ms\n")), 504);
}

}  // namespace
}  // namespace misfire
