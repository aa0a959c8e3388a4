// Names of labels and alerts that a user's files mention and no alerting rule has: what nobody can
// ever be paged about is kept quiet for nothing. Pure.
#pragma once

#include "plan/plan.hpp"
#include "scenario/written_page.hpp"

namespace misfire {

struct NameCheck {
  Errors mistakes;
  /// Sentences about what may be a mistake, where relabelling, a template or series may bring it.
  std::vector<std::string> notes;
};

/// A label, or a value of one, that no rule has and that resembles what the rules do have is a
/// mistake; and it is told where no rule can page at all. Other values may stand besides those that
/// are in use: `severity = ["page", "critical"]` fits many systems.
NameCheck check_pages(const std::vector<WrittenPage>&, const MonitoringFacts&);

/// Alerts that a quiet of the scenario's own file names. (Those of [monitoring.tested] are expected
/// elsewhere, so that a deleted rule fails there.)
NameCheck check_quiets(const Scenario&, const MonitoringFacts&);

}  // namespace misfire
