#include "report/review_text.hpp"

#include <algorithm>

#include "report/paint.hpp"
#include "report/review_words.hpp"

namespace misfire {
namespace {

constexpr std::size_t kLabel = 17;
constexpr std::size_t kShort = 16;  // lines, of rows and of scenarios

Ink ink_of(Hole::Weight weight) {
  switch (weight) {
    case Hole::Weight::red:
      return Ink::red;
    case Hole::Weight::yellow:
      return Ink::yellow;
    case Hole::Weight::plain:
      return Ink::dim;
  }
  return Ink::plain;
}

}  // namespace

std::string review_text(const Review& review, TerminalStyle style) {
  const Paint paint(style.colour);
  const auto width = static_cast<std::size_t>(style.width);
  std::string text =
      paint(Ink::bold, left("Review", 13)) + wrap(review_subject(review), width, 13, 13) + '\n';
  for (const HeadlineFigure& one : review_headline(review)) {
    text += "  " + left(one.name, kLabel) + wrap(one.text(), width, kLabel + 2, kLabel + 2) + '\n';
  }
  for (const Hole& hole : holes(review)) {
    const std::string what = left(hole.what, kLabel);
    text += paint(ink_of(hole.weight), mark_of(hole.weight)) + ' ' +
            paint(ink_of(hole.weight), what) +
            wrap(printable(hole.about + ": " + hole.text), width, kLabel + 2, kLabel + 2) + '\n';
  }
  return text;
}

bool is_short(const Review& review) {
  const auto rows = std::count_if(review.alerts.begin(), review.alerts.end(), tells_anything);
  return review.scenarios.size() <= kShort && static_cast<std::size_t>(rows) <= kShort;
}

}  // namespace misfire
