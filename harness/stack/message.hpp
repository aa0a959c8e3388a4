// Messages between the harness and its guardian: one JSON value a packet over a SOCK_SEQPACKET
// socket, with at most one file descriptor beside it. Requests: spawn, end_session. Answers:
// spawned (with the pidfd), refused, exited.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "base/descriptor.hpp"
#include "base/error.hpp"

namespace misfire {

/// False when the other end is gone, or (errno EMSGSIZE) when the message is too large.
bool send_message(int socket, const nlohmann::json&, int descriptor = -1);

enum class Reception { message, nothing, closed };
/// Waits at most `limit` (negative: for ever).
Reception receive_message(int socket, nlohmann::json&, Descriptor&,
                          std::chrono::milliseconds limit);

}  // namespace misfire
