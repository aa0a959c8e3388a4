// A small terminal: what a person would see after these bytes. Knows what this project writes
// (text, CR, LF, cursor up, erase, colours) and breaks lines as xterm does; anything else fails the
// test. Every character takes one column.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace misfire::testing {

class Screen {
 public:
  Screen(int columns, int rows) : columns_(columns), rows_(rows), lines_(1) {}

  void write(std::string_view bytes) {
    bytes_ += bytes;
    while (!bytes_.empty() && step()) {
    }
  }

  /// As terminals do that keep long lines whole: broken rows are joined and broken again, and the
  /// cursor stays at its character, also in the middle of a frame that is being drawn.
  void resize(int columns) {
    struct Line {
      std::vector<std::string> cells;
      std::optional<std::size_t> cursor;
    };
    std::vector<Line> whole;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!lines_[i].goes_on || whole.empty()) whole.emplace_back();
      std::vector<std::string>& cells = whole.back().cells;
      if (i == y_) whole.back().cursor = cells.size() + x_;
      cells.insert(cells.end(), lines_[i].cells.begin(), lines_[i].cells.end());
    }
    columns_ = columns;
    const auto width = static_cast<std::size_t>(columns);
    lines_.clear();
    for (const Line& line : whole) {
      if (line.cursor) {
        // Behind the last column of a full row, not at the start of one that is not there yet.
        const std::size_t row = (std::max<std::size_t>(*line.cursor, 1) - 1) / width;
        y_ = lines_.size() + row;
        x_ = *line.cursor - row * width;
      }
      std::size_t at = 0;
      do {
        Row row;
        row.goes_on = at > 0;
        for (; at < line.cells.size() && row.cells.size() < width; ++at)
          row.cells.push_back(line.cells[at]);
        lines_.push_back(row);
      } while (at < line.cells.size());
    }
  }

  /// Everything, what scrolled away included; without trailing spaces.
  std::vector<std::string> rows() const {
    std::vector<std::string> all;
    for (const Row& row : lines_) {
      std::string text;
      for (const std::string& cell : row.cells) text += cell;
      text.erase(text.find_last_not_of(' ') + 1);
      all.push_back(text);
    }
    while (!all.empty() && all.back().empty()) all.pop_back();
    return all;
  }
  std::string text() const {
    std::string all;
    for (const std::string& row : rows()) all += row + '\n';
    return all;
  }
  /// Rows that began because a line was longer than the screen is wide.
  int broken() const { return broken_; }

 private:
  struct Row {
    std::vector<std::string> cells;
    bool goes_on = false;
  };

  /// False when the rest is not whole yet.
  bool step() {
    if (bytes_[0] == '\r') {
      x_ = 0;
      return take(1);
    }
    if (bytes_[0] == '\n') {
      down(false);
      return take(1);
    }
    if (bytes_[0] == '\033') return escape();
    // Its own reading of UTF-8: a mistake of the program's must not be shared.
    const auto lead = static_cast<unsigned char>(bytes_[0]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (bytes_.size() < length) return false;
    EXPECT_TRUE(lead < 0x80 || lead >= 0xC2) << "not UTF-8";
    EXPECT_TRUE(lead >= 0x20 && lead != 0x7F) << "control character " << int(lead);
    EXPECT_FALSE(lead == 0xC2 && static_cast<unsigned char>(bytes_[1]) < 0xA0) << "C1 control";
    put(bytes_.substr(0, length));
    return take(length);
  }

  bool escape() {
    std::size_t end = 2;
    while (end < bytes_.size() && (bytes_[end] < '@' || bytes_[end] > '~')) ++end;
    if (end >= bytes_.size()) return false;
    EXPECT_EQ(bytes_[1], '[');
    const std::string argument = bytes_.substr(2, end - 2);
    std::vector<std::string>& cells = lines_[y_].cells;
    switch (bytes_[end]) {
      case 'm':
        break;
      case 'A': {
        const auto n = static_cast<std::size_t>(std::stoi(argument));
        const std::size_t top = lines_.size() - std::min(lines_.size(), std::size_t(rows_));
        y_ = std::max(top, y_ - std::min(y_, n));
        break;
      }
      case 'K':  // and the line ends here
        cells.resize(std::min(cells.size(), x_));
        if (y_ + 1 < lines_.size()) lines_[y_ + 1].goes_on = false;
        break;
      case 'J':
        cells.resize(std::min(cells.size(), x_));
        lines_.resize(y_ + 1);
        break;
      default:
        ADD_FAILURE() << "an escape sequence that is not known: " << bytes_.substr(1, end);
    }
    return take(end + 1);
  }

  void put(const std::string& character) {
    if (x_ == static_cast<std::size_t>(columns_)) {
      ++broken_;
      down(true);
      x_ = 0;
    }
    std::vector<std::string>& cells = lines_[y_].cells;
    if (cells.size() <= x_) cells.resize(x_ + 1, " ");
    cells[x_++] = character;
  }

  void down(bool goes_on) {
    if (++y_ == lines_.size()) lines_.emplace_back();
    lines_[y_].goes_on = goes_on;
  }

  bool take(std::size_t n) {
    bytes_.erase(0, n);
    return true;
  }

  int columns_, rows_, broken_ = 0;
  std::vector<Row> lines_;
  std::size_t x_ = 0, y_ = 0;
  std::string bytes_;
};

}  // namespace misfire::testing
