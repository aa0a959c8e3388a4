#include "monitor/yaml_tree.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <unordered_set>

#include "monitor/yaml_text.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

/// yaml-cpp turns the escapes \N and \_ (next line, no-break space) into one byte each, which is no
/// UTF-8. No such byte stands alone in a file that was read.
std::string with_whole_escapes(const std::string& text) {
  std::string whole;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead == 0x85 || lead == 0xA0) whole += '\xC2';
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    whole += text.substr(i, length);
    i += length;
  }
  return whole;
}

constexpr int kDeepest = 100;  // an alias within its own anchor never ends
// "Billion laughs": aliases may make a file larger, but not out of proportion.
constexpr std::size_t kMostNodes = 1'000'000, kFreeNodes = 10'000, kNodesPerByte = 10;

class Convert {
 public:
  Convert(std::string_view text, const std::string& file)
      : text_(text),
        file_(file),
        most_nodes_(std::min(kMostNodes, kFreeNodes + kNodesPerByte * text.size())) {}

  // Throws Error.
  YamlTree node(const YAML::Node& from, int depth = 0) {
    YamlTree tree;
    tree.file = file_;
    if (const YAML::Mark mark = from.Mark(); !mark.is_null()) {
      tree.line = mark.line + 1;
      tree.column = mark.column + 1;
    }
    if (depth > kDeepest) refuse(tree, "the file is nested too deeply, or an alias holds itself");
    if (++nodes_ > most_nodes_) refuse(tree, "aliases make this file too large");
    switch (from.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null:
        break;
      case YAML::NodeType::Scalar:
        scalar(from, tree);
        break;
      case YAML::NodeType::Sequence:
        tree.kind = YamlTree::Kind::sequence;
        for (const YAML::Node& item : from) tree.items.push_back(node(item, depth + 1));
        break;
      case YAML::NodeType::Map:
        map(from, tree, depth);
        break;
    }
    return tree;
  }

 private:
  [[noreturn]] static void refuse(const YamlTree& at, std::string message) {
    throw Error{ErrorCode::usage, std::move(message), {}, at.where()};
  }

  void scalar(const YAML::Node& from, YamlTree& tree) const {
    tree.kind = YamlTree::Kind::scalar;
    tree.text = with_whole_escapes(from.Scalar());
    const std::string& tag = from.Tag();
    if (tag == "!" || tag == "tag:yaml.org,2002:str") {
      tree.quoted = true;
    } else if (tag != "?" && !tag.empty()) {
      tree.tag = tag;
    }
    if (const YAML::Mark mark = from.Mark(); !mark.is_null() && mark.pos >= 0) {
      const std::size_t length = length_at(static_cast<std::size_t>(mark.pos), tree.text);
      if (length > 0) tree.end_column = tree.column + static_cast<int>(length);
    }
  }

  /// Of a scalar in the file, with its quotes; 0 where it is written otherwise than it reads: with
  /// escapes, over several lines, behind an anchor or a tag.
  std::size_t length_at(std::size_t begin, const std::string& scalar) const {
    if (begin >= text_.size() || scalar.find('\n') != std::string::npos) return 0;
    const std::string_view rest = text_.substr(begin);
    if (rest.starts_with(scalar)) return scalar.size();
    const char quote = rest[0];
    const bool as_it_reads = (quote == '"' || quote == '\'') &&
                             rest.substr(1).starts_with(scalar) &&
                             rest.size() > scalar.size() + 1 && rest[scalar.size() + 1] == quote;
    return as_it_reads ? scalar.size() + 2 : 0;
  }

