#include "base/http_stream.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <limits>
#include <optional>

#include "base/interrupt.hpp"
#include "base/loopback.hpp"

namespace misfire {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using boost::system::error_code;
using Stream = beast::basic_stream<asio::generic::stream_protocol, asio::io_context::executor_type>;

struct HttpStream::Connection {
  explicit Connection(const Endpoint& endpoint) : to(endpoint), stream(io) {
    parser.body_limit(boost::none);
    parser.eager(true);
  }

  void read_some() {
    reading = true;
    bhttp::async_read_some(stream, buffer, parser, [this](error_code error, std::size_t) {
      reading = false;
      failed = error;
    });
  }

  /// Runs until nothing is pending, or until the limit; false: the limit.
  Result<bool> run(Duration limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    constexpr Duration kSlice = std::chrono::milliseconds(100);  // a Ctrl-C may go unheard so long
    io.restart();
    io.poll();  // run_for(0) would not even do what is ready
    for (;;) {
      const auto left = deadline - std::chrono::steady_clock::now();
      if (!io.stopped()) io.run_for(std::clamp<Duration>(left, Duration(0), kSlice));
      if (io.stopped()) return true;
      if (const auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
      if (left <= kSlice) return false;
    }
  }

  Endpoint to;
  asio::io_context io;
  Stream stream;
  beast::flat_buffer buffer;
  bhttp::response_parser<bhttp::string_body> parser;
  bool reading = false;
  error_code failed;
};

HttpStream::HttpStream(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
HttpStream::HttpStream(HttpStream&&) noexcept = default;
HttpStream::~HttpStream() = default;

Result<HttpStream> HttpStream::open(const Endpoint& to, const HttpRequest& request,
                                    Duration limit) {
  const auto where = loopback_only(to);
  if (!where) return tl::unexpected(where.error());
  auto connection = std::make_unique<Connection>(to);
  Connection& c = *connection;
  bhttp::request<bhttp::string_body> message(bhttp::verb::unknown, request.target, 11);
  message.method_string(request.method);
  message.set(bhttp::field::host, to.path.empty() ? to_string(to) : "localhost");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();

  std::string step = "cannot connect to";
  c.stream.async_connect(*where, [&](error_code unconnected) {
    if ((c.failed = unconnected)) return;
    step = "cannot send to";
    bhttp::async_write(c.stream, message, [&](error_code unsent, std::size_t) {
      if ((c.failed = unsent)) return;
      step = "no answer from";
      bhttp::async_read_header(c.stream, c.buffer, c.parser,
                               [&](error_code error, std::size_t) { c.failed = error; });
    });
  });
  const auto done = c.run(limit);
  if (!done) return tl::unexpected(done.error());
  if (!*done) {
    return environment_error(
        fmt::format("no answer from {} within {:.0f} s", to_string(to), to_seconds(limit)));
  }
  if (c.failed) {
    return environment_error(fmt::format("{} {}: {}", step, to_string(to), c.failed.message()));
  }
  return HttpStream(std::move(connection));
}

int HttpStream::status() const {
  return static_cast<int>(connection_->parser.get().result_int());
}

bool HttpStream::ended() const {
  return connection_->parser.is_done() && connection_->parser.get().body().empty();
}

Result<std::string> HttpStream::read(Duration limit) {
  Connection& c = *connection_;
  const auto deadline = std::chrono::steady_clock::now() + limit;
  std::string& body = c.parser.get().body();
  for (bool first = true; body.empty() && !c.parser.is_done(); first = false) {
    const auto left = deadline - std::chrono::steady_clock::now();
    if (!first && left <= Duration(0)) break;
    if (!c.reading) c.read_some();
    const auto done = c.run(left);
    if (!done) return tl::unexpected(done.error());
    if (c.failed) {
      return environment_error(
          fmt::format("the connection to {} broke: {}", to_string(c.to), c.failed.message()));
    }
  }
  return std::exchange(body, {});
}

}  // namespace misfire
