// Events as lines of JSON, each with a CRC-32 of its own text: {"at":…,"recorded":…,"kind":"…",
// "data":{…},"crc":"89abcdef"}. The checksum covers the bytes before `,"crc"`.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "history/facts.hpp"

namespace misfire {

/// One line, without the newline.
std::string encode(const Event&);
/// Errors: not JSON, wrong checksum, unknown kind, wrong shape.
Result<Event> decode(std::string_view line);

}  // namespace misfire
