#include "report/markdown.hpp"

#include <algorithm>

#include "report/utf8.hpp"

namespace misfire {
namespace {

/// Clean text, each character handed to `put`.
template <class Put>
void each_character(std::string_view text, bool one_line, const Put& put) {
  while (!text.empty()) {
    const Character c = first_character(text);
    if (c.valid && (c.code == U'\n' || c.code == U'\t')) {
      put(one_line ? std::string_view(" ") : text.substr(0, 1));
    } else if (!c.valid || is_control(c.code)) {
      put("\uFFFD");
    } else {
      put(text.substr(0, c.bytes));
    }
    text.remove_prefix(c.bytes);
  }
}

/// The longest run of a character.
std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string markdown(std::string_view foreign) {
  constexpr std::string_view kMarks = "\\`*_{}[]#|~&!";
  std::string out;
  each_character(foreign, true, [&](std::string_view c) {
    if (c == "<") {
      out += "&lt;";  // also where somebody reads the source, or renders it badly, it is no tag
      return;
    }
    const bool quotes = c == ">" && out.empty();
    if (quotes || (c.size() == 1 && kMarks.find(c.front()) != std::string_view::npos)) out += '\\';
    out += c;
  });
  return out;
}

std::string markdown_code(std::string_view foreign) {
  std::string text;
  each_character(foreign, true, [&](std::string_view c) {
    if (c == "|") text += '\\';  // or it would begin another cell
    text += c;
  });
  const std::string fence(longest_run(text, '`') + 1, '`');
  const bool edge = text.starts_with('`') || text.ends_with('`') || text.empty();
  return fence + (edge ? " " : "") + text + (edge ? " " : "") + fence;
}

std::string markdown_prose(std::string_view sentence) {
  std::string out;
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('`');
    const std::size_t close = open == std::string_view::npos ? open : sentence.find('`', open + 1);
    if (close == std::string_view::npos) break;
    out += markdown(sentence.substr(0, open));
    out += markdown_code(sentence.substr(open + 1, close - open - 1));
    sentence.remove_prefix(close + 1);
  }
  return out + markdown(sentence);
}

std::string markdown_block(std::string_view language, std::string_view text) {
  const std::string fence(std::max<std::size_t>(3, longest_run(text, '`') + 1), '`');
  std::string out = fence + std::string(language) + "\n";
  each_character(text, false, [&](std::string_view c) { out += c; });
  if (!out.ends_with('\n')) out += '\n';
  return out + fence + "\n";
}

}  // namespace misfire
