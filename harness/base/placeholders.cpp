#include "base/placeholders.hpp"

#include <algorithm>

namespace misfire {
namespace {

/// The length of the placeholder that the text begins with, braces included; 0: it does not.
std::size_t placeholder_at(std::string_view text) {
  if (!text.starts_with('{')) return 0;
  const std::size_t close = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 1);
  return close != text.npos && close > 1 && text[close] == '}' ? close + 1 : 0;
}

}  // namespace

std::vector<std::string> placeholders(std::string_view text) {
  std::vector<std::string> names;
  fill_in(text, [&](const std::string& name) {
    names.push_back(name);
    return "";
  });
  return names;
}

std::string fill_in(std::string_view text,
                    const std::function<std::string(const std::string& name)>& value) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = placeholder_at(text);
    if (length > 0) {
      out += value(std::string(text.substr(1, length - 2)));
      text.remove_prefix(length);
      continue;
    }
    const std::size_t next = std::min(text.find('{', 1), text.size());
    out += text.substr(0, next);
    text.remove_prefix(next);
  }
  return out;
}

}  // namespace misfire
