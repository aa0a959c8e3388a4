// Rules that had nothing to read (ALERTS.md, "Alerts that cannot fire"): renamed metrics are the
// field's most common silent break. Pure.
#pragma once

#include <vector>

#include "judge/judgement.hpp"

namespace misfire {

/// The rules that can have had no result while these selectors matched nothing, each once. An
/// alert that is looked for by what is absent is none of them.
std::vector<SilentAlert> silent_alerts(const MonitoringFacts&, const std::vector<NoSeries>&);

}  // namespace misfire
