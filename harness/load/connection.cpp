#include "load/connection.hpp"

#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

namespace misfire {
namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kMostBody = 64 * 1024;
constexpr const char* kCalled = "localhost";  // as every certificate of a stack says

/// Is it this machine's lack of something, not the peer's refusal?
bool is_ours(error_code error) {
  namespace errc = boost::system::errc;
  return error == errc::too_many_files_open || error == errc::too_many_files_open_in_system ||
         error == errc::address_not_available || error == errc::no_buffer_space ||
         error == errc::not_enough_memory;
}

}  // namespace

LoginConnection::LoginConnection(asio::io_context& io, asio::ip::tcp::endpoint to,
                                 const AnswerReader& reader,
                                 std::shared_ptr<asio::ssl::context> trusted, Closed closed)
    : socket_(io.get_executor()),
      to_(std::move(to)),
      reader_(reader),
      trusted_(std::move(trusted)),
      closed_(std::move(closed)) {}

void LoginConnection::send(std::shared_ptr<const std::string> request, Done done) {
  request_ = std::move(request);
  done_ = std::move(done);
  if (open_) {
    idle_ = false;
    error_code ignored;
    socket_.cancel(ignored);  // the watch of the idle connection
    return write(true);
  }
  socket_.async_connect(to_, [this, self = shared_from_this()](error_code error) {
    if (abandoned_) return;
    if (error && is_ours(error)) {
      close();
      return finish({Outcome::refused, 0, {}, error});
    }
    if (error) return fail(Outcome::refused, false);
    open_ = true;
    error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    trusted_ == nullptr ? write(false) : shake_hands();
  });
}

/// As a browser does it: whatever is wrong with the certificate ends it before the request.
void LoginConnection::shake_hands() {
  tls_.emplace(socket_, *trusted_);
  tls_->set_verify_callback(asio::ssl::host_name_verification(kCalled));
  tls_->async_handshake(asio::ssl::stream_base::client,
                        [this, self = shared_from_this()](error_code error) {
                          if (abandoned_) return;
                          if (!error) return write(false);
                          const long found = SSL_get_verify_result(tls_->native_handle());
                          close();
                          finish({Outcome::broken,
                                  0,
                                  {},
                                  {},
                                  found == X509_V_OK ? "" : X509_verify_cert_error_string(found)});
                        });
}

void LoginConnection::write(bool reused) {
  on_stream([&](auto& stream) {
    asio::async_write(stream, asio::buffer(*request_),
                      [this, reused, self = shared_from_this()](error_code error, std::size_t) {
                        if (abandoned_) return;
                        if (error) return fail(Outcome::broken, reused);
                        read(reused);
                      });
  });
}

void LoginConnection::read(bool reused) {
  parser_.emplace();
  parser_->body_limit(kMostBody);
  on_stream([&](auto& stream) {
    bhttp::async_read(stream, buffer_, *parser_,
                      [this, reused, self = shared_from_this()](error_code error, std::size_t) {
                        if (!abandoned_) answered(error, reused);
                      });
  });
}

void LoginConnection::answered(error_code error, bool reused) {
  // A page beyond the limit is no login, but its status and headers were read.
  const bool too_long = error == bhttp::error::body_limit;
  if (error && !too_long) return fail(Outcome::broken, reused && !parser_->got_some());
  const auto& message = parser_->get();
  LoginAnswer answer;
  answer.status = static_cast<int>(message.result_int());
  answer.outcome = reader_.success.outcome_of(
      answer.status, too_long ? "" : message.body(),
      [&](const std::string& name) { return std::string(message[name]); });
  answer.backend = std::string(message[reader_.backend_header]);
  // Bytes after the answer belong to no request: whatever follows could not be trusted.
  if (too_long || !message.keep_alive() || buffer_.size() > 0) close();
  finish(std::move(answer));
}

/// A reused connection that ends before any byte of an answer carried a request that nobody
/// processed (RFC 9112, section 9.3.1): it is sent once more on a fresh one. Balancer reloads close
/// idle connections, and that must not look like a failed login.
void LoginConnection::fail(Outcome outcome, bool again) {
  close();
  if (again) {
    auto done = std::move(done_);
    return send(std::move(request_), std::move(done));
  }
  finish({outcome, 0, {}, {}});
}

void LoginConnection::finish(LoginAnswer answer) {
  const auto done = std::move(done_);
  done_ = nullptr;
  request_.reset();
  if (open_) watch_idle();
  done(std::move(answer));
}

/// Sees at once when the peer closes an idle connection.
void LoginConnection::watch_idle() {
  idle_ = true;
  socket_.async_wait(DriverSocket::wait_read,
                     [this, epoch = ++idle_epoch_, self = shared_from_this()](error_code) {
                       if (!idle_ || epoch != idle_epoch_ || abandoned_) return;
                       idle_ = false;
                       close();
                       closed_(this);
                     });
}

void LoginConnection::abandon() {
  abandoned_ = true;
  done_ = nullptr;
  close();
}

void LoginConnection::close() {
  open_ = false;
  error_code ignored;
  socket_.close(ignored);
  buffer_.clear();
}

}  // namespace misfire
