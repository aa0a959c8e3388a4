#include "stack/ports.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "stack/address.hpp"

namespace misfire {
namespace {

constexpr int kLockPort = 7700;

Descriptor bound(const std::string& address, int port, bool reuse) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket) return {};
  const int on = reuse ? 1 : 0;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, address.c_str(), &where.sin_addr);
  if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&where), sizeof where) != 0) return {};
  return socket;
}

}  // namespace

Result<Slot> take_slot() {
  for (int number = 1; number <= kSlots; ++number) {
    Descriptor lock = bound(slot_address(number), kLockPort, false);
    if (lock && ::listen(lock.get(), 1) == 0) return Slot{number, std::move(lock)};
  }
  return environment_error(
      fmt::format("no address of {} to {} is free: {}", slot_address(1), slot_address(kSlots),
                  std::strerror(errno)),
      fmt::format("each run takes one, and locks it on port {}; are so many runs under way?",
                  kLockPort));
}

Result<Descriptor> reserve_port(const std::string& address, int port) {
  Descriptor socket = bound(address, port, true);
  if (!socket) {
    const int error = errno;
    return environment_error(
        fmt::format("{}:{} cannot be used: {}", address, port, std::strerror(error)),
        error == EADDRINUSE ? "another program listens there; ss -ltnp shows which" : "");
  }
  return socket;
}

}  // namespace misfire
