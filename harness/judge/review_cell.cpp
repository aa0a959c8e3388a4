#include "judge/review_cell.hpp"

namespace misfire {

const char* to_string(Cell cell) {
  switch (cell) {
    case Cell::false_page:
      return "false page";
    case Cell::wrong_blame:
      return "wrong blame";
    case Cell::wrong_receiver:
      return "wrong receiver";
    case Cell::missed:
      return "missed";
    case Cell::late:
      return "late";
    case Cell::caught:
      return "caught in time";
    case Cell::also:
      return "also notified";
    case Cell::covered:
      return "covered by others";
    case Cell::quiet:
      return "quiet as it should be";
    case Cell::untold:
      return "nothing can be said";
    case Cell::absent:
      return "no such rule";
  }
  return "?";
}

}  // namespace misfire
