#include "base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace misfire {
namespace {

/// Messages quote what users and programs wrote; a terminal would obey its control characters.
std::string printable(const std::string& text) {
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7F) {
      shown += c == '\t' ? " " : fmt::format("\\x{:02x}", byte);
    } else {
      shown += c;
    }
  }
  return shown;
}

/// What is quoted may have lines of its own, as a tool's output: none of them may pass for one of
/// ours, or for a command of whoever reads a log ("::error…", wherever in a line it stands first).
std::string with_further_lines_marked(std::string_view text) {
  std::string marked;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (first || !line.empty()) marked += first ? "" : "\n  | ";
    marked += line;
    first = false;
  }
  return marked;
}

}  // namespace

std::string to_string(const Position& p) {
  if (p.line == 0) return p.file;
  if (p.column == 0) return fmt::format("{}:{}", p.file, p.line);
  return fmt::format("{}:{}:{}", p.file, p.line, p.column);
}

std::string to_string(const Error& e) {
  std::string text = e.where ? to_string(*e.where) + ": " : std::string();
  text = with_further_lines_marked(text + e.message);
  if (!e.hint.empty()) text += "\n  " + with_further_lines_marked(e.hint);
  return printable(text);
}

}  // namespace misfire
