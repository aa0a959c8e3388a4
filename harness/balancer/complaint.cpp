#include "balancer/complaint.hpp"

namespace misfire {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

std::string_view line_of(std::string_view text, int number) {
  while (--number > 0) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

int column_of(std::string_view complaint, std::string_view line, char quote) {
  for (std::size_t open = 0; (open = complaint.find(quote, open)) != std::string_view::npos;) {
    const std::size_t close = complaint.find(quote, open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view word = complaint.substr(open + 1, close - open - 1);
    const std::size_t at = word.empty() ? std::string_view::npos : line.find(word);
    if (at != std::string_view::npos) return static_cast<int>(at) + 1;
    open = close + 1;
  }
  const std::size_t first = line.find_first_not_of(" \t");
  return first == std::string_view::npos ? 0 : static_cast<int>(first) + 1;
}

}  // namespace misfire
