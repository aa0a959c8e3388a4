// Tells a run while it goes on: a live view on a terminal that can show one, elsewhere a line an
// event.
#pragma once

#include "report/suite_place.hpp"
#include "run/run.hpp"

namespace misfire {

/// For one run; what is shown for the moment only is gone when the listener is.
RunListener narrate(SuitePlace);

}  // namespace misfire