  void map(const YAML::Node& from, YamlTree& tree, int depth) {
    tree.kind = YamlTree::Kind::map;
    std::vector<YamlTree> merged;
    std::unordered_set<std::string> names;  // find() walks: too slow for a map of ten thousands
    for (const auto& entry : from) {
      YamlTree name = node(entry.first, depth + 1);
      if (!name.is_scalar() && !name.is_null()) refuse(name, "a key must be a single word");
      YamlTree child = node(entry.second, depth + 1);
      if (name.text == "<<" && !name.quoted) {
        if (child.is_sequence()) {
          merged.insert(merged.end(), child.items.begin(), child.items.end());
        } else {
          merged.push_back(std::move(child));
        }
        continue;
      }
      child.key_line = name.line;
      child.key_column = name.column;
      if (!names.insert(name.text).second)
        refuse(name, fmt::format("the key \"{}\" stands here twice", name.text));
      tree.entries.emplace_back(name.text, std::move(child));
    }
    for (const YamlTree& base : merged) {
      if (!base.is_map()) refuse(tree, "<< must name a map");
      for (const auto& [key, value] : base.entries) {
        if (names.insert(key).second) tree.entries.emplace_back(key, value);
      }
    }
  }

  const std::string_view text_;
  const std::string& file_;
  const std::size_t most_nodes_;
  std::size_t nodes_ = 0;
};

}  // namespace

YamlTree YamlTree::string(std::string text) {
  YamlTree tree = plain(std::move(text));
  tree.quoted = true;
  return tree;
}

YamlTree YamlTree::plain(std::string text) {
  YamlTree tree;
  tree.kind = Kind::scalar;
  tree.text = std::move(text);
  return tree;
}

YamlTree YamlTree::sequence(std::vector<YamlTree> items) {
  YamlTree tree;
  tree.kind = Kind::sequence;
  tree.items = std::move(items);
  return tree;
}

YamlTree YamlTree::map(std::vector<Entry> entries) {
  YamlTree tree;
  tree.kind = Kind::map;
  tree.entries = std::move(entries);
  return tree;
}

const YamlTree* YamlTree::find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name == key) return &value;
  }
  return nullptr;
}

YamlTree* YamlTree::find(std::string_view key) {
  return const_cast<YamlTree*>(std::as_const(*this).find(key));
}

std::string YamlTree::get(std::string_view key, std::string otherwise) const {
  const YamlTree* value = find(key);
  return value && value->is_scalar() ? value->text : std::move(otherwise);
}

YamlTree& YamlTree::set(std::string_view key, YamlTree value) {
  if (is_null()) kind = Kind::map;
  if (YamlTree* old = find(key)) {
    value.key_line = old->key_line;
    value.key_column = old->key_column;
    if (value.line == 0) {
      value.file = old->file;
      value.line = old->line;
      value.column = old->column;
    }
    return *old = std::move(value);
  }
  return entries.emplace_back(std::string(key), std::move(value)).second;
}

bool YamlTree::erase(std::string_view key) {
  return std::erase_if(entries, [&](const Entry& e) { return e.first == key; }) > 0;
}

bool YamlTree::same(const YamlTree& other) const {
  // A plain scalar that is neither number nor boolean is a string, quoted or not.
  const auto is_string = [](const YamlTree& t) { return t.quoted || !is_plain_word(t.text); };
  return kind == other.kind && text == other.text && tag == other.tag &&
         (kind != Kind::scalar || is_string(*this) == is_string(other)) &&
         std::equal(items.begin(), items.end(), other.items.begin(), other.items.end(),
                    [](const YamlTree& a, const YamlTree& b) { return a.same(b); }) &&
         std::equal(entries.begin(), entries.end(), other.entries.begin(), other.entries.end(),
                    [](const Entry& a, const Entry& b) {
                      return a.first == b.first && a.second.same(b.second);
                    });
}

Result<YamlTree> parse_yaml(std::string_view text, const std::string& file) {
  const auto document = load_yaml(text, file);
  if (!document) return tl::unexpected(document.error());
  try {
    YamlTree tree = Convert(text, file).node(*document);
    tree.file = file;
    return tree;
  } catch (const YAML::Exception& e) {  // a node that cannot be walked
    return usage_error(fmt::format("this is not YAML: {}", e.msg), {}, Position{file, 0, 0});
  } catch (const Error& e) {
    return tl::unexpected(e);
  }
}

Result<YamlTree> read_yaml(const fs::path& file, const Position& named_at) {
  const auto text = read_user_file(file, named_at);
  if (!text) return tl::unexpected(text.error());
  return parse_yaml(*text, file.string());
}

}  // namespace misfire
