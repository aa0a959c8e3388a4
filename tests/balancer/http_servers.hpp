// Backends for the adapter's tests: they answer 200 to everything, keep connections open, and
// count.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "base/http_client.hpp"

namespace misfire {

class HttpServers {
 public:
  HttpServers(const std::string& address, std::size_t count) : counts_(count) {
    for (std::size_t i = 0; i < count; ++i) {
      servers_.push_back(std::make_unique<Tcp::acceptor>(
          io_, Tcp::endpoint(boost::asio::ip::make_address(address), 0)));
      accept(i);
    }
    thread_ = std::thread([this] { io_.run(); });
  }
  ~HttpServers() {
    io_.stop();
    thread_.join();
  }

  std::vector<Endpoint> endpoints() const {
    std::vector<Endpoint> all;
    for (const auto& server : servers_) {
      const auto at = server->local_endpoint();
      all.push_back({at.address().to_string(), at.port()});
    }
    return all;
  }
  /// Requests but health checks that server `i` answered.
  std::int64_t answered(std::size_t i) const { return counts_[i]; }

 private:
  using Tcp = boost::asio::ip::tcp;
  struct Session {
    explicit Session(Tcp::socket peer) : socket(std::move(peer)) {}
    Tcp::socket socket;
    std::string buffer;
  };

  void accept(std::size_t i) {
    servers_[i]->async_accept([this, i](boost::system::error_code error, Tcp::socket peer) {
      if (error) return;
      serve(i, std::make_shared<Session>(std::move(peer)));
      accept(i);
    });
  }
  void serve(std::size_t i, std::shared_ptr<Session> session) {
    auto& s = *session;
    boost::asio::async_read_until(
        s.socket, boost::asio::dynamic_buffer(s.buffer), "\r\n\r\n",
        [this, i, session](boost::system::error_code error, std::size_t head) {
          if (error) return;
          if (session->buffer.find("/healthz") > head) ++counts_[i];
          session->buffer.erase(0, head);
          static const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
          boost::asio::async_write(
              session->socket, boost::asio::buffer(answer),
              [this, i, session](boost::system::error_code failed, std::size_t) {
                if (!failed) serve(i, session);
              });
        });
  }

  boost::asio::io_context io_;
  std::vector<std::atomic<std::int64_t>> counts_;
  std::vector<std::unique_ptr<Tcp::acceptor>> servers_;
  std::thread thread_;
};

/// Asks for one path on one connection that is kept open for as long as the other side allows.
class KeptConnection {
 public:
  explicit KeptConnection(const Endpoint& to, const std::string& path = "/")
      : to_(boost::asio::ip::make_address(to.host), static_cast<unsigned short>(to.port)),
        request_("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n") {}

  /// "" for a 200, otherwise what went wrong.
  std::string ask() {
    boost::system::error_code error;
    if (!socket_) {
      socket_.emplace(io_);
      socket_->connect(to_, error);
      if (error) return give_up("connect: " + error.message());
    }
    boost::asio::write(*socket_, boost::asio::buffer(request_), error);
    if (error) return give_up("write: " + error.message());
    std::string answer;
    const std::size_t head =
        boost::asio::read_until(*socket_, boost::asio::dynamic_buffer(answer), "\r\n\r\nok", error);
    if (error) return give_up("read: " + error.message() + " after \"" + answer + "\"");
    const bool last = answer.substr(0, head).find("onnection: close") != std::string::npos;
    if (last) socket_.reset();
    return answer.starts_with("HTTP/1.1 200") ? "" : give_up(answer);
  }

 private:
  std::string give_up(std::string why) {
    socket_.reset();
    return why;
  }
  boost::asio::io_context io_;
  boost::asio::ip::tcp::endpoint to_;
  std::string request_;
  std::optional<boost::asio::ip::tcp::socket> socket_;
};

}  // namespace misfire
