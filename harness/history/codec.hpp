// Events as lines of JSON, numbered and chained: {"n":1,"at":…,"recorded":…,"kind":"…","data":{…},
// "crc":"89abcdef"}. The CRC-32 covers that of the line before and the bytes before `,"crc"`, so a
// line that is missing, doubled, moved or from another run is seen, as a changed one is.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "history/facts.hpp"

namespace misfire {

/// Where a line stands in its history: by default at its beginning.
struct Link {
  std::int64_t number = 1;
  std::string before = "00000000";  ///< the checksum of the line before
};

/// One line, without the newline.
std::string encode(const Event&, const Link& = {});
/// Errors: not the line that belongs here, not JSON, wrong checksum, unknown kind, wrong shape.
Result<Event> decode(std::string_view line, const Link& = {});
/// The place after a line that was encoded or decoded.
Link after(const Link&, std::string_view line);

}  // namespace misfire
