#include "monitor/yaml_documents.hpp"

#include <algorithm>

namespace misfire {
namespace {

struct Document {
  std::string_view text;
  int lines_before = 0;
};

/// A marker ends any scalar, so lines that begin with one are all that there is to look for (YAML
/// 1.2, 9.1).
std::vector<Document> split(std::string_view text) {
  std::vector<Document> documents;
  std::size_t start = 0;
  int lines = 0, lines_before = 0;
  for (std::size_t begin = 0; begin < text.size(); ++lines) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const std::string_view line = text.substr(begin, end - begin);
    const bool mark =
        line.starts_with("---") &&
        (line.size() == 3 || std::string_view(" \t\r\n").find(line[3]) != std::string_view::npos);
    if (mark && lines > 0) {
      documents.push_back({text.substr(start, begin - start), lines_before});
      start = begin;
      lines_before = lines;
    }
    begin = end;
  }
  documents.push_back({text.substr(start), lines_before});
  return documents;
}

void move_down(YamlTree& tree, int lines) {
  if (tree.line > 0) tree.line += lines;
  if (tree.key_line > 0) tree.key_line += lines;
  for (YamlTree& item : tree.items) move_down(item, lines);
  for (auto& [key, value] : tree.entries) move_down(value, lines);
}

}  // namespace

Result<std::vector<YamlTree>> parse_documents(std::string_view text, const std::string& file) {
  std::vector<YamlTree> trees;
  for (const Document& document : split(text)) {
    auto tree = parse_yaml(document.text, file);
    if (!tree) {
      Error error = std::move(tree.error());
      if (error.where && error.where->line > 0) error.where->line += document.lines_before;
      return tl::unexpected(std::move(error));
    }
    move_down(*tree, document.lines_before);
    trees.push_back(std::move(*tree));
  }
  return trees;
}

}  // namespace misfire
