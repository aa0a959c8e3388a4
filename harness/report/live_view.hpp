// The block of lines that a terminal shows below the events while a run goes on. Pure: a state and
// a size become lines, each narrower than the screen, never more than fit.
#pragma once

#include <string>
#include <vector>

#include "report/paint.hpp"
#include "report/so_far.hpp"
#include "report/suite_place.hpp"

namespace misfire {

struct ScreenSize {
  int columns = 80, rows = 24;
};

struct LiveFrame {
  Instant now;
  ScreenSize screen;
  bool interrupted = false;
};

std::vector<std::string> live_lines(const SoFar&, SuitePlace, const LiveFrame&, const Paint&);

}  // namespace misfire
