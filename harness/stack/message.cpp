#include "stack/message.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

namespace misfire {
namespace {

constexpr std::size_t kLargest = 128 * 1024;  // below the socket's default buffer

}  // namespace

bool send_message(int socket, const nlohmann::json& json, int descriptor) {
  std::string bytes = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (bytes.size() > kLargest) {  // the other end would see a torn one, and take us for a stranger
    errno = EMSGSIZE;
    return false;
  }
  iovec part{bytes.data(), bytes.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (descriptor >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &descriptor, sizeof descriptor);
  }
  ssize_t sent;
  do {
    sent = ::sendmsg(socket, &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(bytes.size());
}

Reception receive_message(int socket, nlohmann::json& json, Descriptor& descriptor,
                          std::chrono::milliseconds limit) {
  pollfd ready{socket, POLLIN, 0};
  const int polled = ::poll(&ready, 1, static_cast<int>(limit.count()));
  if (polled == 0 || (polled < 0 && errno == EINTR)) return Reception::nothing;
  std::string bytes(kLargest, '\0');
  iovec part{bytes.data(), bytes.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  const ssize_t n = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (n < 0 && (errno == EINTR || errno == EAGAIN)) return Reception::nothing;
  if (n <= 0) return Reception::closed;
  bytes.resize(static_cast<std::size_t>(n));
  for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(c), sizeof fd);
      descriptor = Descriptor(fd);
    }
  }
  json = nlohmann::json::parse(bytes, nullptr, false);
  return json.is_object() ? Reception::message : Reception::closed;
}

}  // namespace misfire
