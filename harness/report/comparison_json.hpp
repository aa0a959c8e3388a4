// A comparison as `comparison` of misfire.suite/1 holds it.
#pragma once

#include <nlohmann/json.hpp>

#include "report/comparison.hpp"

namespace misfire {

nlohmann::ordered_json comparison_json(const Comparison&);

}  // namespace misfire
