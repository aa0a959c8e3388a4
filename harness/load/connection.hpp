// One keep-alive connection of the login driver: carries one login at a time. Lives on the driver's
// io_context; tells its owner when it is free or gone.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "history/logins.hpp"
#include "load/outcome.hpp"

namespace misfire {

// A concrete executor: any_io_executor costs 5 to 11 % of a request.
using DriverSocket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// How answers are understood. Outlives the connections.
struct AnswerReader {
  SuccessCondition success;
  std::string backend_header;  ///< in which an answer names its backend
};

struct LoginAnswer {
  Outcome outcome = Outcome::broken;
  int status = 0;
  std::string backend;  ///< as it names it
  /// Why this side could not even try: no descriptor, port or memory left.
  boost::system::error_code unsent = {};
  std::string distrust = {};  ///< what is wrong with the certificate that it was shown
};

class LoginConnection : public std::enable_shared_from_this<LoginConnection> {
 public:
  using Done = std::function<void(LoginAnswer)>;
  using Closed = std::function<void(LoginConnection*)>;

  /// Over TLS if `trusted` says whose certificates hold; null: plain. `closed` is called once, when
  /// an idle connection ends.
  LoginConnection(boost::asio::io_context&, boost::asio::ip::tcp::endpoint, const AnswerReader&,
                  std::shared_ptr<boost::asio::ssl::context> trusted, Closed closed);

  /// Sends one request and calls `done` once, from the io_context. Not while another is under way.
  void send(std::shared_ptr<const std::string> request, Done done);
  /// Ends what is under way without calling `done`.
  void abandon();
  /// Can it carry another request?
  bool alive() const { return open_; }

 private:
  void shake_hands();
  void write(bool reused);
  void read(bool reused);
  void answered(boost::system::error_code, bool reused);
  void finish(LoginAnswer);
  void fail(Outcome, bool again);
  void watch_idle();
  void close();

  template <class Use>
  void on_stream(const Use& use) {
    if (tls_) return use(*tls_);
    use(socket_);
  }

  DriverSocket socket_;
  boost::asio::ip::tcp::endpoint to_;
  const AnswerReader& reader_;
  std::shared_ptr<boost::asio::ssl::context> trusted_;
  // Stays until the next handshake: what is cancelled ends later, and looks at it.
  std::optional<boost::asio::ssl::stream<DriverSocket&>> tls_;
  Closed closed_;
  bool open_ = false, idle_ = false, abandoned_ = false;
  std::uint64_t idle_epoch_ = 0;  ///< which idle time a watch belongs to
  std::shared_ptr<const std::string> request_;
  Done done_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::response_parser<boost::beast::http::string_body>> parser_;
};

}  // namespace misfire
