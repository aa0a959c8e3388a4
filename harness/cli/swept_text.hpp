// What a sweep did, for people.
#pragma once

#include <string>

#include "stack/sweep.hpp"

namespace misfire {

std::string swept_text(const Swept&);

}  // namespace misfire
