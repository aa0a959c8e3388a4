// A HAProxy configuration as sections, keyword lines and words, each with its place in the text.
// A plain value: the text itself stays as it is, so that every change can be a small edit.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace misfire {

struct HaproxyWord {
  std::string text;  ///< quotes and escapes resolved; environment variables left as written
  std::size_t begin = 0, end = 0;  ///< bytes of the text, quotes included
  int column = 1;
  bool variable = false;  ///< holds an environment variable: its value is not known here
};

struct HaproxyLine {
  int number = 0;
  std::vector<HaproxyWord> words;  ///< never empty
  std::size_t end = 0;             ///< of the line, comment included, without the line feed
  bool conditional = false;        ///< inside .if … .endif

  const std::string& keyword() const { return words.front().text; }
  /// The word at `i`, or "".
  const std::string& word(std::size_t i) const;
};

struct HaproxySection {
  std::string kind;  ///< "global", "defaults", "frontend", "backend", "listen", …
  std::string name;  ///< "" when it has none
  HaproxyLine header;
  std::vector<HaproxyLine> lines;

  bool is_proxy() const { return kind == "frontend" || kind == "backend" || kind == "listen"; }
  bool has_servers() const { return kind == "backend" || kind == "listen"; }
  bool has_binds() const { return kind == "frontend" || kind == "listen"; }
};

struct HaproxyModel {
  std::string text, file;
  std::vector<HaproxySection> sections;
  std::vector<std::size_t> defaults;   ///< those of the sections that are defaults, in order
  std::vector<std::string> variables;  ///< names of the environment variables that it uses

  Position where(const HaproxyLine& line, std::size_t word = 0) const;
  /// The defaults sections that a section inherits from, nearest first.
  std::vector<const HaproxySection*> defaults_of(const HaproxySection&) const;
};

/// Reads any text. Errors: a quote that does not end, or a keyword before the first section.
/// Whether HAProxy knows the keywords is for HAProxy to say.
Result<HaproxyModel> parse_haproxy(std::string text, std::string file);

}  // namespace misfire
