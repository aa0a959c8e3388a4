#include "report/stage_bar.hpp"

#include <algorithm>

namespace misfire {

std::string stage_bar(const StageBar& bar, double longest, const Paint& paint, std::size_t width) {
  const auto cell = [&](double s) {
    const double place = longest > 0 ? s / longest : 0;
    return std::min(
        width - 1, static_cast<std::size_t>(std::max(place, 0.0) * static_cast<double>(width - 1)));
  };
  const auto beyond = [&](std::optional<double> s) { return s && *s > longest; };
  const bool goes_on = beyond(bar.notified) || beyond(bar.worst_case);
  const std::size_t end = bar.notified && !beyond(bar.notified) ? cell(*bar.notified) : width;
  std::string text;
  for (std::size_t i = 0; i < width; ++i) {
    const bool firing = bar.firing && i >= cell(*bar.firing) && i < end;
    const bool pending = bar.pending && i >= cell(*bar.pending) && i < end;
    if (goes_on && i == width - 1) {
      text += paint(bar.mark, "→");
    } else if (bar.notified && i == end) {
      text += paint(bar.mark, "●");
    } else if (bar.worst_case && !goes_on && i == cell(*bar.worst_case)) {
      text += paint(bar.mark, "○");
    } else if (bar.limit && i == cell(*bar.limit)) {
      text += paint(Ink::dim, "│");
    } else if (firing) {
      text += paint(Ink::yellow, "▒");
    } else if (pending) {
      text += paint(Ink::yellow, "░");
    } else {
      text += paint(Ink::dim, "·");
    }
  }
  return text;
}

}  // namespace misfire
