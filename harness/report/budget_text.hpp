// The latency budgets of a scenario's expectations as a person reads them: a row and a bar for each
// rule that an expectation speaks of, what it cannot promise, and the alerts that cannot fire.
// Pure.
#pragma once

#include <string>

#include "plan/plan.hpp"
#include "report/report.hpp"

namespace misfire {

/// Begins with an empty line; empty without an expectation about alerts and without such alerts.
std::string budget_text(const Plan&, TerminalStyle);

}  // namespace misfire
