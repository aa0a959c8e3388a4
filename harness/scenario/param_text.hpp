#pragma once

#include <string>

#include "scenario/scenario.hpp"

namespace misfire {

/// A parameter's value as people read it: 200, 0.5, 30s.
std::string param_text(const ParamValue&);

}  // namespace misfire
