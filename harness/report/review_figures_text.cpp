// Each alert's precision, recall and times to notify, for a terminal.
#include "report/clock_text.hpp"
#include "report/paint.hpp"
#include "report/review_text.hpp"
#include "report/review_words.hpp"

namespace misfire {
namespace {

constexpr std::size_t kName = 22;
struct Column {
  const char* title;
  std::size_t width;
};
constexpr Column kColumns[] = {{"prec", 5},   {"recall", 7}, {"effect", 7},   {"pending", 8},
                               {"firing", 7}, {"sent", 6},   {"notified", 9}, {"worst", 7}};

std::string time_of(const Review::Alert& alert, const char* stage, double Spread::*which) {
  const auto found = alert.times.find(stage);
  return found == alert.times.end() ? "–" : clock_text(found->second.*which);
}

std::string row(const Review::Alert& alert) {
  const std::string cells[] = {fraction(alert.precision),
                               fraction(alert.recall),
                               time_of(alert, "effect", &Spread::median),
                               time_of(alert, "pending", &Spread::median),
                               time_of(alert, "firing", &Spread::median),
                               time_of(alert, "sent", &Spread::median),
                               time_of(alert, "notified", &Spread::median),
                               time_of(alert, "notified", &Spread::max)};
  // A long name has the line to itself rather than being cut.
  const std::string name = printable(alert.name);
  std::string text = "  " + (columns(name) <= kName ? left(name, kName)
                                                    : name + '\n' + std::string(kName + 2, ' '));
  for (std::size_t i = 0; i < std::size(cells); ++i) text += right(cells[i], kColumns[i].width);
  return text + '\n';
}

}  // namespace

std::string review_figures_text(const Review& review, TerminalStyle style) {
  const Paint paint(style.colour);
  std::string text = '\n' + paint(Ink::bold, left("Alerts", kName + 2));
  for (const auto& [title, width] : kColumns) text += paint(Ink::dim, right(title, width));
  text += '\n';
  for (const Review::Alert& alert : review.alerts) {
    if (tells_anything(alert)) text += row(alert);
  }
  const char* caption = "medians of model time after the fault, of what was caught or came late";
  const auto all = static_cast<std::size_t>(style.width);
  return text + "  " + paint(Ink::dim, wrap(caption, all, 2, 2)) + '\n';
}

}  // namespace misfire
