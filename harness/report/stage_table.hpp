// The alerts of a run with their stages: a row of times each, and below it the same as a bar. A
// stage outside its latency budget is marked with ! and told. Pure.
#pragma once

#include <string>

#include "judge/judgement.hpp"
#include "report/paint.hpp"

namespace misfire {

/// Empty when no alert was expected and none went pending; else it begins with an empty line.
std::string stage_table(const Plan&, const Judgement&, const Paint&, std::size_t width);

}  // namespace misfire
