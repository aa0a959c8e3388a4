#include "report/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace misfire {
namespace {

struct Range {
  char32_t first, last;
};

/// Unicode's East Asian Width W and F, by block: exact enough to keep a line on its row.
constexpr std::array<Range, 11> kWide{{{0x1100, 0x115F},
                                       {0x2E80, 0xA4CF},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1F64F},
                                       {0x1F680, 0x1F6FF},
                                       {0x1F900, 0x1F9FF},
                                       {0x20000, 0x3FFFD}}};
constexpr std::array<Range, 5> kZero{
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t code) {
  return std::any_of(ranges.begin(), ranges.end(), [code](const Range& range) {
    return code >= range.first && code <= range.last;
  });
}

/// What our own texts use. One column each, as the originals.
constexpr std::array<std::pair<char32_t, char>, 26> kInAscii{
    {{U'█', '#'}, {U'▇', '#'}, {U'▆', '#'}, {U'▅', '='}, {U'▄', '='}, {U'▃', '-'}, {U'▂', '-'},
     {U'▁', '_'}, {U'░', '-'}, {U'▒', '='}, {U'·', '.'}, {U'●', '*'}, {U'○', 'o'}, {U'◐', '!'},
     {U'│', '|'}, {U'─', '-'}, {U'✓', '+'}, {U'✗', 'x'}, {U'▶', '>'}, {U'→', '>'}, {U'–', '-'},
     {U'…', '~'}, {U'×', 'x'}, {U'−', '-'}, {U'≤', '<'}, {U'≥', '>'}}};

}  // namespace

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  const Character invalid{0xFFFD, 1, false};
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return invalid;
  char32_t code = lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return invalid;
    code = (code << 6) | (byte(i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
    return invalid;
  }
  return {code, length, true};
}

std::size_t columns_of(char32_t code) {
  if (code < 0x300) return 1;
  return within(kZero, code) ? 0 : within(kWide, code) ? 2 : 1;
}

bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F;
}

std::string in_ascii(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character c = first_character(text);
    text.remove_prefix(c.bytes);
    if (c.valid && c.code < 0x80) {
      out += static_cast<char>(c.code);
      continue;
    }
    const auto* found = std::find_if(kInAscii.begin(), kInAscii.end(),
                                     [&](const auto& entry) { return entry.first == c.code; });
    if (found != kInAscii.end()) {
      out += found->second;
    } else {
      out.append(columns_of(c.code), '?');
    }
  }
  return out;
}

}  // namespace misfire
