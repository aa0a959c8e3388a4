// A connection without a network: one end as the server's socket, the other as plain bytes. The
// server's code is the one that runs in production; only the kernel's transport differs.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>

namespace misfire::fuzz {

class SocketPair {
 public:
  SocketPair();
  ~SocketPair();
  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;

  /// The server's end; once.
  int release_server();
  /// Sends the bytes in pieces of this size (0: at once) and ends, and lets the server work until
  /// it has closed. What it answered. Broken property: it does not close.
  std::string converse(boost::asio::io_context&, std::string_view bytes, std::size_t piece);

 private:
  void collect(std::string& answer);
  int client_ = -1, server_ = -1;
  bool closed_ = false;
};

/// Takes the server's end as a socket of that kind.
template <class Socket>
Socket server_socket(SocketPair& pair, boost::asio::io_context& io) {
  Socket socket(io);
  socket.assign(boost::asio::ip::tcp::v4(), pair.release_server());
  return socket;
}

}  // namespace misfire::fuzz
