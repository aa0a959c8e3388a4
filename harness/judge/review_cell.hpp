// What one alert did in a scenario: a cell of the review's matrix. The kind of a cell that several
// runs fill is the first of theirs in this order: what goes wrong once in ten times goes wrong.
//
// An expectation (alert or blame) wants an alert when the alert's labels could meet it, and those
// of its rule name no other team. A page is a notification that wakes somebody; a ticket is not.
#pragma once

namespace misfire {

enum class Cell {
  // Wrong: together, the false pages.
  false_page,      ///< a page of a twin or decoy, against a quiet, or anything in a strict scenario
  wrong_blame,     ///< a page that blames another part than the scenario does
  wrong_receiver,  ///< it reached another team than the one whose page it is
  // Wanted.
  missed,  ///< it did not come, nor did any other alert in its place
  late,    ///< it came to the right team, after the limit
  caught,  ///< it came to the right team, in time
  // Neither.
  also,     ///< it came; no expectation wanted it, and none forbade it
  covered,  ///< it was wanted and did not come; another alert met the expectation
  quiet,    ///< nobody wanted it, and it did not come
  untold,   ///< nothing can be said: window not filled, not evaluated, not true at this speed
  absent,   ///< the system has no such rule
};
inline constexpr Cell kCells[] = {Cell::false_page, Cell::wrong_blame, Cell::wrong_receiver,
                                  Cell::missed,     Cell::late,        Cell::caught,
                                  Cell::also,       Cell::covered,     Cell::quiet,
                                  Cell::untold,     Cell::absent};
/// "false page", "caught in time", …
const char* to_string(Cell);
/// A false page in the wider sense: a page for nothing, at the wrong team, or with the wrong blame.
constexpr bool is_false_page(Cell cell) {
  return cell <= Cell::wrong_receiver;
}

}  // namespace misfire
