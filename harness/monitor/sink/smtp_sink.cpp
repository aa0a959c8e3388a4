#include "monitor/sink/smtp_sink.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>

#include "monitor/sink/http_sink.hpp"
#include "monitor/sink/route.hpp"
#include "monitor/sink/smtp_session.hpp"

namespace misfire {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds kIdle{60};
constexpr std::size_t kMostLine = 64u << 10;  // RFC 5321 allows 1000 bytes

class SmtpConnection : public std::enable_shared_from_this<SmtpConnection> {
 public:
  SmtpConnection(tcp::socket socket, Inbox& inbox)
      : stream_(std::move(socket)), session_(kMostSinkBody, [&inbox](std::string message) {
          const auto route = mail_route(mail_header(message, "X-Misfire-Receiver"));
          inbox.add({.protocol = SinkProtocol::smtp,
                     .receiver = route ? route->receiver : "",
                     .integration = "email",
                     .index = route ? route->index : 0,
                     .body = std::move(message)});
        }) {}

  void greet() { say(SmtpSession::greeting()); }

 private:
  void read() {
    stream_.expires_after(kIdle);
    asio::async_read_until(stream_, asio::dynamic_buffer(input_, kMostLine), '\n',
                           [self = shared_from_this()](error_code error, std::size_t) {
                             if (error) return self->close();
                             self->take_lines();
                           });
  }

  void take_lines() {
    std::string answer;
    std::size_t begin = 0;
    for (std::size_t end; !session_.ended() && (end = input_.find('\n', begin)) != input_.npos;
         begin = end + 1) {
      std::string_view line(input_.data() + begin, end - begin);
      if (line.ends_with('\r')) line.remove_suffix(1);
      answer += session_.line(line);
    }
    input_.erase(0, begin);
    if (answer.empty()) return read();
    say(std::move(answer));
  }

  void say(std::string text) {
    output_ = std::move(text);
    stream_.expires_after(kIdle);
    asio::async_write(stream_, asio::buffer(output_),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        if (error || self->session_.ended()) return self->close();
                        self->read();
                      });
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  SmtpSession session_;
  std::string input_, output_;
};

}  // namespace

void serve_smtp(tcp::socket socket, Inbox& inbox) {
  std::make_shared<SmtpConnection>(std::move(socket), inbox)->greet();
}

}  // namespace misfire
