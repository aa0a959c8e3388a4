#include "base/http_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>

#include "base/few_descriptors.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

/// Accepts one connection, reads a request head, writes `answer`, closes.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer)
      : acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread([this, answer = std::move(answer)] {
      tcp::socket peer = acceptor_.accept();
      boost::system::error_code error;
      if (!answer.empty()) {
        boost::asio::streambuf head;
        boost::asio::read_until(peer, head, "\r\n\r\n", error);
        boost::asio::write(peer, boost::asio::buffer(answer), error);
      } else {
        char byte;
        peer.read_some(boost::asio::buffer(&byte, 1), error);
        silent_.get_future().wait();
      }
    });
  }
  ~OneAnswer() {
    silent_.set_value();
    thread_.join();
  }
  Endpoint endpoint() { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }

 private:
  boost::asio::io_context io_;
  tcp::acceptor acceptor_;
  std::promise<void> silent_;
  std::thread thread_;
};

TEST(HttpClient, ReadsStatusHeadersAndBody) {
  OneAnswer server("HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy");
  const auto answer = http(server.endpoint(), {}, 20s);
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->headers.at("retry-after"), "1");
  EXPECT_EQ(answer->body, "busy");
}

TEST(HttpClient, GivesUpAtItsDeadline) {
  OneAnswer server("");
  const auto answer = http(server.endpoint(), {}, 100ms);
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().message.find("within 0.1 s"), std::string::npos);
}

TEST(HttpClient, SaysWhoRefused) {
  const auto answer = http({"127.0.0.1", 1}, {}, 20s);
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().message.find("127.0.0.1:1"), std::string::npos);
}

TEST(HttpClient, WithoutAFileDescriptorItSaysSo) {
  for (int spare = 0; spare < 4; ++spare) {  // wherever it runs out: machinery or socket
    const FewDescriptors few(spare);
    const auto answer = http({"127.0.0.1", 1}, {}, 20s);
    ASSERT_FALSE(answer);
    const auto text = converse({"127.0.0.1", 1}, "x", 20s);
    ASSERT_FALSE(text);
    if (spare > 2) continue;  // there may be enough by now
    EXPECT_NE(answer.error().message.find("no file descriptor left"), std::string::npos)
        << answer.error().message;
    EXPECT_NE(text.error().message.find("no file descriptor left"), std::string::npos);
  }
}

TEST(HttpClient, TalksToLoopbackOnly) {
  for (const char* host : {"10.0.0.1", "192.0.2.1", "example.com", "0.0.0.0"}) {
    const auto answer = http({host, 80}, {}, 1s);
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("not a loopback address"), std::string::npos);
  }
}

TEST(UrlEncode, KeepsOnlyUnreserved) {
  EXPECT_EQ(url_encode("a b/ü~"), "a%20b%2F%C3%BC~");
}

}  // namespace
}  // namespace misfire
