// Blocks of Lua (`content_by_lua_block { … }`): nginx's Lua module cuts them by Lua's own words, so
// that braces in its strings and comments are none.
#include <algorithm>

#include "balancer/nginx/model.hpp"

namespace misfire {
namespace {

/// The level of a long bracket that opens at `at`, "[[" 0, "[=[" 1; -1: none does.
int long_bracket(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && text[end] == '=') ++end;
  return end < text.size() && text[end] == '[' ? static_cast<int>(end - at) - 1 : -1;
}

/// Behind the closing bracket of that level.
std::size_t end_of_long(std::string_view text, std::size_t at, int level) {
  const std::string close = "]" + std::string(static_cast<std::size_t>(level), '=') + "]";
  const std::size_t found = text.find(close, at);
  return found == std::string_view::npos ? found : found + close.size();
}

std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

std::size_t end_of_comment(std::string_view text, std::size_t at) {
  const std::size_t inner = at + 2;
  if (inner < text.size() && text[inner] == '[') {
    if (const int level = long_bracket(text, inner); level >= 0) {
      return end_of_long(text, inner, level);
    }
  }
  return std::min(text.find('\n', inner), text.size());
}

}  // namespace

std::size_t end_of_lua_block(std::string_view text, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t at = open; at < text.size();) {
    const char c = text[at];
    if (c == '{') {
      ++depth;
      ++at;
    } else if (c == '}') {
      ++at;
      if (--depth == 0) return at;
    } else if (c == '"' || c == '\'') {
      at = end_of_string(text, at);
    } else if (c == '-' && at + 1 < text.size() && text[at + 1] == '-') {
      at = end_of_comment(text, at);
    } else if (const int level = c == '[' ? long_bracket(text, at) : -1; level >= 0) {
      at = end_of_long(text, at, level);
    } else {
      ++at;
    }
  }
  return std::string_view::npos;
}

}  // namespace misfire
