#include "balancer/haproxy/server_template.hpp"

#include <fmt/format.h>

#include <charconv>

#include "balancer/balancer.hpp"
#include "balancer/haproxy/model.hpp"

namespace misfire {
namespace {

constexpr int kMost = 100;  // as many backends as a system may have

struct Range {
  int first = 0, last = 0;
};

/// "5" is 1 to 5, "3-7" itself (configuration manual, "server-template"); nothing else counts.
std::optional<Range> range_of(const std::string& text) {
  const auto number = [](std::string_view digits, int& value) {
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc{} && rest == end && value >= 0;
  };
  Range range{1, 0};
  const std::size_t dash = text.find('-');
  const bool read = dash == std::string::npos
                        ? number(text, range.last)
                        : number(std::string_view(text).substr(0, dash), range.first) &&
                              number(std::string_view(text).substr(dash + 1), range.last);
  const bool sound = read && range.last >= range.first && range.last - range.first < kMost;
  return sound ? std::optional(range) : std::nullopt;
}

/// The lines in place of a server-template, with the mark of what follows.
std::string servers_of(const HaproxyModel& model, const HaproxyLine& line, const Range& range) {
  const std::string& text = model.text;
  const std::size_t begin = text.rfind('\n', line.words[0].begin) + 1;  // npos + 1: the first line
  const std::string indent = text.substr(begin, line.words[0].begin - begin);
  const std::string rest = text.substr(line.words[3].begin, line.end - line.words[3].begin);
  const Position from = model.origins.where(line.number);
  std::string lines;
  for (int i = range.first; i <= range.last; ++i) {
    lines +=
        fmt::format("{}\n{}server {}{} {}\n", origin_mark(from), indent, line.word(1), i, rest);
  }
  return lines + origin_mark(model.origins.where(line.number + 1));
}

}  // namespace

Result<std::string> with_servers_written_out(std::string text, const std::string& file,
                                             const std::string& pool) {
  const auto model = parse_haproxy(text, file);
  if (!model) return text;  // whoever parses it next says why
  Edits edits;
  for (const HaproxySection& section : model->sections) {
    if (!section.has_servers() || section.name != pool) continue;
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "server-template" || line.words.size() < 4) continue;
      const auto range = range_of(line.word(2));
      if (!range) {
        return usage_error(
            fmt::format("how many servers \"{}\" stands for cannot be known", line.word(2)),
            fmt::format("server-template PREFIX NUMBER ADDRESS, at most {}", kMost),
            model->where(line, 2));
      }
      const std::size_t begin = text.rfind('\n', line.words[0].begin) + 1;
      edits.push_back({begin, line.end, servers_of(*model, line, *range)});
    }
  }
  if (edits.empty()) return text;
  return misfire::apply(text, std::move(edits));
}

}  // namespace misfire
