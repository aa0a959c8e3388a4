#include "monitor/counters.hpp"

#include <charconv>

namespace misfire {
namespace {

/// The value of a label within `a="x",b="y"`, escapes kept.
std::string label_value(std::string_view labels, std::string_view name) {
  for (std::size_t at = 0; at < labels.size();) {
    const std::size_t equals = labels.find("=\"", at);
    if (equals == std::string_view::npos) return {};
    std::size_t end = equals + 2;
    while (end < labels.size() && labels[end] != '"') end += labels[end] == '\\' ? 2 : 1;
    if (labels.substr(at, equals - at) == name) {
      return std::string(labels.substr(equals + 2, end - equals - 2));
    }
    at = end + 2;  // the quote and the comma
  }
  return {};
}

}  // namespace

std::map<std::string, double> counters(std::string_view text, std::string_view name,
                                       std::string_view by) {
  std::map<std::string, double> sums;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with(name)) continue;
    std::string_view rest = line.substr(name.size());
    std::string_view labels;
    if (rest.starts_with('{')) {
      const std::size_t close = rest.rfind('}');
      if (close == std::string_view::npos) continue;
      labels = rest.substr(1, close - 1);
      rest.remove_prefix(close + 1);
    }
    if (!rest.starts_with(' ')) continue;  // a longer name
    rest.remove_prefix(1);
    double value = 0;
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (read.ec == std::errc{}) sums[by.empty() ? "" : label_value(labels, by)] += value;
  }
  return sums;
}

}  // namespace misfire
