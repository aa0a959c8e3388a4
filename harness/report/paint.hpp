// Text for a terminal: colour when asked for, widths in characters rather than bytes, wrapping.
#pragma once

#include <string>
#include <string_view>

#include "judge/judgement.hpp"

namespace misfire {

enum class Ink { plain, bold, dim, green, red, yellow, cyan };

/// The colour of a verdict.
Ink ink_of(Verdict);

class Paint {
 public:
  explicit Paint(bool colour) : colour_(colour) {}
  std::string operator()(Ink, std::string_view) const;

 private:
  bool colour_;
};

/// How many columns a UTF-8 text takes (escape sequences take none).
std::size_t columns(std::string_view);
/// Filled with spaces to a width; longer texts are cut, with an ellipsis.
std::string left(std::string_view, std::size_t width);
std::string right(std::string_view, std::size_t width);
/// Broken at spaces so that no line is longer than `width`; every line but the first begins with
/// `indent` spaces, and `used` columns of the first are taken already. A longer word stays whole.
std::string wrap(std::string_view, std::size_t width, std::size_t indent, std::size_t used);
/// A control character of a foreign text (a part's log, a notification) must not reach a terminal,
/// nor may what is not UTF-8.
std::string printable(std::string_view);
/// The same of a whole text that is painted already: its lines stay, and so does what Paint wrote.
std::string printable_lines(std::string_view);

}  // namespace misfire
