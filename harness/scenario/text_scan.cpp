#include "scenario/text_scan.hpp"

#include <cstdint>

namespace misfire {
namespace {

constexpr int kMostDots = 15;
constexpr int kMostBrackets = 32;

/// Length of the UTF-8 character at the start, or 0. Refuses overlong forms and surrogates.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return 1;
  const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < length) return 0;
  std::uint32_t code = byte(0) & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  if (length == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) return 0;
  if (length == 4 && (code < 0x10000 || code > 0x10FFFF)) return 0;
  return length;
}

/// Steps through a text and knows where it is.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}
  bool done() const { return at_ >= text_.size(); }
  char peek() const { return text_[at_]; }
  bool sees(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  std::string_view rest() const { return text_.substr(at_); }
  const TextPlace& place() const { return place_; }
  void step() {
    const char c = text_[at_++];
    if (c == '\n') {
      place_ = {place_.line + 1, 1, at_};
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++place_.column;  // continuation bytes belong to a character already counted
    }
  }
  void step(std::size_t n) {
    while (n-- > 0 && !done()) step();
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  TextPlace place_;
};

/// At a quote: moves behind the string. An unfinished one-line string ends with its line, where
/// toml++ will report it.
void skip_string(Walker& at) {
  const char quote = at.peek();
  const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
  const bool many_lines = at.sees(triple);
  at.step(many_lines ? 3 : 1);
  while (!at.done()) {
    if (many_lines ? at.sees(triple) : at.peek() == quote) {
      at.step(many_lines ? 3 : 1);
      return;
    }
    if (!many_lines && at.peek() == '\n') return;
    at.step(quote == '"' && at.peek() == '\\' ? 2 : 1);
  }
}

}  // namespace

std::optional<TextPlace> find_nul(std::string_view text) {
  const std::size_t nul = text.find('\0');
  if (nul == std::string_view::npos) return std::nullopt;
  Walker at(text);
  at.step(nul);
  return at.place();
}

std::optional<TextPlace> find_bad_utf8(std::string_view text) {
  Walker at(text);
  while (!at.done()) {
    const std::size_t length = utf8_length(at.rest());
    if (length == 0) return at.place();
    at.step(length);
  }
  return std::nullopt;
}

std::optional<TextPlace> find_deep_nesting(std::string_view text) {
  Walker at(text);
  int dots = 0, brackets = 0;
  while (!at.done()) {
    switch (at.peek()) {
      case '#':
        while (!at.done() && at.peek() != '\n') at.step();
        continue;
      case '"':
      case '\'':
        skip_string(at);
        continue;
      case '[':
      case '{':
        if (++brackets > kMostBrackets) return at.place();
        dots = 0;
        break;
      case ']':
      case '}':
        if (brackets > 0) --brackets;
        break;
      case '.':
        if (++dots > kMostDots) return at.place();
        break;
      case '=':
      case ',':
      case '\n':
        dots = 0;
        break;
      default:
        break;
    }
    at.step();
  }
  return std::nullopt;
}

}  // namespace misfire
