// Hears every attempt to reach it, by TCP or UDP, and never answers. What a run must not talk to is
// pointed at it.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace misfire {

class Canary {
 public:
  Canary() {
    tcp_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    udp_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    ::inet_pton(AF_INET, "127.0.0.99", &where.sin_addr);
    socklen_t size = sizeof where;
    if (::bind(tcp_, reinterpret_cast<sockaddr*>(&where), size) != 0 || ::listen(tcp_, 64) != 0) {
      return;
    }
    ::getsockname(tcp_, reinterpret_cast<sockaddr*>(&where), &size);
    if (::bind(udp_, reinterpret_cast<sockaddr*>(&where), size) != 0) return;
    address_ = "127.0.0.99:" + std::to_string(ntohs(where.sin_port));
    thread_ = std::thread([this] { listen(); });
  }
  ~Canary() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
    ::close(tcp_);
    ::close(udp_);
  }
  Canary(const Canary&) = delete;
  Canary& operator=(const Canary&) = delete;

  /// "127.0.0.99:PORT"; "" when it could not listen.
  const std::string& address() const { return address_; }
  /// The first bytes of each connection and datagram so far.
  std::vector<std::string> heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  void listen() {
    while (!stop_) {
      pollfd ready[] = {{tcp_, POLLIN, 0}, {udp_, POLLIN, 0}};
      if (::poll(ready, 2, 50) <= 0) continue;
      if (ready[0].revents != 0) take(::accept4(tcp_, nullptr, nullptr, SOCK_CLOEXEC), true);
      if (ready[1].revents != 0) take(udp_, false);
    }
  }
  void take(int fd, bool connection) {
    if (fd < 0) return;
    char bytes[256];
    pollfd ready{fd, POLLIN, 0};
    ssize_t n = 0;
    if (::poll(&ready, 1, 200) > 0) n = ::recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
    {
      const std::lock_guard lock(mutex_);
      heard_.emplace_back(bytes, static_cast<std::size_t>(n > 0 ? n : 0));
    }
    if (connection) ::close(fd);
  }

  int tcp_ = -1, udp_ = -1;
  std::string address_;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> heard_;
  std::thread thread_;
};

}  // namespace misfire
