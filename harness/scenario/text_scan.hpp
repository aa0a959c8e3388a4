// What can be wrong with a TOML file before it is parsed: bytes that are no UTF-8, and nesting that
// no real file has. Pure; linear in the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace misfire {

/// A place in a text: line and column (in characters) from 1, and where its line starts.
struct TextPlace {
  int line = 1, column = 1;
  std::size_t line_start = 0;
};

/// The first NUL byte.
std::optional<TextPlace> find_nul(std::string_view);

/// The first byte that is not part of a UTF-8 character.
std::optional<TextPlace> find_bad_utf8(std::string_view);

/// The first dotted key with more than 16 parts, or bracket inside 32 others.
std::optional<TextPlace> find_deep_nesting(std::string_view);

}  // namespace misfire
