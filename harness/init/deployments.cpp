#include "init/deployments.hpp"

#include <algorithm>

namespace misfire {

void Deployments::note(const Position& where, const std::string& text) {
  notes.push_back(line_of(where) + ": " + text);
}

std::string line_of(const Position& where) {
  return to_string(Position{where.file, where.line, 0});
}

std::string as_file_name(const std::string& name) {
  std::string plain = name;
  for (char& c : plain) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
    if (!fine) c = '_';
  }
  return plain.empty() || plain.find_first_not_of('.') == plain.npos ? "_" + plain : plain;
}

}  // namespace misfire
