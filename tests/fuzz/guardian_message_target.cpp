// Messages between harness and guardian: whatever arrives is a message or the end.
#include <sys/socket.h>

#include <nlohmann/json.hpp>

#include "property.hpp"
#include "stack/message.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void guardian_message(std::string_view bytes) {
  int ends[2];
  require(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0,
          "a socket pair can be made");
  const Descriptor sender(ends[0]), receiver(ends[1]);
  if (::send(sender.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return;
  nlohmann::json message;
  Descriptor passed;
  const auto received =
      receive_message(receiver.get(), message, passed, std::chrono::milliseconds(0));
  require(!passed, "no descriptor came along");
  if (received != Reception::message) return;
  require(message.is_object(), "a message is an object");
  if (bytes.size() > 4096)
    return;  // sending walks the tree; no message of ours is so large or deep
  require(send_message(sender.get(), message), "a message can be sent on");
  nlohmann::json again;
  require(receive_message(receiver.get(), again, passed, std::chrono::milliseconds(0)) ==
              Reception::message,
          "what is sent on arrives");
  require(
      again == message ||
          message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) == again.dump(),
      "what is sent on is the same");
}

}  // namespace misfire::fuzz
