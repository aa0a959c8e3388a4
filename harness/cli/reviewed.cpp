#include "cli/reviewed.hpp"

#include <fmt/format.h>

#include "cli/console.hpp"
#include "report/review_text.hpp"

namespace misfire {

void show_whole(const Review& review) {
  say(review_text(review, terminal_style()) + review_matrix_text(review, terminal_style()));
}

void show_end(const Review& review, const fs::path& folder) {
  if (is_short(review)) {
    show_whole(review);
    say(fmt::format("  {}", folder.string()));
  } else {
    say(review_text(review, terminal_style()) +
        fmt::format("  the matrix: misfire review {}", folder.string()));
  }
}

}  // namespace misfire
