// A PromQL expression as a tree, for questions about what it compares with what. Pure. It knows the
// grammar only as far as its structure goes: vector matching, offsets and @ are read over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace misfire {

struct PromqlNode {
  enum class Kind { number, text, selector, call, binary };
  Kind kind = Kind::number;
  /// Function, operator (lower case), the selector without its range, or a text with its quotes.
  std::string name = {};
  double value = 0;       ///< of a number
  ModelDuration range{};  ///< of a selector; 0 without one
  bool subquery = false;  ///< a range with a resolution of its own follows it
  std::vector<PromqlNode> children = {};
  bool yes_no = false;  ///< of a comparison: `bool` makes it 1 or 0, where it would filter
  /// Of an aggregation: the labels that it keeps, or that it drops. Without either it keeps none.
  std::optional<std::vector<std::string>> by = {}, without = {};

  bool calls(std::string_view function) const { return kind == Kind::call && name == function; }
  bool joins(std::string_view op) const { return kind == Kind::binary && name == op; }
};

/// Parentheses vanish, and a sign becomes 0 − x. Nothing for what is not understood, or is nested
/// beyond what people write.
std::optional<PromqlNode> promql_tree(std::string_view expression);

}  // namespace misfire
