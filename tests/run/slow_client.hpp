// A client that begins a request and never ends it.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "base/http_client.hpp"

namespace misfire {

class SlowClient {
 public:
  SlowClient(const Endpoint& to, const std::string& begin)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(to.port));
    ::inet_pton(AF_INET, to.host.c_str(), &address.sin_addr);
    const auto* at = reinterpret_cast<const sockaddr*>(&address);
    sent_ = ::connect(socket_, at, sizeof address) == 0 &&
            ::send(socket_, begin.data(), begin.size(), MSG_NOSIGNAL) ==
                static_cast<ssize_t>(begin.size());
  }
  ~SlowClient() { ::close(socket_); }
  SlowClient(const SlowClient&) = delete;
  SlowClient& operator=(const SlowClient&) = delete;

  /// Whether the other side answered or closed until then.
  bool closed_within(std::chrono::milliseconds limit) const {
    pollfd waits{socket_, POLLIN, 0};
    return sent_ && ::poll(&waits, 1, static_cast<int>(limit.count())) == 1;
  }

 private:
  int socket_;
  bool sent_ = false;
};

}  // namespace misfire
