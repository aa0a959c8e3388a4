// A line of history.jsonl, as it is and with a checksum that fits: without one, nothing but the
// checksum would be tried.
#include <fmt/format.h>

#include "history/codec.hpp"
#include "history/crc32.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

void check(std::string_view line) {
  const auto event = decode(line);
  if (!event) return require_place(event.error(), "", line);
  require(encode(*event) == line, "what is decoded is encoded to the same bytes");
}

}  // namespace

void history(std::string_view line) {
  check(line);
  std::string_view covered = line;
  if (const auto crc = line.rfind(",\"crc\""); crc != line.npos) covered = line.substr(0, crc);
  check(fmt::format("{},\"crc\":\"{:08x}\"}}", covered, crc32(covered)));
}

}  // namespace misfire::fuzz
