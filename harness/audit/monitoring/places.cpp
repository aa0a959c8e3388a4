#include "audit/monitoring/places.hpp"

#include <algorithm>

namespace misfire::monitoring_audit {
namespace {

Place at(Position where, std::size_t length, std::string message) {
  const int end = where.column + static_cast<int>(length);
  return {std::move(where), length == 0 ? 0 : end, std::move(message)};
}

/// In a folded block lines are joined, but what stands within one stays as it is.
Place find_below(const ScalarPlaces& lines, const YamlTree& expr, std::string_view part,
                 std::string message) {
  for (int row = expr.line; row < expr.line + 60; ++row) {
    const std::string_view line = lines.line(row);
    const std::size_t from = row == expr.line ? static_cast<std::size_t>(expr.column - 1) : 0;
    const std::size_t indent = line.find_first_not_of(' ');
    const bool over = row > expr.line && indent != line.npos &&
                      indent < static_cast<std::size_t>(std::max(expr.key_column, 1));
    if (over) break;
    const std::size_t found = line.find(part, std::min(from, line.size()));
    if (found == line.npos) continue;
    return at({expr.file, row, static_cast<int>(found) + 1}, part.size(), std::move(message));
  }
  return at(expr.where(), 0, std::move(message));
}

}  // namespace

Place place_of_key(const YamlTree& tree, std::string message) {
  return at(tree.key_where(), 0, std::move(message));
}

Place place_of_value(const YamlTree& tree, std::string message) {
  return {tree.where(), tree.end_column, std::move(message)};
}

Place place_at(const YamlTree& map, std::string_view key, std::string message) {
  const YamlTree* value = map.find(key);
  return value == nullptr ? at(map.where(), 0, std::move(message))
                          : place_of_value(*value, std::move(message));
}

Place place_in_expr(const MonitoringSubject& subject, const AuditedRule& rule,
                    std::string_view part, std::string message) {
  const YamlTree* expr = rule.tree->find("expr");
  if (expr == nullptr) return place_of_rule(rule, std::move(message));
  const auto lines = subject.places.find(expr->file);
  const std::size_t offset = part.empty() ? std::string::npos : expr->text.find(part);
  if (offset == std::string::npos || lines == subject.places.end()) {
    return place_of_value(*expr, std::move(message));
  }
  const std::string_view before = std::string_view(expr->text).substr(0, offset);
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const Position within{"", 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
                        static_cast<int>(offset - line_begin) + 1};
  const Position where = lines->second.within(*expr, within);
  if (where.column == 0) return find_below(lines->second, *expr, part, std::move(message));
  return at(where, part.size(), std::move(message));
}

Place place_of_rule(const AuditedRule& rule, std::string message) {
  return place_at(*rule.tree, rule.alerts() ? "alert" : "record", std::move(message));
}

}  // namespace misfire::monitoring_audit
