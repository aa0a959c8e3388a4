#include "balancer/origin_mark.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace misfire {
namespace {

/// A mark is one line, whatever a folder is called.
std::string on_one_line(const std::string& name) {
  std::string line;
  for (const char c : name) line += c == '\n' ? "\\n" : c == '\\' ? "\\\\" : std::string(1, c);
  return line;
}

std::string as_named(std::string_view line) {
  std::string name;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escaped = line[i] == '\\' && i + 1 < line.size();
    if (escaped) ++i;
    name += escaped && line[i] == 'n' ? '\n' : line[i];
  }
  return name;
}

}  // namespace

std::string origin_mark(const Position& of_next_line) {
  return fmt::format("{}{}:{}:{}", kOriginMark, on_one_line(of_next_line.file), of_next_line.line,
                     std::max(of_next_line.column, 1));
}

std::optional<Position> parse_origin_mark(std::string_view comment) {
  if (!comment.starts_with(kOriginMark)) return std::nullopt;
  const std::string_view mark = comment.substr(kOriginMark.size());
  const std::size_t column = mark.rfind(':');
  if (column == std::string_view::npos || column == 0) return std::nullopt;
  const std::size_t line = mark.rfind(':', column - 1);
  if (line == std::string_view::npos) return std::nullopt;
  const auto number = [&](std::size_t begin, std::size_t end, int& value) {
    const char* last = mark.data() + end;
    const auto [rest, error] = std::from_chars(mark.data() + begin, last, value);
    return error == std::errc{} && rest == last && value > 0;
  };
  Position from{as_named(mark.substr(0, line))};
  if (!number(line + 1, column, from.line) || !number(column + 1, mark.size(), from.column)) {
    return std::nullopt;
  }
  return from;
}

Position OriginLines::where(int line) const {
  const auto behind =
      std::upper_bound(origins_.begin(), origins_.end(), line,
                       [](int wanted, const Origin& origin) { return wanted < origin.line; });
  if (behind == origins_.begin()) return {file_, line, 1};
  const Origin& origin = *std::prev(behind);
  const int column = line == origin.line ? origin.from.column : 1;
  return {origin.from.file, origin.from.line + line - origin.line, column};
}

}  // namespace misfire
