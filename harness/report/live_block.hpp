// Redraws a block of lines in place, with what must stay scrolling away above it. Pure: it makes
// the bytes for the terminal and remembers what stands there.
//
// The cursor is never hidden and no mode of the terminal is changed, so that however the program
// ends, the terminal is usable: there is nothing to restore. The price: what is still on its way to
// a terminal at the moment it becomes narrower goes up too few rows, and part of one frame stays.
#pragma once

#include <string>
#include <vector>

namespace misfire {

class LiveBlock {
 public:
  /// Puts `above` where the block stood, and the block below it. `columns`: the screen's width now;
  /// a terminal that became narrower has broken the old lines into more rows.
  std::string redraw(const std::vector<std::string>& above, const std::vector<std::string>& block,
                     int columns);

  /// Something else was written meanwhile (a shell's prompt): the next block is drawn below it.
  void forget() { widths_.clear(); }

 private:
  std::string to_its_first_row(int columns) const;
  std::vector<std::size_t> widths_;  ///< of the lines that stand on the screen
};

}  // namespace misfire
