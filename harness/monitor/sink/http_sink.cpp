#include "monitor/sink/http_sink.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <optional>

#include "monitor/sink/answers.hpp"
#include "monitor/sink/route.hpp"

namespace misfire {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Response = bhttp::response<bhttp::string_body>;

// Alertmanager and Prometheus keep idle connections for minutes; nobody holds one longer.
constexpr std::chrono::seconds kIdle{600};

class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(tcp::socket socket, Inbox& inbox) : stream_(std::move(socket)), inbox_(inbox) {}

  void read() {
    parser_.emplace();
    parser_->body_limit(kMostSinkBody);
    stream_.expires_after(kIdle);
    bhttp::async_read(stream_, buffer_, *parser_,
                      [self = shared_from_this()](error_code error, std::size_t) {
                        if (error == bhttp::error::body_limit) return self->refuse();
                        if (error) return self->close();
                        self->answer();
                      });
  }

 private:
  void answer() {
    auto& request = parser_->get();
    const ServiceAnswer result = handle(std::string_view(request.method_string()),
                                        std::string_view(request.target()), request.body());
    response_ = Response(static_cast<bhttp::status>(result.status), request.version());
    response_.set(bhttp::field::content_type, result.content_type);
    response_.keep_alive(request.keep_alive());
    response_.body() = result.body;
    response_.prepare_payload();
    // A client takes whatever follows the headers for the next answer.
    if (request.method() == bhttp::verb::head) response_.body().clear();
    write();
  }

  ServiceAnswer handle(std::string_view method, std::string_view target, std::string& body) {
    const SinkRoute route = sink_route(method, target);
    switch (route.kind) {
      case SinkRoute::Kind::ready:
        return {200, "text/plain", "ready\n"};
      case SinkRoute::Kind::received:
        return {200, "application/json", inbox_.since(route.from)};
      case SinkRoute::Kind::alerts:
        inbox_.add({.protocol = SinkProtocol::alerts, .body = std::move(body)});
        return {200, "application/json", "{}"};
      case SinkRoute::Kind::notify: {
        const ServiceAnswer result = service_answer(route.integration, body);
        // What the service would refuse reaches nobody; Alertmanager's log tells about it.
        if (result.accepted()) {
          inbox_.add({.protocol = SinkProtocol::notify,
                      .receiver = route.receiver,
                      .integration = route.integration,
                      .index = route.index,
                      .observer = route.observer,
                      .body = std::move(body)});
        }
        return result;
      }
      case SinkRoute::Kind::unknown:
        break;
    }
    return {404, "text/plain", "the sink knows no such thing\n"};
  }

  void refuse() {
    response_ = Response(bhttp::status::payload_too_large, 11);
    response_.keep_alive(false);
    response_.prepare_payload();
    write();
  }

  void write() {
    stream_.expires_after(kIdle);
    bhttp::async_write(stream_, response_,
                       [self = shared_from_this()](error_code error, std::size_t) {
                         if (error || !self->response_.keep_alive()) return self->close();
                         self->read();
                       });
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  Inbox& inbox_;
  beast::flat_buffer buffer_;
  std::optional<bhttp::request_parser<bhttp::string_body>> parser_;
  Response response_;
};

}  // namespace

void serve_http(tcp::socket socket, Inbox& inbox) {
  std::make_shared<HttpSession>(std::move(socket), inbox)->read();
}

}  // namespace misfire
