#include "base/error.hpp"

#include <fmt/format.h>

namespace misfire {

std::string to_string(const Position& p) {
  if (p.line == 0) return p.file;
  if (p.column == 0) return fmt::format("{}:{}", p.file, p.line);
  return fmt::format("{}:{}:{}", p.file, p.line, p.column);
}

std::string to_string(const Error& e) {
  std::string text = e.where ? to_string(*e.where) + ": " : std::string();
  text += e.message;
  if (!e.hint.empty()) text += "\n  " + e.hint;
  return text;
}

}  // namespace misfire
