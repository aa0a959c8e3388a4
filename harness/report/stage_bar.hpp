// The way of an alert to its receiver as a bar, measured or predicted. Pure.
#pragma once

#include <optional>
#include <string>

#include "report/paint.hpp"

namespace misfire {

/// Seconds from the bar's left end; what is absent is not drawn.
struct StageBar {
  std::optional<double> pending, firing, notified, limit;
  std::optional<double> worst_case;  ///< of what is predicted
  Ink mark = Ink::plain;             ///< of the notification
};

/// ░ pending, ▒ firing, ● notified, ○ at the latest, │ limit, → when one of these is beyond the
/// bar's right end. `longest` is that end in seconds, `width` its columns. Where firing or pending
/// ended unseen, it is drawn to the end.
std::string stage_bar(const StageBar&, double longest, const Paint&, std::size_t width);

}  // namespace misfire
