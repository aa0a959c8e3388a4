#include "cli/reviewed.hpp"

#include "cli/console.hpp"
#include "report/paint.hpp"
#include "report/review_text.hpp"
#include "run/suite_folder.hpp"

namespace misfire {

void show_whole(const Review& review) {
  say(review_text(review, terminal_style()) + review_matrix_text(review, terminal_style()));
}

void show_end(const Review& review, const fs::path& suite) {
  if (is_short(review)) {
    show_whole(review);
  } else {
    say(review_text(review, terminal_style()) + "  the matrix: misfire review " +
        printable(suite.string()));
  }
  if (!suite.empty()) say("  " + printable((suite / kSuitePage).string()));
}

}  // namespace misfire
