// The sink's SMTP, at the real connection: every answer is a line with a code, and how the bytes
// were cut into pieces makes no difference.
#include "monitor/sink/smtp_sink.hpp"

#include "property.hpp"
#include "socket_pair.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

bool is_reply(std::string_view line) {
  return line.size() >= 4 && line[0] >= '2' && line[0] <= '5' && (line[3] == ' ' || line[3] == '-');
}

struct Talk {
  std::string answers;
  std::vector<std::string> kept;
  bool operator==(const Talk&) const = default;
};

Talk talk(std::string_view bytes, std::size_t piece) {
  static boost::asio::io_context io(1);
  SocketPair pair;
  Inbox inbox;
  serve_smtp(server_socket<boost::asio::ip::tcp::socket>(pair, io), inbox);
  Talk all;
  all.answers = pair.converse(io, bytes, piece);
  std::string_view rest = all.answers;
  require(rest.starts_with("220 "), "the sink greets");
  require(rest.ends_with("\r\n"), "an answer is whole");
  while (!rest.empty()) require(is_reply(take_line(rest)), "an answer has a code");
  const auto page = decode_received(inbox.since(0));
  require(page.has_value(), "what the sink hands out is understood");
  for (const Received& received : page->received) {
    require(received.protocol == SinkProtocol::smtp, "a mail is a mail");
    all.kept.push_back(received.receiver + "/" + received.body);
  }
  return all;
}

}  // namespace

void sink_smtp(std::string_view bytes) {
  require(talk(bytes, 0) == talk(bytes, 1 + bytes.size() / 3),
          "how the bytes were cut makes no difference");
}

}  // namespace misfire::fuzz
