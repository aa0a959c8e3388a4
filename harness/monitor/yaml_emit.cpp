#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/lower_case.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

bool word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '/' || c == '+' || c == '-';
}

// A string that no YAML reader takes for something else: a word that is not a number, boolean,
// null.
bool safe_key(const std::string& text) {
  static const std::vector<std::string> kTaken = {"y",   "n",    "yes",   "no",  "on",
                                                  "off", "true", "false", "null"};
  if (!is_plain_word(text) || !std::isalpha(static_cast<unsigned char>(text[0])))
    return text == "__name__";
  return std::find(kTaken.begin(), kTaken.end(), lower_case(text)) == kTaken.end();
}

std::string double_quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

// Several lines that survive as a literal block: printable, no leading space on the first line.
bool literal_block(const std::string& text) {
  if (text.find('\n') == std::string::npos || text[0] == ' ' || text[0] == '\n' ||
      text[0] == '\t') {
    return false;
  }
  if (text.size() > 1 && text.substr(text.size() - 2) == "\n\n") return false;
  // NEL, LS and PS are line ends in YAML 1.1.
  if (text.find("\xC2\x85") != std::string::npos ||
      text.find("\xE2\x80\xA8") != std::string::npos ||
      text.find("\xE2\x80\xA9") != std::string::npos) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n') || c == 0x7F) return false;
    if (c == ' ' && (i + 1 == text.size() || text[i + 1] == '\n')) return false;
  }
  return true;
}

// YAML 1.2, 7.4.2: a key without a question mark has at most 1024 characters.
constexpr std::size_t kLongestSimpleKey = 1000;

class Emit {
 public:
  std::string document(const YamlTree& tree) {
    if ((tree.is_map() && !tree.entries.empty()) || (tree.is_sequence() && !tree.items.empty())) {
      block(tree, 0);
    } else {
      value(tree, 0);
    }
    return std::move(out_);
  }

 private:
  void indent(int n) { out_.append(static_cast<std::size_t>(n), ' '); }

  // The lines of a map or sequence; the first one's indentation may be written already.
  void block(const YamlTree& tree, int n, bool first_is_indented = false) {
    const auto line_start = [&] {
      if (!first_is_indented) indent(n);
      first_is_indented = false;
    };
    for (const auto& [key, child] : tree.entries) {
      line_start();
      const std::string word = safe_key(key) ? key : double_quoted(key);
      if (word.size() > kLongestSimpleKey) {
        out_ += "? " + word + "\n";
        indent(n);
        out_ += ":";
      } else {
        out_ += word + ":";
      }
      if (child.is_map() && !child.entries.empty()) {
        out_ += "\n";
        block(child, n + 2);
      } else if (child.is_sequence() && !child.items.empty()) {
        out_ += "\n";
        block(child, n + 2);
      } else {
        out_ += " ";
        value(child, n + 2);
      }
    }
    for (const YamlTree& item : tree.items) {
      line_start();
      out_ += "- ";
      if ((item.is_map() && !item.entries.empty()) || (item.is_sequence() && !item.items.empty())) {
        block(item, n + 2, true);
      } else {
        value(item, n + 2);
      }
    }
  }

  void value(const YamlTree& tree, int n) {
    switch (tree.kind) {
      case YamlTree::Kind::null:
        out_ += "null\n";
        return;
      case YamlTree::Kind::map:
        out_ += "{}\n";
        return;
      case YamlTree::Kind::sequence:
        out_ += "[]\n";
        return;
      case YamlTree::Kind::scalar:
        break;
    }
    if (!tree.tag.empty()) {
      out_ += fmt::format("!<{}> {}\n", tree.tag, double_quoted(tree.text));
    } else if (!tree.quoted && is_plain_word(tree.text)) {
      out_ += tree.text + "\n";
    } else if (literal_block(tree.text)) {
      literal(tree.text, n);
    } else {
      out_ += double_quoted(tree.text) + "\n";
    }
  }

  void literal(const std::string& text, int n) {
    const bool ends = text.back() == '\n';
    out_ += ends ? "|\n" : "|-\n";
    std::size_t from = 0;
    while (from < text.size()) {
      const std::size_t to = std::min(text.find('\n', from), text.size());
      if (to > from) {
        indent(std::max(n, 2));
        out_ += text.substr(from, to - from);
      }
      out_ += "\n";
      from = to + 1;
    }
  }

  std::string out_;
};

}  // namespace

bool is_plain_word(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), word_character) && text != "-" &&
         text.substr(0, 3) != "---" && text.substr(0, 3) != "...";
}

std::string emit_yaml(const YamlTree& tree) {
  return Emit().document(tree);
}

}  // namespace misfire
