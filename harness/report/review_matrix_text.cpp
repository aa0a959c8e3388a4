// The matrix for a terminal: a row an alert, a column a scenario by its number. Many scenarios
// stand in several blocks, so that it fits the width.
#include <fmt/format.h>

#include <algorithm>

#include "report/paint.hpp"
#include "report/review_text.hpp"
#include "report/review_words.hpp"

namespace misfire {
namespace {

constexpr std::size_t kGroup = 5;  // columns that stand together

Ink ink_of(Cell cell) {
  if (is_false_page(cell) || cell == Cell::missed) return Ink::red;
  switch (cell) {
    case Cell::late:
      return Ink::yellow;
    case Cell::caught:
      return Ink::green;
    case Cell::covered:
    case Cell::quiet:
    case Cell::untold:
      return Ink::dim;
    default:
      return Ink::plain;
  }
}

class Matrix {
 public:
  Matrix(const Review& review, TerminalStyle style)
      : review_(review), paint_(style.colour), width_(static_cast<std::size_t>(style.width)) {
    for (const Review::Alert& alert : review.alerts) {
      if (tells_anything(alert)) rows_.push_back(&alert);
    }
  }

  std::string text() const { return blocks() + legend() + scenarios(); }

 private:
  std::size_t names_width() const {
    std::size_t widest = 0;
    for (const Review::Alert* row : rows_) widest = std::max(widest, columns(row->name));
    return std::min(widest, width_ / 2);
  }

  std::string blocks() const {
    const std::size_t names = names_width();
    // A group takes a column more, for the space that follows it.
    const std::size_t free = width_ - 2 - names - 2;
    const std::size_t per_block = std::max<std::size_t>(free / (kGroup + 1), 1) * kGroup;
    std::string text;
    for (std::size_t from = 0; from < review_.scenarios.size(); from += per_block) {
      const std::size_t to = std::min(from + per_block, review_.scenarios.size());
      text += '\n' + header(from, to, names);
      for (const Review::Alert* row : rows_) {
        text +=
            "  " + left(printable(row->name), names) + "  " + line(from, to, [&](std::size_t i) {
              const Cell cell = row->fields[i].cell;
              return paint_(ink_of(cell), symbol(cell));
            });
        text += '\n';
      }
    }
    return text;
  }

  template <class At>
  static std::string line(std::size_t from, std::size_t to, const At& at) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) {
      if (i > from && (i - from) % kGroup == 0) text += ' ';
      text += at(i);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  }

  /// Numbers stand upright: tens above ones.
  std::string header(std::size_t from, std::size_t to, std::size_t names) const {
    const std::string title = "  " + left("", names) + "  ";
    std::string text;
    for (const std::size_t place : {100u, 10u, 1u}) {
      if (place > to) continue;
      const auto digit = [&](std::size_t i) {
        const std::size_t number = i + 1;
        return std::string(1, number < place ? ' ' : "0123456789"[number / place % 10]);
      };
      text += title + paint_(Ink::dim, line(from, to, digit)) + '\n';
    }
    return text;
  }

  std::string legend() const {
    std::string text;
    for (const Cell cell : kCells) {
      if (cell == Cell::absent || !appears(cell)) continue;
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", symbol(cell), to_string(cell));
    }
    return "  " + paint_(Ink::dim, wrap(text, width_, 2, 2)) + '\n';
  }

  bool appears(Cell cell) const {
    return std::any_of(rows_.begin(), rows_.end(), [&](const Review::Alert* row) {
      return std::any_of(row->fields.begin(), row->fields.end(),
                         [&](const Review::Field& field) { return field.cell == cell; });
    });
  }

  std::string scenarios() const {
    std::string text = "\n";
    for (std::size_t i = 0; i < review_.scenarios.size(); ++i) {
      const Review::Scenario& one = review_.scenarios[i];
      std::string line = name_of(review_, one);
      if (one.kind != ScenarioKind::fault) {
        line += fmt::format(" ({})", to_string(one.kind));
      } else if (!one.harmful) {
        line += one.alert_faults ? " (with alert faults)" : " (nobody need notice)";
      } else {
        line += !one.noticed ? ": nobody noticed" : !one.caught ? ": noticed late" : "";
      }
      if (one.runs > 1) line += fmt::format(", {} runs", one.runs);
      text += fmt::format("{:>5}  ", i + 1) + wrap(printable(line), width_, 7, 7) + '\n';
    }
    return text;
  }

  const Review& review_;
  const Paint paint_;
  const std::size_t width_;
  std::vector<const Review::Alert*> rows_;
};

}  // namespace

std::string review_matrix_text(const Review& review, TerminalStyle style) {
  if (review.scenarios.empty()) return {};
  return Matrix(review, style).text() + review_figures_text(review, style);
}

}  // namespace misfire
