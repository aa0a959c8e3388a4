// A login server on 127.0.0.1 that answers, closes, resets or keeps silent as a test tells it, and
// counts what it saw. One thread of its own; `Behave` is called there.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "base/http_client.hpp"

namespace misfire {

/// What to do with one request.
struct Reply {
  enum class Then { keep, close, reset, silence };
  std::string bytes;  ///< the whole answer, or a part of it
  Then then = Then::keep;
  std::chrono::milliseconds delay{0};  ///< before the answer
};

/// The bytes of an answer with its length.
std::string http_answer(int status, const std::string& body, const std::string& headers = {});
/// What authd says to a right password.
Reply login_ok(const std::string& backend = "auth1");

struct Request {
  int on_connection = 0;  ///< how many came on this connection before
  int on_server = 0;      ///< how many came before at all
  std::string body;
};

class LoginServer {
 public:
  using Behave = std::function<Reply(const Request&)>;
  struct Seen {
    int connections = 0, open = 0, most_open = 0, requests = 0;
    std::map<std::string, int> bodies;  ///< how often each came
  };

  explicit LoginServer(Behave);
  ~LoginServer();
  LoginServer(const LoginServer&) = delete;
  LoginServer& operator=(const LoginServer&) = delete;

  Endpoint endpoint() const { return {"127.0.0.1", port_}; }
  Seen seen() const;
  /// Closes every connection that waits for a further request, as a balancer's reload does.
  void close_idle();

 private:
  class Session;
  void accept();

  Behave behave_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  int port_ = 0;
  std::set<std::shared_ptr<Session>> sessions_;
  mutable std::mutex mutex_;
  Seen seen_;
  std::thread thread_;
};

/// A port of 127.0.0.1 where nothing listens, held so that nobody else gets it.
class RefusingPort {
 public:
  RefusingPort();
  Endpoint endpoint() const { return {"127.0.0.1", socket_.local_endpoint().port()}; }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
};

}  // namespace misfire
