#include "base/error.hpp"

#include <fmt/format.h>

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

}  // namespace

std::string to_string(const Position& p) {
  if (p.line == 0) return p.file;
  if (p.column == 0) return fmt::format("{}:{}", p.file, p.line);
  return fmt::format("{}:{}:{}", p.file, p.line, p.column);
}

std::string to_string(const Error& e) {
  std::string text = e.where ? to_string(*e.where) + ": " : std::string();
  text += e.message;
  if (!e.hint.empty()) text += "\n  " + e.hint;
  return printable(text);
}

}  // namespace misfire
