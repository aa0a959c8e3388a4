#include "load/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

namespace misfire {
namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kMostBody = 64 * 1024;

/// Is it this machine's lack of something, not the peer's refusal?
bool is_ours(error_code error) {
  namespace errc = boost::system::errc;
  return error == errc::too_many_files_open || error == errc::too_many_files_open_in_system ||
         error == errc::address_not_available || error == errc::no_buffer_space ||
         error == errc::not_enough_memory;
}

}  // namespace

LoginConnection::LoginConnection(asio::io_context& io, asio::ip::tcp::endpoint to,
                                 const AnswerReader& reader, Closed closed)
    : socket_(io.get_executor()), to_(std::move(to)), reader_(reader), closed_(std::move(closed)) {}

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
    write(false);
  });
}

void LoginConnection::write(bool reused) {
  asio::async_write(socket_, asio::buffer(*request_),
                    [this, reused, self = shared_from_this()](error_code error, std::size_t) {
                      if (abandoned_) return;
                      if (error) return fail(Outcome::broken, reused);
                      read(reused);
                    });
}

void LoginConnection::read(bool reused) {
  parser_.emplace();
  parser_->body_limit(kMostBody);
  bhttp::async_read(socket_, buffer_, *parser_,
                    [this, reused, self = shared_from_this()](error_code error, std::size_t) {
                      if (abandoned_) return;
                      // A page beyond the limit is no login, but its status and headers were read.
                      const bool too_long = error == bhttp::error::body_limit;
                      if (error && !too_long)
                        return fail(Outcome::broken, reused && !parser_->got_some());
                      const auto& message = parser_->get();
                      LoginAnswer answer;
                      answer.status = static_cast<int>(message.result_int());
                      answer.outcome = reader_.success.outcome_of(
                          answer.status, too_long ? "" : message.body(),
                          [&](const std::string& name) { return std::string(message[name]); });
                      answer.backend = std::string(message[reader_.backend_header]);
                      // Bytes after the answer belong to no request: whatever follows could not be
                      // trusted.
                      if (too_long || !message.keep_alive() || buffer_.size() > 0) close();
                      finish(std::move(answer));
                    });
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
