#include "init/compose_variables.hpp"

#include <algorithm>
#include <cctype>

#include "base/secrets.hpp"
#include "base/trimmed.hpp"

namespace misfire {
namespace {

constexpr int kDeepest = 20;  // a default may name variables with defaults

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string value_of(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
    const std::size_t end = text.find(text.front(), 1);
    if (end != text.npos) return std::string(text.substr(1, end - 1));
  }
  const std::size_t comment = text.find(" #");
  return std::string(trimmed(text.substr(0, comment)));
}

/// The end of `${…`: the brace that closes the one before `at`.
std::size_t closing(std::string_view text, std::size_t at) {
  int open = 1;
  for (; at < text.size(); ++at) {
    if (text[at] == '{') ++open;
    if (text[at] == '}' && --open == 0) return at;
  }
  return text.npos;
}

std::optional<std::string> fill(std::string_view text, const Variables& known, int depth);

/// What stands between the braces.
std::optional<std::string> expanded(std::string_view inside, const Variables& known, int depth) {
  std::size_t end = 0;
  while (end < inside.size() && in_name(inside[end])) ++end;
  const auto found = known.find(std::string(inside.substr(0, end)));
  std::string_view rest = inside.substr(end);
  const bool empty_counts = rest.starts_with(':');  // as unset
  if (empty_counts) rest.remove_prefix(1);
  const bool set = found != known.end() && !(empty_counts && found->second.empty());
  if (rest.starts_with('+')) return set ? fill(rest.substr(1), known, depth + 1) : "";
  if (set) return found->second;
  if (rest.starts_with('-')) return fill(rest.substr(1), known, depth + 1);
  return std::nullopt;
}

std::optional<std::string> fill(std::string_view text, const Variables& known, int depth) {
  if (depth > kDeepest) return std::nullopt;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    std::size_t end = at + 1;
    std::string_view inside;
    if (text[at] != '$' || (next != '{' && next != '$' && !in_name(next))) {
      out += text[at++];
      continue;
    }
    if (next == '$') {
      out += '$';
      at += 2;
      continue;
    }
    if (next == '{') {
      end = closing(text, at + 2);
      if (end == text.npos) return std::nullopt;
      inside = text.substr(at + 2, end - at - 2);
      ++end;
    } else {
      while (end < text.size() && in_name(text[end])) ++end;
      inside = text.substr(at + 1, end - at - 1);
    }
    const auto value = expanded(inside, known, depth);
    if (!value) return std::nullopt;
    out += *value;
    at = end;
  }
  return out;
}

}  // namespace

Variables read_variables(std::string_view text) {
  Variables all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("export ")) line = trimmed(line.substr(7));
    const std::size_t sign = line.find('=');
    if (line.starts_with('#') || sign == line.npos || sign == 0) continue;
    all[std::string(trimmed(line.substr(0, sign)))] = value_of(line.substr(sign + 1));
  }
  return all;
}

bool speaks_of_a_secret(const std::string& name, const std::string& value) {
  return names_a_secret(name) || without_userinfo(value) != value;
}

Variables without_secrets(Variables all) {
  for (auto& [name, value] : all) {
    if (speaks_of_a_secret(name, value)) value = "withheld";
  }
  return all;
}

std::optional<std::string> fill_in(std::string_view text, const Variables& known) {
  return fill(text, known, 0);
}

}  // namespace misfire
