// Where a line of a text comes from that was put together of several files, or written out: a
// comment in the text, so that every mistake has the user's place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace misfire {

/// Begins a comment that says where the next line comes from: "#@misfire FILE:LINE:COLUMN".
inline constexpr std::string_view kOriginMark = "#@misfire ";

/// The comment, without a line feed.
std::string origin_mark(const Position& of_next_line);
/// What a comment of that form says; nothing where it has another.
std::optional<Position> parse_origin_mark(std::string_view comment);

/// The lines of a text, with their places in what the user wrote.
class OriginLines {
 public:
  explicit OriginLines(std::string file) : file_(std::move(file)) {}
  /// From this line of the text on, from 1; in order.
  void add(int line, Position from) { origins_.push_back({line, std::move(from)}); }
  Position where(int line) const;

 private:
  struct Origin {
    int line = 0;
    Position from;
  };
  std::string file_;
  std::vector<Origin> origins_;
};

}  // namespace misfire
