#include "monitor/promql_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace misfire {
namespace {

using Kind = PromqlToken::Kind;

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool hex(char c) {
  return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<PromqlToken>> run() {
    for (;;) {
      skip();
      if (at_ == text_.size()) break;
      const char c = text_[at_];
      Result<void> done;
      if (c == '"' || c == '\'' || c == '`') {
        done = string(c);
      } else if (digit(c) || (c == '.' && digit(peek(1)))) {
        done = number();
      } else if (letter(c) || (c == ':' && letter(peek(1)) && !in_range_)) {
        name();
      } else {
        done = punctuation();
      }
      if (!done) return tl::unexpected(done.error());
    }
    push(Kind::end, 0);
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t n) const { return at_ + n < text_.size() ? text_[at_ + n] : '\0'; }

  void push(Kind kind, std::size_t length) {
    tokens_.push_back({kind, text_.substr(at_, length), at_});
    at_ += length;
  }

  void skip() {
    while (at_ < text_.size()) {
      if (space(text_[at_])) {
        ++at_;
      } else if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return;
      }
    }
  }

  Result<void> string(char quote) {
    std::size_t n = 1;
    for (;; ++n) {
      const char c = peek(n);
      if (at_ + n >= text_.size() || (c == '\n' && quote != '`')) {
        return tl::unexpected(promql_error(text_, at_, "this string has no end",
                                           fmt::format("close it with {}", quote)));
      }
      if (c == quote) break;
      if (c == '\\' && quote != '`') ++n;
    }
    push(Kind::string, n + 1);
    return {};
  }

  Result<void> number() {
    std::size_t n = 0;
    if (peek(0) == '0' && (peek(1) == 'x' || peek(1) == 'X') && hex(peek(2))) {
      for (n = 2; hex(peek(n));) ++n;
    } else {
      while (digit(peek(n))) ++n;
      if (n > 0 && duration_unit(peek(n))) return duration();
      if (peek(n) == '.') ++n;
      while (digit(peek(n))) ++n;
      if (peek(n) == 'e' || peek(n) == 'E') {
        const std::size_t sign = peek(n + 1) == '+' || peek(n + 1) == '-' ? 1 : 0;
        if (digit(peek(n + 1 + sign))) {
          for (n += 1 + sign; digit(peek(n));) ++n;
        }
      }
    }
    if (letter(peek(n)) || digit(peek(n)) || peek(n) == '.') return malformed("number", n);
    push(Kind::number, n);
    return {};
  }

  static bool duration_unit(char c) {
    return std::string_view("ywdhms").find(c) != std::string_view::npos && c != '\0';
  }

  Result<void> duration() {
    std::size_t n = 0;
    while (digit(peek(n)) || duration_unit(peek(n))) ++n;
    if (letter(peek(n)) || peek(n) == '.' || digit(peek(n - 1))) return malformed("duration", n);
    push(Kind::duration, n);
    return {};
  }

  tl::unexpected<Error> malformed(std::string_view what, std::size_t n) {
    while (letter(peek(n)) || digit(peek(n)) || peek(n) == '.') ++n;
    return tl::unexpected(
        promql_error(text_, at_, fmt::format("\"{}\" is not a {}", text_.substr(at_, n), what),
                     what == "duration" ? "durations look like 5m, 1h30m or 250ms" : ""));
  }

  void name() {
    std::size_t n = 1;
    while (letter(peek(n)) || digit(peek(n)) || peek(n) == ':') ++n;
    push(Kind::name, n);
  }

  Result<void> punctuation() {
    static constexpr std::array<std::string_view, 24> kKnown = {
        "==", "!=", ">=", "<=", "=~", "!~", "+", "-", "*", "/", "%", "^",
        ">",  "<",  "=",  "(",  ")",  "{",  "}", "[", "]", ",", ":", "@"};
    for (const std::string_view known : kKnown) {
      if (text_.substr(at_, known.size()) != known) continue;
      if (known == "[") in_range_ = true;
      if (known == "]") in_range_ = false;
      push(Kind::punctuation, known.size());
      return {};
    }
    std::size_t n = 1;  // all bytes of one UTF-8 character
    while ((static_cast<unsigned char>(peek(n)) & 0xC0) == 0x80) ++n;
    const unsigned char c = static_cast<unsigned char>(text_[at_]);
    const std::string shown =
        c < 0x20 || c == 0x7F ? fmt::format("\\x{:02x}", c) : std::string(text_.substr(at_, n));
    return tl::unexpected(
        promql_error(text_, at_, fmt::format("PromQL has no character \"{}\" here", shown)));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool in_range_ = false;  // between [ and ], where ":" separates range and step
  std::vector<PromqlToken> tokens_;
};

}  // namespace

Result<std::vector<PromqlToken>> promql_tokens(std::string_view expression) {
  return Lexer(expression).run();
}

Error promql_error(std::string_view expression, std::size_t at, std::string message,
                   std::string hint) {
  const std::string_view before = expression.substr(0, at);
  Position where;
  where.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  where.column = 1 + static_cast<int>(at - line_start);
  return {ErrorCode::usage, std::move(message), std::move(hint), std::move(where)};
}

}  // namespace misfire
