// An nginx configuration as directives and words, each with its place in the text. A plain value:
// the text itself stays as it is, so that every change can be a small edit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "balancer/origin_mark.hpp"
#include "base/error.hpp"

namespace misfire {

struct NginxWord {
  std::string text;  ///< quotes and escapes resolved as nginx does; variables left as written
  std::size_t begin = 0, end = 0;  ///< bytes of the text, quotes included
  bool quoted = false;
  bool variable() const { return text.find('$') != std::string::npos; }
};

/// `name argument… ;` or `name argument… { … }`.
struct NginxDirective {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::vector<NginxWord> words;     ///< never empty
  std::size_t begin = 0, end = 0;   ///< bytes, the `;` or the closing brace included
  std::size_t parent = kNone;       ///< the directive whose block this stands in
  bool block = false;               ///< it has one
  bool script = false;              ///< the block is Lua: it has no directives
  bool entry = false;               ///< a line of a map, types, …: its first word is a value
  std::size_t open = 0, close = 0;  ///< bytes of its braces
  std::vector<std::size_t> inside;  ///< directives of its block, in order

  const std::string& name() const { return words.front().text; }
  /// The word at `i`, or "".
  const std::string& word(std::size_t i) const;
};

class NginxModel {
 public:
  const std::string& text() const { return text_; }
  const std::string& file() const { return file_; }
  /// All of them, in the order of the text.
  const std::vector<NginxDirective>& directives() const { return directives_; }
  const NginxDirective& operator[](std::size_t i) const { return directives_[i]; }
  const std::vector<std::size_t>& top() const { return top_; }

  /// Those of that name directly inside `of`, or at the top.
  std::vector<const NginxDirective*> all(const NginxDirective* of, std::string_view name) const;
  /// The last of them; null if there is none.
  const NginxDirective* last(const NginxDirective* of, std::string_view name) const;
  const NginxDirective* parent(const NginxDirective&) const;
  /// Is one of the blocks around it called that?
  bool within(const NginxDirective&, std::string_view name) const;
  /// The setting that counts there: the nearest of that name, outwards from the block `of`.
  const NginxDirective* in_force(const NginxDirective* of, std::string_view name) const;

  /// Where a byte of the text stands in what the user wrote.
  Position where(std::size_t at) const;
  Position where(const NginxDirective& directive, std::size_t word = 0) const {
    return where(directive.words.at(word).begin);
  }
  /// Where a line of the text stands in what the user wrote.
  Position where_of_line(int line) const { return origins_.where(line); }

 private:
  friend Result<NginxModel> parse_nginx(std::string, std::string);
  friend class NginxParser;

  std::string text_, file_;
  std::vector<NginxDirective> directives_;
  std::vector<std::size_t> top_;
  std::vector<std::size_t> line_begins_;
  OriginLines origins_{{}};
};

/// Reads any text. Errors: what nginx itself could not cut into directives (a brace or quote too
/// many or too few, a missing semicolon), and what is larger than any configuration. Whether nginx
/// knows the directives is for nginx to say.
Result<NginxModel> parse_nginx(std::string text, std::string file);

/// The byte behind the brace that closes a block of Lua whose opening brace is at `open`; npos when
/// none does.
std::size_t end_of_lua_block(std::string_view text, std::size_t open);

}  // namespace misfire
