// Where a place within a YAML scalar is in its file. Exact when the scalar is written as it reads:
// on one line, or as a literal block.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "monitor/yaml_tree.hpp"

namespace misfire {

class ScalarPlaces {
 public:
  /// Of the file in which the scalars stand.
  explicit ScalarPlaces(std::string_view text);

  /// `place`: line and column within the scalar's decoded text, from 1. Where that cannot be told
  /// (a folded block, escapes), the line where the scalar begins, without a column.
  Position within(const YamlTree& scalar, const Position& place) const;

  /// A line of the file, from 1; "" where there is none.
  std::string_view line(int number) const;

 private:
  std::size_t block_indent(std::size_t first) const;

  std::vector<std::string> lines_;
};

}  // namespace misfire
