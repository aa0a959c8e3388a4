#include "load/login_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

namespace misfire {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

std::string http_answer(int status, const std::string& body, const std::string& headers) {
  return fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(),
                     headers, body);
}

Reply login_ok(const std::string& backend) {
  return {http_answer(200, R"({"status":"ok","user":"x"})", "X-Backend: " + backend + "\r\n"),
          Reply::Then::keep,
          {}};
}

class LoginServer::Session : public std::enable_shared_from_this<Session> {
 public:
  Session(LoginServer& server, tcp::socket socket)
      : server_(server), socket_(std::move(socket)), delay_(server.io_) {}

  void read() {
    idle_ = true;
    parser_.emplace();
    bhttp::async_read(socket_, buffer_, *parser_,
                      [this, self = shared_from_this()](error_code error, std::size_t) {
                        if (error) return close();
                        idle_ = false;
                        Request request{number_++, 0, parser_->get().body()};
                        {
                          const std::lock_guard lock(server_.mutex_);
                          request.on_server = server_.seen_.requests++;
                          ++server_.seen_.bodies[request.body];
                        }
                        reply_ = server_.behave_(request);
                        delay_.expires_after(reply_.delay);
                        delay_.async_wait([this, self](error_code) { write(); });
                      });
  }

  void close_if_idle() {
    if (idle_ && number_ > 0) close();
  }

  void close() {
    if (!socket_.is_open()) return;
    error_code ignored;
    socket_.close(ignored);
    delay_.cancel();
    {
      const std::lock_guard lock(server_.mutex_);
      --server_.seen_.open;
    }
    server_.sessions_.erase(shared_from_this());
  }

 private:
  void write() {
    if (!socket_.is_open()) return;
    asio::async_write(socket_, asio::buffer(reply_.bytes),
                      [this, self = shared_from_this()](error_code error, std::size_t) {
                        if (error) return close();
                        switch (reply_.then) {
                          case Reply::Then::keep:
                            return read();
                          case Reply::Then::silence:  // notices when the driver gives up
                            return socket_.async_wait(tcp::socket::wait_read,
                                                      [this, self](error_code) { close(); });
                          case Reply::Then::reset: {
                            error_code ignored;
                            socket_.set_option(tcp::socket::linger(true, 0), ignored);
                            return close();
                          }
                          case Reply::Then::close:
                            return close();
                        }
                      });
  }

  LoginServer& server_;
  tcp::socket socket_;
  asio::steady_timer delay_;
  boost::beast::flat_buffer buffer_;
  std::optional<bhttp::request_parser<bhttp::string_body>> parser_;
  Reply reply_;
  int number_ = 0;
  bool idle_ = false;
};

LoginServer::LoginServer(Behave behave)
    : behave_(std::move(behave)),
      acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
      port_(acceptor_.local_endpoint().port()) {
  accept();
  thread_ = std::thread([this] { io_.run(); });
}

LoginServer::~LoginServer() {
  asio::post(io_, [this] {
    error_code ignored;
    acceptor_.close(ignored);
    for (const auto& session : std::set<std::shared_ptr<Session>>(sessions_)) session->close();
  });
  thread_.join();
}

void LoginServer::accept() {
  acceptor_.async_accept([this](error_code error, tcp::socket socket) {
    if (error) return;
    const auto session = std::make_shared<Session>(*this, std::move(socket));
    sessions_.insert(session);
    {
      const std::lock_guard lock(mutex_);
      ++seen_.connections;
      seen_.most_open = std::max(seen_.most_open, ++seen_.open);
    }
    session->read();
    accept();
  });
}

LoginServer::Seen LoginServer::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

void LoginServer::close_idle() {
  asio::post(io_, [this] {
    for (const auto& session : std::set<std::shared_ptr<Session>>(sessions_)) {
      session->close_if_idle();
    }
  });
}

RefusingPort::RefusingPort() : socket_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}

}  // namespace misfire
