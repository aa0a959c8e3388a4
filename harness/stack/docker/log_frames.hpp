// How the daemon hands out what a container prints where there is no terminal: frames of an 8-byte
// header (stream, three zeros, length in big endian) and that many bytes (Engine API, "Attach to a
// container").
#pragma once

#include <string>
#include <string_view>

namespace misfire {

/// Standard output and standard error as they came, without the headers. What is no frame, as where
/// the container has a terminal, stays as it is.
std::string without_frames(std::string_view);

}  // namespace misfire
