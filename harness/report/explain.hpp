// A plan in words: what a run would do, how soon and how late its alerts can come, what was changed
// so that it runs here, what cannot be kept. Pure.
#pragma once

#include <string>

#include "plan/plan.hpp"
#include "report/report.hpp"

namespace misfire {

std::string plan_text(const Plan&, TerminalStyle = {});

/// plan.json with two keys more: `budgets`, an entry an expectation, and `cannot_fire`.
std::string plan_json(const Plan&);

}  // namespace misfire
