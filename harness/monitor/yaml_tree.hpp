// A YAML document as a tree of plain values that can be changed and written anew. Unlike
// yaml-cpp's nodes, copies are copies; each node knows its place in the file and whether it was
// quoted, so that "5m", "on" and "1e3" stay strings. Aliases and merge keys are expanded.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

struct YamlTree {
  enum class Kind { null, scalar, sequence, map };
  using Entry = std::pair<std::string, YamlTree>;

  Kind kind = Kind::null;
  std::string text;             ///< of a scalar, decoded
  bool quoted = false;          ///< a string whatever it looks like
  std::string tag;              ///< an explicit one other than !!str; usually empty
  std::vector<YamlTree> items;  ///< of a sequence
  std::vector<Entry> entries;   ///< of a map, in file order; no key twice
  std::string file;
  int line = 0, column = 0;  ///< from 1; 0 for what was not read from a file
  int end_column = 0;        ///< exclusive, of a scalar that stands on its line as it reads, else 0
  int key_line = 0, key_column = 0;  ///< of the key that this is the value of; 0 without one

  static YamlTree string(std::string);  ///< always a string
  static YamlTree plain(std::string);   ///< a number, a boolean, a duration
  static YamlTree sequence(std::vector<YamlTree> = {});
  static YamlTree map(std::vector<Entry> = {});

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_map() const { return kind == Kind::map; }
  Position where() const { return {file, line, column}; }
  /// Of its key where it has one: where a person looks for an unknown or misplaced key.
  Position key_where() const {
    return key_line > 0 ? Position{file, key_line, key_column} : where();
  }

  /// The value of a key; nullptr when this is no map or has no such key.
  const YamlTree* find(std::string_view key) const;
  YamlTree* find(std::string_view key);
  /// The scalar at a key, or `otherwise`.
  std::string get(std::string_view key, std::string otherwise = {}) const;
  /// Replaces in place (a new value has the old one's place), or appends. Makes a null a map.
  YamlTree& set(std::string_view key, YamlTree value);
  bool erase(std::string_view key);

  /// Same content: kinds, texts, quoting, order. Places do not count.
  bool same(const YamlTree&) const;
};

/// One document. The error carries file, line and column: bad syntax, no UTF-8, a key twice,
/// several documents, an alias that holds itself, nesting that no real file has.
Result<YamlTree> parse_yaml(std::string_view text, const std::string& file);
/// A file that cannot be read is a mistake at `named_at`, where the user named it.
Result<YamlTree> read_yaml(const fs::path&, const Position& named_at = {});

/// Can this be written without quotes wherever it stands? Letters, digits and _ . / + - only:
/// numbers, booleans and durations are such words.
bool is_plain_word(const std::string& text);

/// Text that parses to the same tree.
std::string emit_yaml(const YamlTree&);

}  // namespace misfire
