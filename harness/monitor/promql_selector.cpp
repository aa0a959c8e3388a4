#include "monitor/promql_selector.hpp"

#include <algorithm>
#include <optional>

#include "monitor/promql_tokens.hpp"
#include "scenario/matcher.hpp"

namespace misfire {
namespace {

using Kind = PromqlToken::Kind;

constexpr char kName[] = "__name__";

void append_utf8(std::string& text, std::uint32_t rune) {
  const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
  if (rune < 0x80) {
    byte(rune);
  } else if (rune < 0x800) {
    byte(0xC0 | rune >> 6);
    byte(0x80 | (rune & 0x3F));
  } else if (rune < 0x10000) {
    byte(0xE0 | rune >> 12);
    byte(0x80 | (rune >> 6 & 0x3F));
    byte(0x80 | (rune & 0x3F));
  } else {
    byte(0xF0 | rune >> 18);
    byte(0x80 | (rune >> 12 & 0x3F));
    byte(0x80 | (rune >> 6 & 0x3F));
    byte(0x80 | (rune & 0x3F));
  }
}

std::optional<std::uint32_t> number(std::string_view digits, std::uint32_t base) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    std::uint32_t digit = 99;
    if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A') + 10;
    if (digit >= base) return {};
    value = value * base + digit;
  }
  return value;
}

/// A string's value by Go's escapes, which are PromQL's (strutil.Unquote). Nothing: not one.
std::optional<std::string> unquoted(std::string_view quoted) {
  if (quoted.size() < 2) return {};
  const char quote = quoted.front();
  const std::string_view text = quoted.substr(1, quoted.size() - 2);
  if (quote == '`') return std::string(text);
  static constexpr std::string_view kLetters = "abfnrtv\\'\"", kMeant = "\a\b\f\n\r\t\v\\'\"";
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      value += text[i];
      continue;
    }
    if (++i == text.size()) return {};
    const char c = text[i];
    if (const auto letter = kLetters.find(c); letter != std::string_view::npos) {
      value += kMeant[letter];
      continue;
    }
    const bool octal = c >= '0' && c <= '7';
    const std::size_t length = octal ? 3 : c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    const std::size_t from = octal ? i : i + 1;
    if (length == 0 || from + length > text.size()) return {};
    const auto code = number(text.substr(from, length), octal ? 8 : 16);
    if (!code) return {};
    if (octal || c == 'x') {
      value += static_cast<char>(*code);
    } else {
      append_utf8(value, *code);
    }
    i = from + length - 1;
  }
  return value;
}

std::optional<Matcher::Op> operation(const PromqlToken& token) {
  if (token.is("=")) return Matcher::Op::equal;
  if (token.is("!=")) return Matcher::Op::not_equal;
  if (token.is("=~")) return Matcher::Op::match;
  if (token.is("!~")) return Matcher::Op::no_match;
  return {};
}

/// A label's name, plain or, since 3.0, quoted.
std::optional<std::string> word(const PromqlToken& token) {
  if (token.kind == Kind::name) return std::string(token.text);
  return token.kind == Kind::string ? unquoted(token.text) : std::nullopt;
}

/// Whether the value may satisfy the matcher. A pattern that only Prometheus understands may match.
bool may_hold(const Matcher& matcher, const std::string& value) {
  if (matcher.op == Matcher::Op::equal) return value == matcher.value;
  if (matcher.op == Matcher::Op::not_equal) return value != matcher.value;
  const auto fits = fits_pattern(matcher.value, value);
  return !fits || *fits == (matcher.op == Matcher::Op::match);
}

}  // namespace

std::vector<Matcher> matchers_of_selector(std::string_view selector) {
  const auto tokens = promql_tokens(selector);
  if (!tokens) return {};
  std::vector<Matcher> matchers;
  std::size_t i = 0;
  if ((*tokens)[0].kind == Kind::name) {
    matchers.push_back({kName, Matcher::Op::equal, std::string((*tokens)[0].text)});
    ++i;
  }
  for (; i + 1 < tokens->size(); ++i) {
    const auto label = word((*tokens)[i]);
    if (!label) continue;
    const auto op = operation((*tokens)[i + 1]);
    if (!op) {  // {"a.metric"}
      if ((*tokens)[i].kind == Kind::string)
        matchers.push_back({kName, Matcher::Op::equal, *label});
      continue;
    }
    const auto value = i + 2 < tokens->size() && (*tokens)[i + 2].kind == Kind::string
                           ? unquoted((*tokens)[i + 2].text)
                           : std::nullopt;
    if (value) matchers.push_back({*label, *op, *value});
    i += 2;
  }
  return matchers;
}

bool is_plain_label(std::string_view label) {
  return label.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == label.npos;
}

std::string metric_named(std::string_view selector) {
  for (const Matcher& matcher : matchers_of_selector(selector)) {
    if (matcher.label == kName && matcher.op == Matcher::Op::equal) return matcher.value;
  }
  return {};
}

bool may_match(const std::vector<Matcher>& matchers,
               const std::map<std::string, std::string>& known) {
  return std::all_of(matchers.begin(), matchers.end(), [&](const Matcher& matcher) {
    const auto label = known.find(matcher.label);
    return label == known.end() || may_hold(matcher, label->second);
  });
}

}  // namespace misfire
