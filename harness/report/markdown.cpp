#include "report/markdown.hpp"

#include "report/paint.hpp"

namespace misfire {

std::string in_cell(const std::string& text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '|') out += '\\';
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

}  // namespace misfire
