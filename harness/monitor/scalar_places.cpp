#include "monitor/scalar_places.hpp"

namespace misfire {

ScalarPlaces::ScalarPlaces(std::string_view text) : lines_(1) {
  for (const char c : text) {
    if (c == '\n') {
      lines_.emplace_back();
    } else {
      lines_.back() += c;
    }
  }
}

Position ScalarPlaces::within(const YamlTree& scalar, const Position& place) const {
  Position where = scalar.where();
  if (where.line < 1 || static_cast<std::size_t>(where.line) > lines_.size()) return where;
  const std::string& line = lines_[static_cast<std::size_t>(where.line - 1)];
  const std::size_t column = static_cast<std::size_t>(where.column - 1);
  if (column > line.size()) return where;
  if (line.compare(column, std::string::npos, scalar.text) == 0 ||
      line.compare(column, scalar.text.size(), scalar.text) == 0) {
    where.column += place.column - 1;
    return where;
  }
  if (column < line.size() && line[column] == '|') {
    const std::size_t row = static_cast<std::size_t>(where.line - 1 + place.line);
    const std::size_t indent =
        row < lines_.size() ? block_indent(static_cast<std::size_t>(where.line)) : 0;
    return {where.file, static_cast<int>(row + 1), static_cast<int>(indent) + place.column};
  }
  if (column < line.size() && (line[column] == '"' || line[column] == '\'') && place.line == 1 &&
      line.compare(column + 1, scalar.text.size(), scalar.text) == 0) {
    where.column += place.column;
    return where;
  }
  where.column = 0;
  return where;
}

std::string_view ScalarPlaces::line(int number) const {
  if (number < 1 || static_cast<std::size_t>(number) > lines_.size()) return {};
  return lines_[static_cast<std::size_t>(number - 1)];
}

/// Spaces before the first line of the literal block whose header is on the line before.
std::size_t ScalarPlaces::block_indent(std::size_t first) const {
  for (std::size_t i = first; i < lines_.size(); ++i) {
    const std::size_t indent = lines_[i].find_first_not_of(' ');
    if (indent != std::string::npos) return indent;
  }
  return 0;
}

}  // namespace misfire
