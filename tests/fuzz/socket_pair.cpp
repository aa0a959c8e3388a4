#include "socket_pair.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "property.hpp"

namespace misfire::fuzz {
namespace {

// A server that does not close is one that hangs; far above what any input needs.
constexpr auto kPatience = std::chrono::seconds(20);

}  // namespace

SocketPair::SocketPair() {
  int ends[2];
  require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0,
          "a socket pair can be made");
  client_ = ends[0];
  server_ = ends[1];
}

SocketPair::~SocketPair() {
  ::close(client_);
  if (server_ >= 0) ::close(server_);
}

int SocketPair::release_server() {
  return std::exchange(server_, -1);
}

void SocketPair::collect(std::string& answer) {
  char block[16384];
  for (;;) {
    const ssize_t n = ::recv(client_, block, sizeof block, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
      closed_ = true;
      return;
    }
    answer.append(block, static_cast<std::size_t>(n));
  }
}

std::string SocketPair::converse(boost::asio::io_context& io, std::string_view bytes,
                                 std::size_t piece) {
  std::string answer;
  const auto limit = std::chrono::steady_clock::now() + kPatience;
  if (piece == 0) piece = bytes.size();
  bool sending = true;
  while (!closed_) {
    if (sending && bytes.empty()) {
      ::shutdown(client_, SHUT_WR);
      sending = false;
    }
    if (sending) {
      const auto part = bytes.substr(0, piece);
      const ssize_t n = ::send(client_, part.data(), part.size(), MSG_NOSIGNAL);
      if (n >= 0) bytes.remove_prefix(static_cast<std::size_t>(n));
      if (n < 0 && errno != EAGAIN) bytes = {};  // it has closed and wants no more
    }
    io.restart();
    const bool worked = io.poll() > 0;
    collect(answer);
    if (worked || closed_ || sending) continue;
    io.run_one_for(std::chrono::milliseconds(50));  // a timer of the server's
    require(std::chrono::steady_clock::now() < limit, "the server closes when the client has");
  }
  ::shutdown(client_, SHUT_RDWR);  // it may have closed before all was sent
  do {
    io.restart();
  } while (io.poll() > 0);
  return answer;
}

}  // namespace misfire::fuzz
