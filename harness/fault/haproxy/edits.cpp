#include "fault/haproxy/edits.hpp"

#include <algorithm>
#include <charconv>

#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

std::size_t begin_of(const HaproxyLine& line) {
  const HaproxyWord& word = line.words.front();
  return word.begin - static_cast<std::size_t>(word.column - 1);
}

std::string indent_of(const HaproxyModel& model, const HaproxyLine& line) {
  const std::size_t begin = begin_of(line);
  return model.text.substr(begin, line.words.front().begin - begin);
}

/// Where a line ends, and how: a carriage return belongs to the line feed.
struct End {
  std::size_t at = 0;
  const char* mark = "\n";
};
End end_of(const HaproxyModel& model, const HaproxyLine& line) {
  const bool cr = line.end > 0 && model.text[line.end - 1] == '\r';
  return cr ? End{line.end - 1, "\r\n"} : End{line.end, "\n"};
}

}  // namespace

ServerSettings settings_of(const HaproxyConfig& config, std::size_t server) {
  return {config.model(), config.pool_section(), config.server_line(server)};
}

Result<void> certain_settings(const HaproxyConfig& config) {
  std::vector<const HaproxySection*> sections = config.model().defaults_of(config.pool_section());
  sections.push_back(&config.pool_section());
  for (const HaproxySection* section : sections) {
    const auto lines = certain_lines(config.model(), *section, "default-server");
    if (!lines) return tl::unexpected(lines.error());
  }
  return {};
}

std::string server_path(const HaproxyConfig& config, std::size_t server) {
  return config.pool_name() + "/" + config.pool().at(server).name;
}

std::optional<int> number_of(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Edits set_flag(const HaproxyConfig& config, std::size_t server, const std::string& flag) {
  const bool off = flag.starts_with("no-");
  if (settings_of(config, server).flag(off ? flag.substr(3) : flag) != off) return {};
  const HaproxyLine& line = config.server_line(server);
  const std::size_t end = line.words.back().end;  // the last word of a flag counts
  return {{end, end, " " + flag}};
}

Edits drop_param(const HaproxyConfig& config, std::size_t server, const std::string& name) {
  const HaproxyLine& line = config.server_line(server);
  Edits edits;
  for (const HaproxyParam& param : server_params(line)) {
    if (param.name != name) continue;
    edits.push_back({line.words[param.first - 1].end, line.words[param.last].end, ""});
  }
  return edits;
}

Result<Edits> set_balance(const HaproxyConfig& config, const std::string& algorithm) {
  return set_line(config.model(), config.pool_section(), "balance", "", algorithm);
}

Result<Edits> set_line(const HaproxyModel& model, const HaproxySection& section,
                       const std::string& keyword, const std::string& second,
                       const std::string& value) {
  const auto lines = certain_lines(model, section, keyword, second);
  if (!lines) return tl::unexpected(lines.error());
  if (lines->empty()) {
    const std::string words = second.empty() ? keyword : keyword + " " + second;
    return Edits{add_line(model, section, words + " " + value)};
  }
  const std::size_t at = second.empty() ? 1 : 2;
  Edits edits;
  for (const HaproxyLine* line : *lines) {
    if (line->words.size() <= at) continue;
    if (line->word(at) != value || line->words.size() > at + 1) {
      edits.push_back(replace_words(*line, at, value));
    }
  }
  return edits;
}

Edit add_line(const HaproxyModel& model, const HaproxySection& section, const std::string& line) {
  const End end = end_of(model, section.header);
  const std::string indent =
      section.lines.empty() ? "    " : indent_of(model, section.lines.front());
  return {end.at, end.at, end.mark + indent + line};
}

Edit add_line_before(const HaproxyModel& model, const HaproxyLine& next, const std::string& line) {
  const std::size_t begin = begin_of(next);
  return {begin, begin, indent_of(model, next) + line + end_of(model, next).mark};
}

Edit add_line_after(const HaproxyModel& model, const HaproxyLine& former, const std::string& line) {
  const End end = end_of(model, former);
  return {end.at, end.at, end.mark + indent_of(model, former) + line};
}

Edit remove_line(const HaproxyModel& model, const HaproxyLine& line) {
  return {begin_of(line), std::min(line.end + 1, model.text.size()), ""};
}

Edit replace_words(const HaproxyLine& line, std::size_t first, const std::string& text) {
  return {line.words.at(first).begin, line.words.back().end, text};
}

HaproxyLines lines_with(const HaproxySection& section, const std::string& keyword,
                        const std::string& second) {
  HaproxyLines found;
  for (const HaproxyLine& line : section.lines) {
    if (line.keyword() == keyword && (second.empty() || line.word(1) == second)) {
      found.push_back(&line);
    }
  }
  return found;
}

Result<HaproxyLines> certain_lines(const HaproxyModel& model, const HaproxySection& section,
                                   const std::string& keyword, const std::string& second) {
  HaproxyLines lines = lines_with(section, keyword, second);
  for (const HaproxyLine* line : lines) {
    if (auto counts = must_count(model, *line); !counts) return tl::unexpected(counts.error());
  }
  return lines;
}

Result<void> must_count(const HaproxyModel& model, const HaproxyLine& line) {
  if (!line.conditional) return {};
  return usage_error(
      "this line, which the fault changes or goes by, stands inside .if … .endif",
      "whether it counts must be known before the start: move it out of the condition",
      model.where(line));
}

}  // namespace misfire
