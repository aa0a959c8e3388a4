#include "report/paint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/utf8.hpp"

namespace misfire {
namespace {

const char* code(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::bold:
      return "\033[1m";
    case Ink::dim:
      return "\033[2m";
    case Ink::green:
      return "\033[1;32m";
    case Ink::red:
      return "\033[1;31m";
    case Ink::yellow:
      return "\033[1;33m";
    case Ink::cyan:
      return "\033[36m";
  }
  return "";
}

constexpr std::string_view kPlainAgain = "\033[0m";
constexpr std::array kInks = {Ink::bold, Ink::dim, Ink::green, Ink::red, Ink::yellow, Ink::cyan};

/// Of the sequence that this text begins with, if it is one of ours; else 0.
std::size_t bytes_of_paint(std::string_view text) {
  if (text.starts_with(kPlainAgain)) return kPlainAgain.size();
  for (const Ink ink : kInks) {
    if (text.starts_with(code(ink))) return std::string_view(code(ink)).size();
  }
  return 0;
}

/// At most `width` columns of a text without escape sequences.
std::string cut(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::string kept;
  std::size_t used = 0;
  while (!text.empty()) {
    const Character c = first_character(text);
    used += columns_of(c.code);
    if (used >= width) break;
    kept += text.substr(0, c.bytes);
    text.remove_prefix(c.bytes);
  }
  return kept + "…";
}

}  // namespace

Ink ink_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return Ink::green;
    case Verdict::fail:
      return Ink::red;
    case Verdict::invalid:
      return Ink::yellow;
    case Verdict::unsupported:
      return Ink::dim;
  }
  return Ink::plain;
}

std::string Paint::operator()(Ink ink, std::string_view text) const {
  if (!colour_ || ink == Ink::plain || text.empty()) return std::string(text);
  return fmt::format("{}{}{}", code(ink), text, kPlainAgain);
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    if (text.front() == '\033') {
      text.remove_prefix(std::min(text.find('m'), text.size() - 1) + 1);
      continue;
    }
    const Character c = first_character(text);
    count += columns_of(c.code);
    text.remove_prefix(c.bytes);
  }
  return count;
}

std::string left(std::string_view text, std::size_t width) {
  std::string cell = cut(text, width);
  cell.append(width - columns(cell), ' ');
  return cell;
}

std::string right(std::string_view text, std::size_t width) {
  const std::string cell = cut(text, width);
  return std::string(width - columns(cell), ' ') + cell;
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent, std::size_t used) {
  std::string out;
  std::size_t column = used;
  bool first_word = true;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    if (!first_word) {
      if (column + 1 + columns(word) > width) {
        out += '\n' + std::string(indent, ' ');
        column = indent;
      } else {
        out += ' ';
        ++column;
      }
    }
    out += word;
    column += columns(word);
    first_word = false;
  }
  return out;
}

std::string printable(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const Character c = first_character(text);
    const bool shown = c.valid && !is_control(c.code);
    clean += text.front() == '\t' || text.front() == '\n' ? " "
             : shown                                      ? text.substr(0, c.bytes)
                                                          : "?";
    text.remove_prefix(c.bytes);
  }
  return clean;
}

std::string printable_lines(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t kept = text.front() == '\n' ? 1 : bytes_of_paint(text);
    const std::size_t other = text.find_first_of("\n\033", 1);
    const std::size_t end = kept > 0 ? kept : std::min(other, text.size());
    clean += kept > 0 ? std::string(text.substr(0, end)) : printable(text.substr(0, end));
    text.remove_prefix(end);
  }
  return clean;
}

}  // namespace misfire
