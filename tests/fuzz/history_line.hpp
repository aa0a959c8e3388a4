// A line of history.jsonl from bytes that know neither its number nor its checksum: those are made
// to fit, as otherwise nothing but the checksum would be tried.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "history/codec.hpp"
#include "history/crc32.hpp"

namespace misfire::fuzz {

/// `{"at":…,"kind":…,"data":{…}`, or a whole line, as the first line of a history.
inline std::string first_history_line(std::string_view text) {
  const Link first;
  if (const auto crc = text.rfind(",\"crc\""); crc != text.npos) text = text.substr(0, crc);
  std::string covered(text);
  if (text.starts_with("{\"at\""))
    covered = fmt::format("{{\"n\":{},{}", first.number, text.substr(1));
  return fmt::format("{},\"crc\":\"{:08x}\"}}", covered, crc32(first.before + covered));
}

}  // namespace misfire::fuzz
