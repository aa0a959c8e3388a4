// The sink's HTTP, at the real session: it answers HTTP, keeps what it took, and how the bytes were
// cut into pieces makes no difference.
#include "monitor/sink/http_sink.hpp"

#include "property.hpp"
#include "socket_pair.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

/// What the sink kept; times differ.
std::vector<std::string> kept(std::string_view bytes, std::size_t piece) {
  static boost::asio::io_context io(1);
  SocketPair pair;
  Inbox inbox;
  serve_http(server_socket<boost::asio::ip::tcp::socket>(pair, io), inbox);
  const std::string answers = pair.converse(io, bytes, piece);
  require(answers.empty() || answers.starts_with("HTTP/1."), "an answer is HTTP");
  const auto page = decode_received(inbox.since(0));
  require(page.has_value(), "what the sink hands out is understood");
  std::vector<std::string> all;
  for (const Received& received : page->received) {
    require(received.protocol == SinkProtocol::alerts || !received.receiver.empty(),
            "a notification has a receiver");
    require(received.index >= 0, "an integration's index is not negative");
    all.push_back(received.receiver + "/" + received.integration + "/" + received.body);
  }
  return all;
}

}  // namespace

void sink_http(std::string_view bytes) {
  require(kept(bytes, 0) == kept(bytes, 1 + bytes.size() / 3),
          "how the bytes were cut makes no difference");
}

}  // namespace misfire::fuzz
