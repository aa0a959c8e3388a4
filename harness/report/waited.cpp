#include "report/waited.hpp"

namespace misfire {

std::string waited_text(const AlertOutcome& alert) {
  // A rule without `for` is pending at the moment when it fires.
  const bool waited = alert.stages.firing && !alert.stages.pending;
  return waited ? "it was pending before the fault" : "";
}

}  // namespace misfire
