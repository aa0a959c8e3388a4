#include "stack/docker/log_frames.hpp"

#include <cstdint>

namespace misfire {

std::string without_frames(std::string_view raw) {
  constexpr std::size_t kHeader = 8;
  std::string text;
  while (raw.size() >= kHeader && raw[0] >= 0 && raw[0] <= 2 &&
         raw.substr(1, 3) == std::string_view("\0\0\0", 3)) {
    std::uint32_t length = 0;
    for (std::size_t i = 4; i < kHeader; ++i)
      length = length << 8 | static_cast<unsigned char>(raw[i]);
    raw.remove_prefix(kHeader);
    text += raw.substr(0, length);
    raw.remove_prefix(std::min<std::size_t>(length, raw.size()));
  }
  return text.append(raw);
}

}  // namespace misfire
