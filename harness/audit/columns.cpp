#include "audit/columns.hpp"

#include <algorithm>
#include <cstddef>

namespace misfire {
namespace {

/// Bytes of the UTF-8 character at `at`, 1 where there is none; `units`: how long it is in UTF-16.
std::size_t character(std::string_view text, std::size_t at, int& units) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t length = first >= 0xF0 && first <= 0xF4   ? 4
                             : first >= 0xE0 && first < 0xF0  ? 3
                             : first >= 0xC2 && first <= 0xDF ? 2
                                                              : 1;
  units = 1;
  if (at + length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 1;
  }
  if (length == 4) units = 2;
  return length;
}

}  // namespace

TextLines::TextLines(std::string_view text) : text_(text) {
  for (std::size_t at = 0; at < text.size();) {
    begins_.push_back(at);
    const std::size_t end = text.find('\n', at);
    if (end == text.npos) break;
    at = end + 1;
  }
}

std::string_view TextLines::operator[](int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > begins_.size()) return {};
  const std::size_t begin = begins_[static_cast<std::size_t>(number) - 1];
  std::string_view line = text_.substr(begin, text_.find('\n', begin) - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

int utf16_column(std::string_view line, int byte_column) {
  const std::size_t stop = byte_column < 1 ? 0 : static_cast<std::size_t>(byte_column) - 1;
  int column = 1;
  std::size_t at = 0;
  while (at < std::min(stop, line.size())) {
    int units = 1;
    at += character(line, at, units);
    column += units;
  }
  return column + static_cast<int>(stop > line.size() ? stop - line.size() : 0);
}

}  // namespace misfire
