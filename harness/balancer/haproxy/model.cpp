#include "balancer/haproxy/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.hpp"

namespace misfire {
namespace {

// A line that begins with one of these begins a section, wherever it stands (versions 2.4 to 3.2).
const std::vector<std::string>& section_kinds() {
  static const std::vector<std::string> kinds = {
      "global",   "defaults",    "frontend",    "backend",     "listen", "peers", "resolvers",
      "userlist", "mailers",     "program",     "http-errors", "ring",   "cache", "fcgi-app",
      "traces",   "log-forward", "log-profile", "crt-store",   "acme"};
  return kinds;
}

bool is_section(const std::string& word) {
  const auto& kinds = section_kinds();
  return std::find(kinds.begin(), kinds.end(), word) != kinds.end();
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_name(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Cuts one line into words (configuration manual, 2.2 "Quoting and escaping").
class Lexer {
 public:
  Lexer(const std::string& text, std::size_t begin, std::size_t end,
        std::vector<std::string>& variables)
      : text_(text), line_(begin), end_(end), at_(begin), variables_(variables) {}

  /// The words; `unclosed` is set to the place of a quote that does not end.
  std::vector<HaproxyWord> words(std::size_t& unclosed) {
    std::vector<HaproxyWord> found;
    for (;;) {
      while (at_ < end_ && is_space(text_[at_])) ++at_;
      if (at_ >= end_ || text_[at_] == '#') return found;
      HaproxyWord word;
      word.begin = at_;
      word.column = static_cast<int>(at_ - line_) + 1;
      while (at_ < end_ && !is_space(text_[at_]) && text_[at_] != '#') {
        const char c = text_[at_];
        const std::size_t opened = at_;
        if (c == '\'' && !strong(word)) return unclosed = opened, found;
        if (c == '"' && !weak(word)) return unclosed = opened, found;
        if (c == '\\') escape(word);
        if (c != '\'' && c != '"' && c != '\\') word.text += text_[at_++];
      }
      word.end = at_;
      found.push_back(std::move(word));
    }
  }

 private:
  bool strong(HaproxyWord& word) {
    const std::size_t close = text_.find('\'', at_ + 1);
    if (close == std::string::npos || close >= end_) return false;
    word.text.append(text_, at_ + 1, close - at_ - 1);
    at_ = close + 1;
    return true;
  }

  bool weak(HaproxyWord& word) {
    ++at_;
    while (at_ < end_ && text_[at_] != '"') {
      if (text_[at_] == '\\') {
        escape(word);
        continue;
      }
      if (text_[at_] == '$') note_variable(word);
      word.text += text_[at_++];
    }
    if (at_ >= end_) return false;
    ++at_;
    return true;
  }

  void note_variable(HaproxyWord& word) {
    std::size_t from = at_ + 1;
    if (from < end_ && text_[from] == '{') ++from;
    std::size_t to = from;
    while (to < end_ && is_name(text_[to])) ++to;
    if (from < end_ && text_[from] == '.') word.variable = true;  // .FILE, .LINE, .SECTION
    if (to == from) return;
    word.variable = true;
    const std::string name = text_.substr(from, to - from);
    if (std::find(variables_.begin(), variables_.end(), name) == variables_.end()) {
      variables_.push_back(name);
    }
  }

  void escape(HaproxyWord& word) {
    const char next = at_ + 1 < end_ ? text_[at_ + 1] : '\0';
    const auto two_digits = [&] {
      return at_ + 3 < end_ && hex(text_[at_ + 2]) >= 0 && hex(text_[at_ + 3]) >= 0;
    };
    if (next == 'n' || next == 'r' || next == 't') {
      word.text += next == 'n' ? '\n' : next == 'r' ? '\r' : '\t';
      at_ += 2;
    } else if (next == 'x' && two_digits()) {
      word.text += static_cast<char>(hex(text_[at_ + 2]) * 16 + hex(text_[at_ + 3]));
      at_ += 4;
    } else if (next != '\0' && std::string_view(" \\#'\"$").find(next) != std::string_view::npos) {
      word.text += next;
      at_ += 2;
    } else {
      word.text += text_[at_++];  // not an escape: the backslash stands for itself
    }
  }

  const std::string& text_;
  std::size_t line_, end_, at_;
  std::vector<std::string>& variables_;
};

}  // namespace

const std::string& HaproxyLine::word(std::size_t i) const {
  static const std::string none;
  return i < words.size() ? words[i].text : none;
}

Position HaproxyModel::where(const HaproxyLine& line, std::size_t word) const {
  return {file, line.number, line.words.at(word).column};
}

std::vector<const HaproxySection*> HaproxyModel::defaults_of(const HaproxySection& section) const {
  std::vector<const HaproxySection*> chain;
  const HaproxySection* current = &section;
  // Each step leads to an earlier section, so that this ends.
  for (;;) {
    const auto& words = current->header.words;
    std::string from;
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
      if (words[i].text == "from") from = words[i + 1].text;
    }
    if (from.empty() && current->kind == "defaults") return chain;  // starts from nothing
    const HaproxySection* found = nullptr;
    // Generated files have thousands of sections, and few of them are defaults.
    auto above = std::lower_bound(
        defaults.begin(), defaults.end(), current->header.number,
        [&](std::size_t i, int number) { return sections[i].header.number < number; });
    while (found == nullptr && above != defaults.begin()) {
      const HaproxySection& other = sections[*--above];
      if (from.empty() || other.name == from) found = &other;
    }
    if (found == nullptr) return chain;
    chain.push_back(found);
    current = found;
  }
}

Result<HaproxyModel> parse_haproxy(std::string text, std::string file) {
  HaproxyModel model;
  model.text = std::move(text);
  model.file = std::move(file);
  int number = 0, depth = 0;
  for (std::size_t begin = 0; begin < model.text.size();) {
    const std::size_t end = std::min(model.text.find('\n', begin), model.text.size());
    ++number;
    std::size_t unclosed = std::string::npos;
    HaproxyLine line;
    line.words = Lexer(model.text, begin, end, model.variables).words(unclosed);
    if (unclosed != std::string::npos) {
      return usage_error(fmt::format("a {} quote is opened here and not closed on this line",
                                     model.text[unclosed] == '"' ? "double" : "single"),
                         "close it, or write a backslash before it",
                         Position{model.file, number, static_cast<int>(unclosed - begin) + 1});
    }
    line.number = number;
    line.end = end;
    begin = end + 1;
    if (line.words.empty()) continue;
    if (line.keyword().starts_with('.')) {  // .if, .notice, …: not of any section
      if (line.keyword() == ".if") ++depth;
      if (line.keyword() == ".endif" && depth > 0) --depth;
      continue;
    }
    line.conditional = depth > 0;
    if (is_section(line.keyword())) {
      HaproxySection section;
      section.kind = line.keyword();
      if (line.word(1) != "from") section.name = line.word(1);
      section.header = std::move(line);
      if (section.kind == "defaults") model.defaults.push_back(model.sections.size());
      model.sections.push_back(std::move(section));
    } else if (model.sections.empty()) {
      return usage_error(fmt::format("\"{}\" stands before the first section", line.keyword()),
                         suggestion(line.keyword(), section_kinds()), model.where(line));
    } else {
      model.sections.back().lines.push_back(std::move(line));
    }
  }
  return model;
}

}  // namespace misfire
