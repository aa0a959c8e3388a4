#include "base/http_client.hpp"

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/system/system_error.hpp>
#include <functional>
#include <optional>

#include "base/interrupt.hpp"
#include "base/loopback.hpp"
#include "base/lower_case.hpp"
#include "base/reach_out.hpp"

namespace misfire {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using boost::system::error_code;
using Stream = beast::basic_stream<asio::generic::stream_protocol, asio::io_context::executor_type>;

constexpr std::size_t kMostBody = 256u << 20;  // a query over a whole run is tens of megabytes

constexpr auto kSlice = std::chrono::milliseconds(100);  // how long a Ctrl-C may go unheard

/// Runs until everything is done (the stream's own deadline sees to that) or the user interrupts.
Result<void> finish(asio::io_context& io) {
  while (!io.stopped()) {
    io.run_for(kSlice);
    if (const auto go_on = not_interrupted(); !go_on && !io.stopped()) return go_on;
  }
  return {};
}

std::string trouble(const Endpoint& to, std::string_view what, error_code error, Duration limit) {
  if (error == boost::system::errc::too_many_files_open) {
    return fmt::format("this program has no file descriptor left to ask {} (ulimit -n)",
                       to_string(to));
  }
  if (error == beast::error::timeout) {
    return fmt::format("no answer from {} within {:.1f} s", to_string(to), to_seconds(limit));
  }
  return fmt::format("{} {}: {}", what, to_string(to), error.message());
}

/// Asio throws where a program has no file descriptor left for its own machinery.
template <class Ask>
auto without_exceptions(const Endpoint& to, Ask ask) -> decltype(ask()) {
  try {
    return ask();
  } catch (const boost::system::system_error& error) {
    return environment_error(trouble(to, "cannot ask", error.code(), {}));
  }
}

using Where = Result<asio::generic::stream_protocol::endpoint>;

Result<HttpResponse> ask_http(const Endpoint&, const Where&, const HttpRequest&, Duration limit);
Result<std::string> ask_text(const Endpoint&, const Where&, std::string_view text, Duration limit);

}  // namespace

Result<HttpResponse> http(const Endpoint& to, const HttpRequest& request, Duration limit) {
  return without_exceptions(to, [&] { return ask_http(to, loopback_only(to), request, limit); });
}

Result<HttpResponse> http_anywhere(const Endpoint& to, const HttpRequest& request, Duration limit) {
  return without_exceptions(to, [&] { return ask_http(to, anywhere(to), request, limit); });
}

Result<std::string> converse(const Endpoint& to, std::string_view text, Duration limit) {
  return without_exceptions(to, [&] { return ask_text(to, loopback_only(to), text, limit); });
}

Result<std::string> converse_anywhere(const Endpoint& to, std::string_view text, Duration limit) {
  return without_exceptions(to, [&] { return ask_text(to, anywhere(to), text, limit); });
}

std::string to_string(const Endpoint& e) {
  return e.path.empty() ? fmt::format("{}:{}", e.host, e.port) : e.path;
}

namespace {

Result<HttpResponse> ask_http(const Endpoint& to, const Where& where, const HttpRequest& request,
                              Duration limit) {
  if (!where) return tl::unexpected(where.error());
  asio::io_context io;
  Stream stream(io);
  stream.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit));

  bhttp::request<bhttp::string_body> message(bhttp::verb::unknown, request.target, 11);
  message.method_string(request.method);
  message.set(bhttp::field::host, to.path.empty() ? to_string(to) : "localhost");
  message.set(bhttp::field::connection, "close");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();

  beast::flat_buffer buffer;
  bhttp::response_parser<bhttp::string_body> parser;
  parser.body_limit(kMostBody);
  if (request.method == "HEAD") parser.skip(true);
  error_code failed;
  std::string step = "cannot connect to";
  stream.async_connect(*where, [&](error_code unconnected) {
    if ((failed = unconnected)) return;
    step = "cannot send to";
    bhttp::async_write(stream, message, [&](error_code unsent, std::size_t) {
      if ((failed = unsent)) return;
      step = "no whole answer from";
      bhttp::async_read(stream, buffer, parser,
                        [&](error_code error, std::size_t) { failed = error; });
    });
  });
  if (const auto done = finish(io); !done) return tl::unexpected(done.error());
  if (failed) return environment_error(trouble(to, step, failed, limit));
  HttpResponse response;
  response.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get()) {
    response.headers[lower_case(field.name_string())] = std::string(field.value());
  }
  response.body = std::move(parser.get().body());
  return response;
}

Result<std::string> ask_text(const Endpoint& to, const Where& where, std::string_view text,
                             Duration limit) {
  if (!where) return tl::unexpected(where.error());
  asio::io_context io;
  Stream stream(io);
  stream.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit));
  std::string answer;
  error_code failed;
  std::string step = "cannot connect to";
  char block[16384];
  std::function<void()> read_more = [&] {
    stream.async_read_some(asio::buffer(block), [&](error_code error, std::size_t n) {
      answer.append(block, n);
      if (!error && answer.size() < kMostBody) return read_more();
      if (error != asio::error::eof) failed = error;
    });
  };
  stream.async_connect(*where, [&](error_code unconnected) {
    if ((failed = unconnected)) return;
    step = "cannot send to";
    asio::async_write(stream, asio::buffer(text), [&](error_code unsent, std::size_t) {
      if ((failed = unsent)) return;
      step = "no whole answer from";
      error_code ignored;
      stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
      read_more();
    });
  });
  if (const auto done = finish(io); !done) return tl::unexpected(done.error());
  if (failed) return environment_error(trouble(to, step, failed, limit));
  return answer;
}

}  // namespace

std::string url_encode(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", byte);
    }
  }
  return encoded;
}

}  // namespace misfire
