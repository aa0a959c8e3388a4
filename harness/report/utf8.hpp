// UTF-8, one character at a time: how wide it is on a terminal, whether a terminal may see it, and
// what it becomes where only ASCII can be shown. Pure; what is not UTF-8 is told as such, and never
// an error.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace misfire {

struct Character {
  char32_t code = 0;      ///< U+FFFD when invalid
  std::size_t bytes = 1;  ///< how many were read; 1 when invalid
  bool valid = false;     ///< strict: no overlong forms, surrogates, or codes above U+10FFFF
};

/// The first character of a text that is not empty.
Character first_character(std::string_view);

/// 0 for combining marks, 2 for East Asian wide characters and emoji, else 1.
std::size_t columns_of(char32_t);

/// Control characters (C0, DEL, C1) and those that turn the direction of writing.
bool is_control(char32_t);

/// The same text for a terminal without UTF-8: bars and marks keep their meaning and their width,
/// whatever else is not ASCII becomes `?`.
std::string in_ascii(std::string_view);

}  // namespace misfire
