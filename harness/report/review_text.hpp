// A review for a terminal. Pure.
#pragma once

#include <string>

#include "judge/review.hpp"
#include "report/report.hpp"

namespace misfire {

/// The headline, and what the monitoring lacks.
std::string review_text(const Review&, TerminalStyle);

/// The matrix with its legend, the scenarios by number, and the figures of each alert.
std::string review_matrix_text(const Review&, TerminalStyle);

/// The figures alone; a part of the above.
std::string review_figures_text(const Review&, TerminalStyle);

/// Whether the matrix is short enough to be shown unasked.
bool is_short(const Review&);

}  // namespace misfire
