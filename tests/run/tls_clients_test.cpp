// Clients of the login driver that speak TLS: whose certificates they have, and which they refuse.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "balancer/certificate.hpp"
#include "base/wait.hpp"
#include "history/test_folder.hpp"
#include "load/driver.hpp"

namespace misfire {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// Answers every login over TLS, one client after the other, until nobody may come any more.
class TlsServer {
 public:
  explicit TlsServer(const std::string& pem)
      : context_(asio::ssl::context::tls_server),
        acceptor_(io_, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
    context_.use_certificate(asio::buffer(pem), asio::ssl::context::pem);
    context_.use_private_key(asio::buffer(pem), asio::ssl::context::pem);
    thread_ = std::thread([this] { serve(); });
  }
  ~TlsServer() {
    closing_ = true;
    asio::ip::tcp::socket last(io_);  // which lets the thread see it
    error_code ignored;
    last.connect(acceptor_.local_endpoint(), ignored);
    last.close(ignored);
    thread_.join();
  }
  Endpoint endpoint() const { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }

 private:
  void serve() {
    while (!closing_) {
      asio::ssl::stream<asio::ip::tcp::socket> client(io_, context_);
      error_code error;
      acceptor_.accept(client.next_layer(), error);
      if (!error) client.handshake(asio::ssl::stream_base::server, error);
      while (!error) answer(client, error);
    }
  }
  static void answer(asio::ssl::stream<asio::ip::tcp::socket>& client, error_code& error) {
    asio::streambuf request;
    asio::read_until(client, request, "\"}", error);  // the end of the body
    const std::string body = R"({"status":"ok"})";
    const std::string head = "HTTP/1.1 200 OK\r\nX-Backend: auth1\r\nContent-Length: ";
    const std::string bytes = head + std::to_string(body.size()) + "\r\n\r\n" + body;
    if (!error) asio::write(client, asio::buffer(bytes), error);
  }

  asio::io_context io_;
  asio::ssl::context context_;
  asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

class TlsClients : public ::testing::Test {
 protected:
  /// So many logins at a server with that certificate, by clients who have what the other vouches
  /// for; by their status.
  std::map<int, std::int64_t> log_in(const std::string& shown, const std::string& trusted) {
    const TlsServer server(shown);
    DriverOptions options;
    options.target = server.endpoint();
    options.load.per_second = 100;
    options.load.users = 5;
    options.load.patience = std::chrono::seconds(30);
    options.backends = {"auth1"};
    options.logins_file = folder_.path() / "logins.bin";
    options.max_connections = 1;
    auto driver = LoginDriver::start(options);
    EXPECT_TRUE(driver) << to_string(driver.error());
    if (!driver) return {};
    EXPECT_TRUE((*driver)->speak_tls(trusted));
    SystemClock clock;
    const auto ended = wait_for(clock, "logins over TLS", std::chrono::seconds(60),
                                [&]() -> Result<bool> { return (*driver)->account().ended > 30; });
    EXPECT_TRUE(ended) << to_string(ended.error());
    EXPECT_TRUE((*driver)->stop());
    distrust_ = (*driver)->distrust();
    return (*driver)->account().by_status;
  }

  TestFolder folder_;
  std::string distrust_;
};

TEST_F(TlsClients, LogInWhereTheCertificateHolds) {
  auto by_status = log_in(*generated_certificate(), *generated_certificate());
  EXPECT_GT(by_status[200], by_status[0]) << "but those who came before they were told";
  EXPECT_EQ(distrust_, "");
}

TEST_F(TlsClients, RefuseACertificateForItsDateAlone) {
  auto by_status = log_in(*expired_certificate(), *expired_certificate());
  EXPECT_EQ(by_status[200], 0);
  EXPECT_EQ(distrust_, "certificate has expired");
}

TEST_F(TlsClients, RefuseACertificateThatNobodyTheyTrustHasSigned) {
  auto by_status = log_in(*generated_certificate(), *expired_certificate());
  EXPECT_EQ(by_status[200], 0);
  EXPECT_NE(distrust_, "");
  EXPECT_NE(distrust_, "certificate has expired");
}

}  // namespace
}  // namespace misfire
